package import Diagnostics
import Expressions

/// The graphs of the workflows that a request would run.
package struct GraphReport: Sendable {
    /// One graph a workflow.
    package let graphs: [JobGraph]
    /// Why there is nothing to draw, where filters keep the event from starting any workflow, with
    /// what they say as text.
    package let nothingStarted: (error: SessionError, filters: String)?
    /// What is wrong with the workflows; errors mean that there is no graph of their files.
    package let diagnostics: [Diagnostic]
    /// What is wrong with the request, such as an input that is missing.
    package let refusals: [Diagnostic]
    /// The texts of the workflows, for excerpts.
    package let sources: [SourceFile]

    /// Plans what the request would run, and draws nothing of it yet.
    package static func make(_ request: RunRequest) async throws(SessionError) -> GraphReport {
        let plan = try await PlanReport.make(request)
        return GraphReport(
            graphs: plan.plans.map(JobGraph.init),
            nothingStarted: plan.nothingStarted.map { ($0, plan.text) },
            diagnostics: plan.diagnostics,
            refusals: plan.refusals,
            sources: plan.sources
        )
    }
}

extension JobGraph {
    /// Graphs for programs: `{"version": 1, "graphs": []}`, with a line for each.
    package static func json(_ graphs: [JobGraph]) -> String {
        #"{"version":1,"graphs":["# + graphs.map(\.json).joined(separator: ",\n") + "]}\n"
    }

    /// The graph for programs, on one line.
    ///
    /// Shape: `{"workflow", "file", "event", "jobs": [{"id", "name", "needs": [], "stage", "legs",
    /// "if", "fate", "reason", "calls", "jobs": []}]}`; `fate` is `runs`, `skipped`, `unresolved`,
    /// `notRun` or `invalid`, and fields without a value are absent.
    package var json: String {
        ExpressionValue.object([
            ("workflow", .string(workflow)), ("file", .string(file)), ("event", .string(event)),
            ("jobs", .array(jobs.map(\.value))),
        ]).exactJSON
    }
}

extension JobGraph.Node {
    fileprivate var value: ExpressionValue {
        var entries: [(String, ExpressionValue)] = [
            ("id", .string(id)), ("name", .string(name)),
            ("needs", .array(needs.map { .string($0) })), ("stage", .number(Double(stage))),
        ]
        if let legs { entries.append(("legs", .number(Double(legs)))) }
        if let condition { entries.append(("if", .string(condition))) }
        switch fate {
        case .runs: entries.append(("fate", "runs"))
        case .other(let kind, let reason):
            entries += [("fate", .string(kind.rawValue)), ("reason", .string(reason))]
        }
        if let call {
            entries.append(("calls", .string(call.reference)))
            entries.append(("jobs", .array(call.jobs.map(\.value))))
        }
        return .object(entries)
    }
}
