/// A stretch of one source file, from its first character to just after its last.
package struct SourceSpan: Sendable, Hashable {
    /// The file's path, in its cheap form.
    package let path: SourcePath
    /// The place of the first character.
    package let start: SourcePosition
    /// The place just after the last character; equal to `start` for an empty stretch.
    package let end: SourcePosition

    /// Makes the stretch of a file between two places; an end before the start counts as the start.
    ///
    /// A block that ends with an alias would end where the alias leads, which is further up.
    package init(path: SourcePath, start: SourcePosition, end: SourcePosition) {
        self.path = path
        self.start = start
        self.end = max(start, end)
    }

    /// Makes the stretch of `file` between two places.
    package init(file: String, start: SourcePosition, end: SourcePosition) {
        self.init(path: SourcePath(file), start: start, end: end)
    }

    /// The file's path as it is shown to the user.
    package var file: String { path.text }

    /// The stretch from this span's start to another's end.
    package func extended(to other: SourceSpan) -> SourceSpan {
        SourceSpan(path: path, start: start, end: max(end, other.end))
    }
}

extension SourceSpan: CustomStringConvertible {
    /// The clickable form `path:line:column`.
    package var description: String { "\(file):\(start.line):\(start.column)" }
}

extension SourceSpan: Codable {
    private enum CodingKeys: String, CodingKey {
        case file, start, end
    }

    /// Reads `{"file": "ci.yml", "start": {…}, "end": {…}}`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            file: try container.decode(String.self, forKey: .file),
            start: try container.decode(SourcePosition.self, forKey: .start),
            end: try container.decode(SourcePosition.self, forKey: .end)
        )
    }

    /// Writes `{"file": "ci.yml", "start": {…}, "end": {…}}`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
    }
}
