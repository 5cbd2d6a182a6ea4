package import Expressions
package import RunEvents

/// What a job leaves: its contexts as its last step saw them, or those that it had when its steps
/// did not begin.
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
        let moment = ContextBuilder.Moment(
            environment: scope.environment(state),
            stepName: nil,
            files: nil
        )
        let contexts = running.contexts.contexts(scope: scope, state: state, moment: moment)
        self.init(
            key: running.key,
            conclusion,
            contexts: contexts,
            moments: state.moments,
            masks: running.masks
        )
    }

    /// What a job leaves whose steps never began: the contexts by lower-case name.
    package init(
        key: String,
        _ conclusion: Conclusion,
        contexts: [String: ExpressionValue],
        moments: [StepMoment] = [],
        masks: SecretMasks
    ) {
        self.key = key
        self.conclusion = conclusion
        self.masks = masks
        var contexts = contexts
        contexts["secrets"] = nil
        if case .object(let github)? = contexts["github"] {
            contexts["github"] = .object(
                github.entries.filter { $0.0.lowercased() != "token" }.map { ($0, $1) }
            )
        }
        self.moments = moments.map { $0.masked(masks) }
        self.contexts = contexts.sorted { $0.key < $1.key }
            .map { ($0.key, masks.masked($0.value)) }
    }

    /// A text that was told earlier, with all that the steps have had masked since.
    package func masked(_ text: String) -> String { masks.masked(text).text }
}
