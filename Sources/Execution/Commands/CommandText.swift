/// GitHub's wording around workflow commands, exact.
///
/// - Source: actions/runner the command extensions and `Constants.Runner`.
enum CommandText {
    /// Said before the reason when a command's handler fails.
    static func failure(_ command: String) -> String {
        "Unable to process command '\(command)' successfully."
    }

    /// A required property is missing.
    static func missingName(_ command: String) -> String {
        "Required field 'name' is missing in ##[\(command)] command."
    }

    /// `set-env` and `add-path` without permission.
    static func disabled(_ command: String) -> String {
        "The `\(command)` command is disabled. Please upgrade to using Environment Files or opt"
            + " into unsecure command execution by setting the `ACTIONS_ALLOW_UNSECURE_COMMANDS`"
            + " environment variable to `true`. For more information see: https://github.blog/"
            + "changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/"
    }

    /// `set-output` and `save-state` at each use.
    static func deprecated(_ command: String) -> String {
        "The `\(command)` command is deprecated and will be disabled soon. Please upgrade to using"
            + " Environment Files. For more information see: https://github.blog/changelog/"
            + "2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/"
    }

    /// A stop token that could be met by accident.
    static let badStopToken =
        "You cannot use a endToken that is an empty string, the string 'pause-logging', or another"
        + " workflow command. For more information see: https://docs.github.com/actions/"
        + "learn-github-actions/workflow-commands-for-github-actions"
        + "#example-stopping-and-starting-workflow-commands or opt into insecure command execution"
        + " by setting the `ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS` environment variable to"
        + " `true`."

    /// .NET's message for a null or empty argument.
    static func emptyArgument(_ name: String) -> String {
        "Value cannot be null. (Parameter '\(name)')"
    }

    /// An `echo` value other than on and off.
    static func badEcho(_ value: String) -> String {
        "Invalid echo command value. Possible values can be: 'on', 'off'. Current value is:"
            + " '\(value)'."
    }

    /// `set-env` of a variable that must not be set so.
    static func blockedVariable(_ name: String) -> String {
        "Can't update \(name) environment variable using ::set-env:: command."
    }

    /// `add-mask` of nothing.
    static let emptyMask = "Can't add secret mask for empty string in ##[add-mask] command."
    /// `add-matcher` of nothing.
    static let noMatcherPath = "File path must be specified."
    /// `remove-matcher` with too much.
    static let matcherOwnerAndPath =
        "Either specify an owner name or a file path in ##[remove-matcher] command."
        + " Both values cannot be set."
    /// `remove-matcher` with too little.
    static let noMatcherOwnerOrPath =
        "Either an owner name or a file path must be specified in ##[remove-matcher] command."

    /// A command longer than what is held of one line; ours, GitHub has no such bound.
    static func tooLong(_ bytes: Int) -> String {
        "The command is longer than the \(bytes) bytes that are taken here."
    }
}
