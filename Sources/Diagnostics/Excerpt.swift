/// The part of a source line that a diagnostic shows, and the carets below it.
package struct Excerpt {
    /// The line, tabs and control characters made visible, cut when it is very long.
    let text: String
    /// The blanks that put the carets below the right cell.
    let indent: String
    /// As many `^` as the span is wide on this line, at least one.
    let carets: String

    /// No terminal shows more; a minified line would bury the message.
    private static let widestLine = 160
    private static let contextBefore = 60

    /// Reads the excerpt of `line`, which is the line `span` starts on.
    ///
    /// No more of a long line is looked at than is shown, wherever the span is in it.
    init(line: Substring, span: SourceSpan) {
        let scalars = line.unicodeScalars
        let from = Self.index(of: span.start, in: line)
        var first = scalars.startIndex
        var last = scalars.endIndex
        if let widest = scalars.index(first, offsetBy: Self.widestLine, limitedBy: last),
            widest < last
        {
            let context = scalars.index(from, offsetBy: -Self.contextBefore, limitedBy: first)
            first = context ?? first
            last = scalars.index(first, offsetBy: Self.widestLine, limitedBy: last) ?? last
        }
        let isOneLine = span.start.line == span.end.line
        let end = isOneLine ? Self.index(of: span.end, in: line) : last
        let to = min(max(end, from), last)
        let before = Self.visible(Array(scalars[first..<from])[...])
        let marked = Self.visible(Array(scalars[from..<to])[...])
        let after = Self.visible(Array(scalars[to..<last])[...])
        let opening = first > scalars.startIndex ? "…" : ""
        let closing = last < scalars.endIndex ? "…" : ""
        text = Self.trimmingEnd(opening + before + marked + after + closing)
        indent = String(repeating: " ", count: DisplayWidth.of(opening + before))
        carets = String(repeating: "^", count: max(1, DisplayWidth.of(marked)))
    }

    /// Where a position is in its line: by its column in a short one, by its offset in a long one.
    private static func index(of position: SourcePosition, in line: Substring) -> String.Index {
        let (start, end) = (line.startIndex, line.endIndex)
        let bytes = line.utf8
        guard bytes.index(start, offsetBy: 4 * widestLine, limitedBy: end) != nil else {
            let column = max(0, position.column - 1)
            return line.unicodeScalars.index(start, offsetBy: column, limitedBy: end) ?? end
        }
        let offset =
            position.offset - line.base.utf8.distance(from: line.base.startIndex, to: start)
        return bytes.index(start, offsetBy: max(0, offset), limitedBy: end) ?? end
    }

    /// The text with tabs as four blanks and other control characters as their Unicode pictures.
    package static func visible(_ text: String) -> String {
        visible(Array(text.unicodeScalars)[...])
    }

    private static func visible(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in scalars {
            switch scalar.value {
            case 0x09:
                shown.append(contentsOf: "    ".unicodeScalars)
            case 0x00...0x1F:
                shown.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069:
                shown.append("\u{FFFD}")
            default:
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    private static func trimmingEnd(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while scalars.last == " " {
            scalars.removeLast()
        }
        return String(scalars)
    }
}
