package import Diagnostics
import Expressions
import Workflows

extension RunPlan {
    /// The plan for programs: one JSON object, without a final line feed.
    ///
    /// Shape: `{"workflow", "file", "event", "jobs": […]}`. A job is `{"id", "name", "line",
    /// "column", "needs": […], "stage"}` and exactly one of `"legs": […]`, `"calls": […]`, and
    /// `"skipped"`, `"unresolved"`, `"notRun"`, `"invalid"` with the reason as text; then `"steps":
    /// […]`.
    ///
    /// A call is `{"key", "name", "uses", "matrix", "inputs": {…}, "concurrency": […], "jobs":
    /// […]}`: what a leg of a job leads to that calls another workflow file, with the jobs of that
    /// file. Its groups are those of the calling job and of the file, as far as there are any.
    ///
    /// A leg is `{"key", "name", "runsOn": […], "group", "environment", "timeoutMinutes",
    /// "continueOnError", "matrix", "permissions": {…}, "concurrency": {"group",
    /// "cancelInProgress", "queue"}}`; `group`, `environment`, `matrix`, `permissions` and
    /// `concurrency` are absent when there is none, and `matrix` is an object in the order of the
    /// workflow. A step is `{"key", "kind",
    /// "id", "name", "uses", "if", "line", "column", "background", "steps": […]}`; `id`, `uses` and
    /// `if` are absent when not written, `background` unless true, `steps` except for `parallel`.
    package var json: String { json(explanation: nil) }

    /// The same with a last field `explanation`, which is JSON.
    func json(explanation: String?) -> String {
        String(decoding: jsonPieces(explanation: explanation).joined(), as: UTF8.self)
    }

    /// The bytes of `json` in pieces; several workers write the jobs of a large plan.
    package func jsonPieces(_ workers: Workers = .one) -> [[UInt8]] {
        jsonPieces(explanation: nil, workers)
    }

    private func jsonPieces(explanation: String?, _ workers: Workers = .one) -> [[UInt8]] {
        var writer = PlanJSONWriter(capacity: 1024)
        writer.object { plan in
            plan.field("workflow", workflow)
            plan.field("file", file)
            plan.field("event", event)
            plan.array("jobs") { $0.items(jobs, workers) }
            if let explanation { plan.field("explanation", json: explanation) }
        }
        return writer.pieces
    }
}

extension PlanJSONWriter {
    /// Fewer jobs are written as fast by one.
    private static let smallest = 100

    /// Writes jobs, the items of an array, in stretches.
    fileprivate mutating func items(_ jobs: [PlanEntry], _ workers: Workers) {
        let parts = jobs.count < Self.smallest ? 1 : min(workers.count, jobs.count)
        let depth = depth
        let stretches = workers.map(parts) { number in
            let stretch = number * jobs.count / parts..<(number + 1) * jobs.count / parts
            // A step takes some two hundred bytes; room that is not used costs nothing.
            let steps = jobs[stretch].reduce(0) { $0 + $1.steps.count }
            var writer = PlanJSONWriter(
                capacity: 512 * (stretch.count + steps),
                depth: depth,
                isFirst: number == 0
            )
            for index in stretch {
                writer.object { jobs[index].write(to: &$0) }
            }
            return writer.pieces
        }
        if !jobs.isEmpty { addItems(stretches.flatMap { $0 }) }
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
        case .calls(let calls):
            writer.array("calls") { array in
                for call in calls {
                    array.object { call.write(to: &$0) }
                }
            }
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
            // By index: a step is wide, and a loop variable would be a copy of it.
            for index in steps.indices {
                let key = PlannedStep.key(index, below: nil)
                array.object(inline: true) { steps[index].write(to: &$0, key: key) }
            }
        }
    }
}

extension PlanCall {
    fileprivate func write(to writer: inout PlanJSONWriter) {
        writer.field("key", call.key)
        writer.field("name", call.name)
        writer.field("uses", "\(call.call.reference.value)")
        if call.leg.values != nil {
            writer.field("matrix", json: call.leg.context.exactJSON)
        }
        writer.field("inputs", json: call.inputs.exactJSON)
        if !call.groups.isEmpty {
            let groups = ExpressionValue.array(call.groups.map(\.value))
            writer.field("concurrency", json: groups.toJSON(pretty: false))
        }
        writer.array("jobs") { array in
            for job in jobs {
                array.object { job.write(to: &$0) }
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
        writer.field("notRun", obstacle)
        writer.field("environment", environment)
        writer.field("timeoutMinutes", timeoutMinutes)
        writer.field("continueOnError", continueOnError)
        if leg.values != nil {
            writer.field("matrix", json: leg.context.exactJSON)
        }
        if let permissions {
            let levels = permissions.levels.map { ($0.scope, $0.level.value) }
            writer.field("permissions", json: ExpressionValue.object(levels).toJSON(pretty: false))
        }
        if let concurrency {
            writer.field("concurrency", json: concurrency.value.toJSON(pretty: false))
        }
    }
}

extension Permissions.Level {
    fileprivate var value: ExpressionValue { .string(rawValue) }
}

extension ConcurrencyGroup {
    /// The group for programs.
    fileprivate var value: ExpressionValue {
        .object([
            ("group", .string(name)), ("cancelInProgress", .boolean(cancelsInProgress)),
            ("queue", .string(queue.rawValue)),
        ])
    }
}

extension Step {
    fileprivate func write(to writer: inout PlanJSONWriter, key: String) {
        writer.field("key", key)
        writer.field("kind", kindName)
        writer.field("id", id?.value)
        writer.field("name", displayName)
        if case .uses(let uses) = kind {
            writer.field("uses", uses.reference.value.description)
        }
        writer.field("if", condition?.expression?.text)
        writer.field("line", span.start.line)
        writer.field("column", span.start.column)
        if background { writer.field("background", true) }
        guard case .parallel(let inner) = kind else { return }
        writer.array("steps") { array in
            for (index, step) in inner.enumerated() {
                let key = PlannedStep.key(index, below: key)
                array.object { step.write(to: &$0, key: key) }
            }
        }
    }
}
