import Diagnostics
import Execution
import Expressions
import Planning
import Workflows

extension RunValues {
    /// The secrets and variables that a workflow's jobs read and that have no value.
    ///
    /// Which job names which environment is not asked: what one gives is known.
    func missing(in chosen: Selection.Chosen, _ request: RunRequest) -> [Diagnostic] {
        guard let workflow = chosen.document.workflow else { return [] }
        let given = environments.values
        let wanted = chosen.selection(request)
        return WorkflowChecks.missingValues(
            in: workflow,
            of: chosen.document.source,
            jobs: Set(workflow.jobs.filter { wanted.holds($0) }.map { $0.id.lowercased() }),
            secrets: secrets.map(\.name) + given.flatMap { $0.secrets.map(\.name) },
            variables: variableNames + given.flatMap { $0.variables.map(\.name) },
            workers: .threads(request.machine, file: chosen.document.source.text.utf8.count)
        )
    }

    private var variableNames: [String] {
        guard case .object(let object) = variables else { return [] }
        return object.entries.map { $0.0 }
    }
}
