/// A stretch of one source file, from its first character to just after its last.
package struct SourceSpan: Sendable, Hashable, Codable {
    /// The file's path as it is shown to the user.
    package let file: String
    /// The place of the first character.
    package let start: SourcePosition
    /// The place just after the last character; equal to `start` for an empty stretch.
    package let end: SourcePosition

    /// Makes the stretch of `file` between two places.
    package init(file: String, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// The stretch from this span's start to another's end.
    package func extended(to other: SourceSpan) -> SourceSpan {
        SourceSpan(file: file, start: start, end: max(end, other.end))
    }
}

extension SourceSpan: CustomStringConvertible {
    /// The clickable form `path:line:column`.
    package var description: String { "\(file):\(start.line):\(start.column)" }
}
