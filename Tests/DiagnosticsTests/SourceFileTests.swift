import Diagnostics
import Testing

@Suite("source files")
struct SourceFileTests {
    @Test("lines end at LF, CR and CR LF")
    func lines() {
        let file = SourceFile(path: "f", text: "a\nb\r\nc\rd")
        #expect((0...5).map { file.line($0).map(String.init) } == [nil, "a", "b", "c", "d", nil])
        #expect(SourceFile(path: "f", text: "").line(1) == "")
    }

    @Test("positions count scalars and bytes")
    func positions() {
        let file = SourceFile(path: "f", text: "é\n😀x")
        let span = file.span(utf8: 7..<8)
        #expect(span.start == SourcePosition(line: 2, column: 2, offset: 7))
        #expect(span.end == SourcePosition(line: 2, column: 3, offset: 8))
        #expect(file.span(utf8: 0..<99).end.offset == 8)
    }

    @Test(
        "counts outside 32 bits are moved to the nearest one inside",
        arguments: [
            (-1, 0), (Int.min, 0), (0, 0), (Int(UInt32.max), Int(UInt32.max)),
            (Int(UInt32.max) + 1, Int(UInt32.max)), (.max, Int(UInt32.max)),
        ]
    )
    func clamped(count: Int, kept: Int) {
        for position in [
            SourcePosition(line: count, column: 2, offset: 3),
            SourcePosition(line: 2, column: count, offset: 3),
            SourcePosition(line: 2, column: 3, offset: count),
        ] {
            let counts = [position.line, position.column, position.offset]
            #expect(counts.contains(kept))
            #expect(counts.filter { $0 == 2 || $0 == 3 }.count == 2)
        }
    }

    @Test(
        "the nearest word is found, and no far one",
        arguments: [
            ("runs_on", "runs-on"), ("Runs-On", "runs-on"), ("run-on", "runs-on"),
            ("stesp", "steps"), ("zzz", nil), ("", nil), ("steps", "steps"),
        ] as [(String, String?)]
    )
    func nearest(word: String, expected: String?) {
        let keys = ["runs-on", "steps", "needs", "timeout-minutes"]
        #expect(NearestMatch.nearest(to: word, in: keys) == expected)
    }

    @Test("a word of any length is compared in bounded time")
    func longWord() {
        let word = String(repeating: "x", count: 1_000_000)
        #expect(NearestMatch.nearest(to: word, in: ["steps"]) == nil)
    }
}
