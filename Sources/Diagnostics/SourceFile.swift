/// A text the user wrote, under the path it is shown with.
package struct SourceFile: Sendable, Hashable {
    /// The path as the user should see it, usually relative to the working folder.
    package let path: String
    /// The whole text.
    package let text: String

    /// Makes a file of a path and its text.
    package init(path: String, text: String) {
        self.path = path
        // Contiguous UTF-8 lets every later reader work on the bytes without a copy.
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    /// The text of the 1-based line `number` without its line break, or nil past the end.
    package func line(_ number: Int) -> Substring? {
        var lines = LineScan(text)
        return lines.line(number)
    }

    /// The span of a range of UTF-8 offsets; offsets past the end are moved to it.
    package func span(utf8 range: Range<Int>) -> SourceSpan {
        let table = LineTable(text)
        return SourceSpan(
            file: path,
            start: table.position(atOffset: range.lowerBound, in: text),
            end: table.position(atOffset: range.upperBound, in: text)
        )
    }
}
