/// Why a line of an environment file was refused, in GitHub's words.
package enum EnvironmentFileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Neither `name=value` nor `name<<delimiter`.
    case malformed(line: String)
    /// `<<` without a name before it or a delimiter after it.
    case emptyNameOrDelimiter(line: String)
    /// The file ended before the delimiter.
    case missingDelimiter(String)
    /// The file's last line is not the delimiter and has no end.
    case missingNewLine
    /// An output without a name, which the file may say and the runner does not take.
    case namelessOutput

    /// GitHub's message.
    package var description: String {
        switch self {
        case .malformed(let line):
            "Invalid format '\(line)'"
        case .emptyNameOrDelimiter(let line):
            "Invalid format '\(line)'. Name must not be empty and delimiter must not be empty"
        case .missingDelimiter(let delimiter):
            "Invalid value. Matching delimiter not found '\(delimiter)'"
        case .missingNewLine:
            "Invalid value. EOF marker missing new line."
        case .namelessOutput:
            "Value cannot be null. (Parameter 'name')"
        }
    }
}
