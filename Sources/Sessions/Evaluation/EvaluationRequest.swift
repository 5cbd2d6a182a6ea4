package import Diagnostics

/// What `eval` is asked: a text, and what its expressions may look at.
package struct EvaluationRequest: Sendable {
    /// An expression, or a text with expressions in `${{ }}`.
    package let text: String
    /// The project, workflow, job, leg and event that the contexts are those of.
    package let run: RunRequest
    /// A file with a JSON object of contexts in place of the project's; nil means the project's.
    package let contexts: SourceFile?
    /// The id of an earlier run, or `last`, whose contexts stand in place of the project's; `run`
    /// then says of which repository, workflow and job it is.
    package let earlierRun: String?
    /// The workflow key whose names are known, such as `jobs.steps.if`; nil knows all names.
    package let key: String?
    /// The step of the job whose view is meant: its id, its number or its name; nil for none.
    package let step: String?

    /// The keys that take expressions, by their paths without ids.
    package static var keys: [String] { KeyScope.all.map(\.key) }

    /// Asks for the value of a text.
    package init(
        text: String,
        run: RunRequest,
        contexts: SourceFile? = nil,
        earlierRun: String? = nil,
        key: String? = nil,
        step: String? = nil
    ) {
        self.text = text
        self.run = run
        self.contexts = contexts
        self.earlierRun = earlierRun
        self.key = key
        self.step = step
    }
}
