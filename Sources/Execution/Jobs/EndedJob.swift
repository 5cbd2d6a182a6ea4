package import Expressions
package import RunEvents

/// What a job that had a container or folder leaves: its contexts as its last step saw them.
///
/// Secrets are masked in every text and key; neither `secrets` nor `github.token` is there.
package struct EndedJob: Sendable {
    /// Takes what a job leaves.
    package typealias Keep = @Sendable (EndedJob) async -> Void

    /// The job's key in events.
    package let key: String
    /// How it ended, before a job-level `continue-on-error`.
    package let conclusion: Conclusion
    /// The contexts by name, in alphabetical order.
    package let contexts: [(name: String, value: ExpressionValue)]
    private let masks: SecretMasks
    /// What its steps saw, in the order their turns came; values of variables are masked.
    package let moments: [StepMoment]

    /// Gathers what a job leaves, with all that its steps had masked.
    init(_ running: RunningJob, scope: StepScope, state: JobState, _ conclusion: Conclusion) {
        key = running.key
        masks = running.masks
        self.conclusion = conclusion
        let moment = ContextBuilder.Moment(
            environment: scope.environment(state),
            stepName: nil,
            files: nil
        )
        var contexts = running.contexts.contexts(scope: scope, state: state, moment: moment)
        contexts["secrets"] = nil
        if case .object(let github)? = contexts["github"] {
            contexts["github"] = .object(
                github.entries.filter { $0.0.lowercased() != "token" }.map { ($0, $1) }
            )
        }
        moments = state.moments.map { $0.masked(running.masks) }
        self.contexts = contexts.sorted { $0.key < $1.key }
            .map { ($0.key, running.masks.masked($0.value)) }
    }

    /// A text that was told earlier, with all that the steps have had masked since.
    package func masked(_ text: String) -> String { masks.masked(text).text }
}
