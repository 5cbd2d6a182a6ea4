/// The files through which a step talks to the runner, in the order they are processed.
///
/// - Source: actions/runner, the file command extensions.
package enum EnvironmentFileKind: String, Sendable, Hashable, CaseIterable {
    case path
    case environment = "env"
    case stepSummary = "step_summary"
    case state
    case output

    /// The variable that holds the file's path.
    package var variable: String { "GITHUB_\(rawValue.uppercased())" }

    /// The beginning of the file's name; an id of the step follows.
    package var filePrefix: String {
        switch self {
        case .path: "add_path_"
        case .environment: "set_env_"
        case .stepSummary: "step_summary_"
        case .state: "save_state_"
        case .output: "set_output_"
        }
    }

    /// What is reported, before the reason, when the file cannot be processed; the step fails.
    package var failureMessage: String {
        "Unable to process file command '\(rawValue)' successfully."
    }
}
