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
    init(line: Substring, span: SourceSpan) {
        let scalars = Array(line.unicodeScalars.prefix(span.start.column + 4 * Self.widestLine))
        let from = min(span.start.column - 1, scalars.count)
        let isOneLine = span.start.line == span.end.line
        let to = isOneLine ? min(max(span.end.column - 1, from), scalars.count) : scalars.count
        var first = 0
        var last = scalars.count
        if scalars.count > Self.widestLine {
            first = max(0, from - Self.contextBefore)
            last = min(scalars.count, first + Self.widestLine)
        }
        let before = Self.visible(scalars[first..<from])
        let marked = Self.visible(scalars[from..<min(max(to, from), last)])
        let after = Self.visible(scalars[min(max(to, from), last)..<last])
        let opening = first > 0 ? "…" : ""
        let closing = last < line.unicodeScalars.count ? "…" : ""
        text = Self.trimmingEnd(opening + before + marked + after + closing)
        indent = String(repeating: " ", count: DisplayWidth.of(opening + before))
        carets = String(repeating: "^", count: max(1, DisplayWidth.of(marked)))
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
