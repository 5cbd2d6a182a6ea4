import Diagnostics
import Testing

@Suite("the text form of diagnostics")
struct TextRendererTests {
    private func rendered(
        _ text: String,
        _ range: Range<Int>,
        notes: [String] = [],
        help: String? = nil,
        colour: DiagnosticRenderer.Colour = .plain
    ) -> String {
        let file = SourceFile(path: "ci.yml", text: text)
        let diagnostic = Diagnostic(
            .unknownKey,
            "Unexpected value 'x'",
            at: file.span(utf8: range),
            notes: notes,
            help: help
        )
        return DiagnosticRenderer.text([diagnostic], files: [file], colour: colour)
    }

    @Test("it shows place, line, carets, notes and help")
    func everything() {
        let output = rendered("on: push\nrun: x\n", 14..<15, notes: ["a fact"], help: "an edit")
        #expect(
            output == """
                ci.yml:2:6: error: Unexpected value 'x' [unknown-key]
                   |
                 2 | run: x
                   |      ^
                   = note: a fact
                   = help: an edit

                """
        )
    }

    @Test("carets stand below wide, combining and tabbed characters")
    func widths() {
        #expect(rendered("日本: x", 8..<9).contains(" 1 | 日本: x\n   |       ^\n"))
        #expect(rendered("e\u{301}: x", 5..<6).contains("\n   |    ^\n"))
        #expect(rendered("\tx", 1..<2).contains("|     x\n   |     ^\n"))
        #expect(rendered("x: 日本", 3..<9).contains("\n   |    ^^^^\n"))
    }

    @Test("a stretch of several lines is underlined to the end of its first")
    func severalLines() {
        #expect(rendered("abc: |\n  one\n  two\n", 5..<18).contains("abc: |\n   |      ^\n"))
    }

    @Test("an empty stretch gets one caret, at the end of the text too")
    func emptySpan() {
        #expect(rendered("ab", 2..<2).contains(" 1 | ab\n   |   ^\n"))
        #expect(rendered("", 0..<0).contains(" 1 |\n   | ^\n"))
    }

    @Test("control characters cannot reach the terminal")
    func controlCharacters() {
        let output = rendered("a\u{1B}[31m\u{7F}\u{202E}b", 0..<1)
        #expect(!output.unicodeScalars.contains("\u{1B}"))
        #expect(!output.unicodeScalars.contains("\u{202E}"))
        #expect(output.contains("a␛[31m\u{FFFD}\u{FFFD}b"))
    }

    @Test("a very long line is cut around the place")
    func longLine() {
        let line = String(repeating: "a", count: 5_000) + "X" + String(repeating: "b", count: 5_000)
        let lines = rendered(line, 5_000..<5_001).split(separator: "\n")
        #expect(lines[2].count < 200)
        #expect(lines[2].contains("aX") && lines[2].hasSuffix("…"))
        let caret = lines[3].distance(
            from: lines[3].startIndex,
            to: lines[3].firstIndex(of: "^") ?? lines[3].endIndex
        )
        #expect(Array(lines[2])[caret] == "X")
    }

    @Test("a very long line of wide and combined characters is cut at the place, too")
    func longWideLine() {
        let before = String(repeating: "é漢", count: 2_000)
        let line = before + "X" + String(repeating: "👩‍🚀ü", count: 2_000)
        let place = before.utf8.count
        let lines = rendered("on: push\n\(line)\n", (place + 9)..<(place + 10))
            .split(separator: "\n")
        #expect(lines[0].hasPrefix("ci.yml:2:4001:"))
        #expect(lines[2].contains("漢X👩‍🚀") && lines[2].hasSuffix("…"))
        #expect(lines[2].unicodeScalars.count < 200)
        let carets = lines[3].prefix { $0 != "^" }
        let shown = lines[2].prefix { $0 != "X" }
        // Each `漢` has two cells.
        let width = shown.unicodeScalars.count + shown.count { $0 == "漢" }
        #expect(carets.count == width)
        #expect(lines[3].count { $0 == "^" } == 1)
    }

    @Test("colours are decoration only")
    func colours() {
        let plain = rendered("run: x", 5..<6, help: "an edit")
        let coloured = rendered("run: x", 5..<6, help: "an edit", colour: .ansi)
        #expect(coloured.contains("\u{1B}[1;31merror\u{1B}[0m"))
        let stripped = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(stripped == plain)
    }

    @Test("without its file or place a diagnostic still says all it has")
    func noSource() {
        let file = SourceFile(path: "other.yml", text: "x")
        let placed = Diagnostic(.input, "m", at: file.span(utf8: 0..<1), help: "h")
        #expect(
            DiagnosticRenderer.text([placed], files: [])
                == "other.yml:1:1: error: m [input]\n   = help: h\n"
        )
        let unplaced = Diagnostic(.input, severity: .warning, "m", at: nil)
        #expect(DiagnosticRenderer.text([unplaced], files: []) == "warning: m [input]\n")
    }

    @Test("GitHub's form names line and column of its own place")
    func githubForm() {
        let file = SourceFile(path: "ci.yml", text: "ab\ncd")
        let span = file.span(utf8: 4..<5)
        #expect(Diagnostic(.input, "m", at: span).githubMessage == "ci.yml (Line: 2, Col: 2): m")
        #expect(
            Diagnostic(.input, "m", at: span, githubLocation: .at(.start)).githubMessage
                == "ci.yml (Line: 1, Col: 1): m"
        )
        #expect(
            Diagnostic(.input, "m", at: span, githubLocation: .file).githubMessage == "ci.yml: m"
        )
    }
}
