/// Why a text is not the JSON that `fromJSON` accepts, in the words of GitHub's JSON reader.
///
/// Source: the messages of Newtonsoft.Json, which GitHub's services and runner use.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without the place.
    package let problem: String

    /// Where in the document, such as `jobs[0].name`; empty at the root.
    package let path: String

    /// The 1-based line; 0 when the very first character is wrong or nothing is there.
    package let line: Int

    /// The column in the line, counted from 0.
    package let position: Int

    /// The message with path, line and position.
    package var description: String {
        "\(problem) Path '\(path)', line \(line), position \(position)."
    }
}
