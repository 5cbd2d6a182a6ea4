import Testing

@testable import ActlocalCommands

@Suite("Text from steps")
struct LogTextTests {
    @Test(
        "what moves the cursor or sets a title is taken out, colours only where there are none",
        arguments: [
            ("plain\ttext", "plain\ttext", "plain\ttext"),
            ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m\u{1B}[0m", "red"),
            ("\u{1B}[38:2:1:2:3mx", "\u{1B}[38:2:1:2:3mx\u{1B}[0m", "x"),
            ("a\u{1B}[2J\u{1B}[1;1Hb", "ab", "ab"),
            ("\u{1B}[?25lhidden\u{1B}[>4m", "hidden", "hidden"),
            ("\u{1B}]0;title\u{07}text", "text", "text"),
            ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link", "link"),
            ("\u{1B}]0;never ended", "", ""),
            ("\u{1B}Pq#0\u{1B}\\after", "after", "after"),
            ("\u{1B}(Bset", "set", "set"),
            ("\u{1B}creset", "reset", "reset"),
            ("\u{1B}\u{1B}[31mx", "\u{1B}[31mx\u{1B}[0m", "x"),
            ("\u{9B}2Jx", "x", "x"),
            ("\u{9D}0;title\u{9C}x", "x", "x"),
            ("bell\u{07}back\u{08}null\u{00}del\u{7F}", "bellbacknulldel", "bellbacknulldel"),
            ("10%\r20%\r100%", "100%", "100%"),
            ("windows line\r", "windows line", "windows line"),
            ("\u{1B}[31mold\rnew", "\u{1B}[0mnew", "new"),
            ("©«é»日本", "©«é»日本", "©«é»日本"),
            ("cut\u{1B}[3", "cut", "cut"),
            ("cut\u{1B}", "cut", "cut"),
            ("broken \u{1B}[3\u{07}text", "broken text", "broken text"),
        ]
    )
    func cleaning(raw: String, coloured: String, plain: String) {
        #expect(LogText.line(raw, keepingColours: true) == coloured)
        #expect(LogText.line(raw, keepingColours: false) == plain)
    }

    @Test("every line is cleaned, and none is lost")
    func lines() {
        var lines: [String] = []
        LogText.forEachLine(of: "one\n\ntwo\u{1B}[2K\r\nthree", keepingColours: false) {
            lines.append(String($0))
        }
        #expect(lines == ["one", "", "two", "three"])
    }

    @Test(
        "clean lines are put together as one by one; others are left to be cleaned",
        arguments: ["", "a", "a\n", "\n", "one\n\ntwo\tü日本", String(repeating: "x\n", count: 999)]
    )
    func linesAfterAStart(text: String) {
        for start in ["", "[job]   "] {
            var expected = ""
            LogText.forEachLine(of: text, keepingColours: false) { expected += "\(start)\($0)\n" }
            #expect(LogText.lines(of: text, after: start) == expected)
            #expect(LogText.lines(of: text + "\u{1B}[2K", after: start) == nil)
        }
    }

    @Test("names are one line")
    func names() {
        #expect(LogText.oneLine("Run echo 1\necho \u{1B}[31m2\r\n3") == "Run echo 1 echo 2 3")
    }

    @Test(
        "width counts cells",
        arguments: [
            ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("🎉", 2), ("👩‍👩‍👧", 2), ("❤️", 2),
            ("✓", 1), ("\u{1B}[1;31mab\u{1B}[0m", 2), ("한글", 4), ("é", 1),
        ]
    )
    func width(text: String, expected: Int) {
        #expect(Cells.width(of: text) == expected)
    }

    @Test(
        "cutting keeps within the cells and ends colours",
        arguments: [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 5, "abcd…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("\u{1B}[31mabcdef\u{1B}[0m", 4, "\u{1B}[31mabc…\u{1B}[0m"),
            ("abc", 0, ""),
        ]
    )
    func truncation(text: String, limit: Int, expected: String) {
        #expect(Cells.truncated(text, to: limit) == expected)
    }

    @Test("a table is aligned by cells")
    func table() {
        var table = TextTable()
        table.add(["日本", "a", ""])
        table.add(["x", "longer", "end"])
        #expect(table.text(indent: " ") == " 日本  a\n x     longer  end\n")
    }

    @Test(
        "durations are short",
        arguments: [
            (0.04, "0.0s"), (1.25, "1.3s"), (59.94, "59.9s"), (59.96, "1m 00s"), (61, "1m 01s"),
            (3599.6, "1h 00m"), (7380, "2h 03m"), (-1, "0.0s"), (.nan, "0.0s"),
        ]
    )
    func duration(seconds: Double, expected: String) {
        #expect(Wording.duration(seconds) == expected)
    }

    @Test(
        "amounts are in powers of a thousand",
        arguments: [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_999, "1.0 MB")]
    )
    func bytes(count: Int, expected: String) {
        #expect(Wording.bytes(count) == expected)
    }
}

@Suite("Last lines of an output")
struct LineTailTests {
    @Test(
        "the last fifty lines are kept, whatever the blocks they come in",
        arguments: [1, 7, 200]
    )
    func capacity(blockSize: Int) {
        let lines = (1...200).map(String.init)
        var tail = LineTail()
        for start in stride(from: 0, to: lines.count, by: blockSize) {
            let block = lines[start..<min(start + blockSize, lines.count)]
            tail.append(block.joined(separator: "\n"))
        }
        #expect(tail.lines == Array(lines.suffix(50)))
        #expect(tail.dropped == 150)
    }

    @Test("empty lines count")
    func emptyLines() {
        var tail = LineTail()
        tail.append("a\n\nb\n")
        #expect(tail.lines == ["a", "", "b", ""])
        #expect(tail.dropped == 0)
    }

    @Test("of a very long line the start is kept")
    func longLine() {
        var tail = LineTail()
        tail.append(String(repeating: "x", count: 10_000))
        #expect(tail.lines[0].utf8.count == LineTail.longestLine + "…".utf8.count)
    }
}
