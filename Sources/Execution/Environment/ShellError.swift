/// Why a shell cannot be used, in GitHub's words.
package enum ShellError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No built-in and no `{0}`.
    case missingPlaceholder
    /// A brace that .NET's `string.Format` refuses, at an offset in the arguments.
    case malformedPlaceholder(offset: Int, reason: String)
    /// A placeholder other than `{0}`.
    case unknownPlaceholder

    /// GitHub's message.
    package var description: String {
        switch self {
        case .missingPlaceholder:
            "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh)"
                + " or a format string containing '{0}'"
        case .malformedPlaceholder(let offset, let reason):
            "Input string was not in a correct format. Failure to parse near offset \(offset)."
                + " \(reason)"
        case .unknownPlaceholder:
            "Index (zero based) must be greater than or equal to zero and less than the size of"
                + " the argument list."
        }
    }
}
