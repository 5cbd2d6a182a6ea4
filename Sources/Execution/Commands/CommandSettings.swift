/// What the handler of one step's output has to know of the step.
package struct CommandSettings: Sendable {
    /// Whether step debugging is on: debug lines are shown and commands echoed.
    package var isDebugging = false
    /// Whether lines may be commands at all; those of a service are only shown.
    package var readsCommands = true
    /// Whether `set-env` and `add-path` are allowed.
    package var allowsUnsecureCommands = false
    /// Whether any stop token is allowed.
    package var allowsUnsecureStopTokens = false
    /// Whether `set-output` and `save-state` warn at each use, as github.com has them do.
    package var warnsOfDeprecation = true
    /// The workspace as the runner names it; files inside it are reported relative to it.
    package var workspace: String?
    /// Where paths of the step's container are on the runner's side.
    package var paths = PathTranslation()

    /// Starts with GitHub's defaults.
    package init() {}

    /// Reads both permissions from the step's `env` context.
    package mutating func readPermissions(from environment: [(name: String, value: String)]) {
        for (name, value) in environment {
            let value = value.lowercasedASCII
            if name == "ACTIONS_ALLOW_UNSECURE_COMMANDS" {
                allowsUnsecureCommands = value.trimmingWhitespace() == "true"
            } else if name == "ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS" {
                allowsUnsecureStopTokens = ["1", "true", "$true"].contains(value)
            }
        }
    }
}
