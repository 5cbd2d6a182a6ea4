package import Diagnostics

/// The refusal of workflows whose jobs do nothing.
///
/// It is GitHub's server that says no, when it starts a run: the published parser, whose data the
/// conformance tests are made of, lets such files pass. The usual cause is a wrong indentation.
package enum StepsRefusal {
    /// That jobs of a workflow have no steps; nil when all do something.
    ///
    /// With other errors in the file its steps may not have been understood, so nothing is said.
    package static func problem(
        in workflow: Workflow,
        besides known: [Diagnostic]
    ) -> Diagnostic? {
        let idle = workflow.jobs.filter { job in
            if case .steps(let work) = job.kind { work.steps.isEmpty } else { false }
        }
        guard let first = idle.first, !known.contains(where: { $0.severity == .error }) else {
            return nil
        }
        return Diagnostic(
            .missingKey,
            "No steps defined in `steps` and no workflow called in `uses` for the following jobs: "
                + idle.map(\.id).joined(separator: ", "),
            at: first.idSpan,
            help: "write `steps:` into the job, indented like `runs-on`"
        )
    }
}
