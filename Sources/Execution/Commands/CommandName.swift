/// The workflow commands that GitHub's runner registers.
package enum CommandName: String, Sendable, Hashable, CaseIterable {
    case addMask = "add-mask"
    case addMatcher = "add-matcher"
    case addPath = "add-path"
    case debug
    case echo
    case endGroup = "endgroup"
    case error
    case group
    case notice
    case removeMatcher = "remove-matcher"
    case saveState = "save-state"
    case setEnvironment = "set-env"
    case setOutput = "set-output"
    case stopCommands = "stop-commands"
    case warning

    /// Whether each use is warned of.
    package var isDeprecated: Bool { self == .setOutput || self == .saveState }

    /// Whether the command itself is never shown, also with echo on.
    package var omitsEcho: Bool {
        switch self {
        case .addMask, .debug, .error, .notice, .warning: true
        default: false
        }
    }
}
