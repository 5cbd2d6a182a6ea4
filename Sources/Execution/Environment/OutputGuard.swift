/// Decides which outputs of a job may leave it.
///
/// - Source: actions/runner `JobExtension.FinalizeJob`.
package struct OutputGuard: Sendable {
    /// The fate of one output.
    package enum Decision: Sendable, Hashable {
        /// It is published; logged as `Set output 'name'`.
        case published(name: String, value: String)
        /// Its value holds a secret: a warning annotation, and the output is dropped.
        case mayContainSecret(name: String)
        /// Its value is empty: a debug line, and the output is dropped.
        case empty(name: String)

        /// GitHub's message; the name is not masked yet.
        package var message: String {
            switch self {
            case .published(let name, _): "Set output '\(name)'"
            case .mayContainSecret(let name): "Skip output '\(name)' since it may contain secret."
            case .empty(let name): "Skip output '\(name)' since it's empty"
            }
        }
    }

    private let masks: SecretMasks

    /// Judges by the job's masks as they are when an output is decided on.
    package init(masks: SecretMasks) {
        self.masks = masks
    }

    /// Decides on one output: a value that masking would change is dropped.
    package func decide(name: String, value: String) -> Decision {
        if value.isEmpty { return .empty(name: name) }
        if masks.conceals(value) { return .mayContainSecret(name: name) }
        return .published(name: name, value: value)
    }
}
