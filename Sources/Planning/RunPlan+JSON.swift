import Diagnostics
import Expressions
import Workflows

extension RunPlan {
    /// The plan for programs: one JSON object, without a final line feed.
    ///
    /// Shape: `{"workflow", "file", "event", "jobs": […]}`. A job is `{"id", "name", "line",
    /// "column", "needs": […], "stage"}` and exactly one of `"legs": […]`, and `"skipped"`,
    /// `"unresolved"`, `"notRun"`, `"invalid"` with the reason as text; then `"steps": […]`.
    ///
    /// A leg is `{"key", "name", "runsOn": […], "group", "environment", "timeoutMinutes",
    /// "continueOnError", "matrix"}`; `group`, `environment` and `matrix` are absent when there is
    /// none, and `matrix` is an object in the order of the workflow. A step is `{"key", "kind",
    /// "id", "name", "uses", "if", "line", "column", "background", "steps": […]}`; `id`, `uses` and
    /// `if` are absent when not written, `background` unless true, `steps` except for `parallel`.
    package var json: String {
        var writer = PlanJSONWriter()
        writer.object { plan in
            plan.field("workflow", workflow)
            plan.field("file", file)
            plan.field("event", event)
            plan.array("jobs") { array in
                for job in jobs {
                    array.object { job.write(to: &$0) }
                }
            }
        }
        return writer.text
    }
}

extension PlanEntry {
    fileprivate func write(to writer: inout PlanJSONWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("line", span.start.line)
        writer.field("column", span.start.column)
        writer.field("needs", needs)
        writer.field("stage", stage)
        switch fate {
        case .legs(let legs):
            writer.array("legs") { array in
                for leg in legs {
                    array.object { leg.write(to: &$0) }
                }
            }
        case .skipped(let reason): writer.field("skipped", reason)
        case .unresolved(let reason): writer.field("unresolved", reason)
        case .notRun(let reason): writer.field("notRun", reason)
        case .invalid(let reason): writer.field("invalid", reason)
        }
        writer.array("steps") { array in
            for step in steps {
                array.object(inline: true) { step.write(to: &$0) }
            }
        }
    }
}

extension PlannedJob {
    fileprivate func write(to writer: inout PlanJSONWriter) {
        writer.field("key", key)
        writer.field("name", name)
        writer.field("runsOn", runner.labels)
        writer.field("group", runner.group)
        writer.field("environment", environment)
        writer.field("timeoutMinutes", timeoutMinutes)
        writer.field("continueOnError", continueOnError)
        if leg.values != nil {
            writer.field("matrix", json: leg.context.toJSON(pretty: false))
        }
    }
}

extension PlannedStep {
    fileprivate func write(to writer: inout PlanJSONWriter) {
        writer.field("key", key)
        writer.field("kind", kindName)
        writer.field("id", step.id?.value)
        writer.field("name", displayName)
        if case .uses(let uses) = step.kind {
            writer.field("uses", uses.reference.value.description)
        }
        writer.field("if", step.condition?.expression?.text)
        writer.field("line", step.span.start.line)
        writer.field("column", step.span.start.column)
        if step.background { writer.field("background", true) }
        let inner = innerSteps
        if !inner.isEmpty {
            writer.array("steps") { array in
                for step in inner {
                    array.object { step.write(to: &$0) }
                }
            }
        }
    }
}
