import Testing

@testable import Execution

@Suite("Splitting a stream into lines")
struct LineSplitterTests {
    /// What was delivered, with blocks taken apart into lines.
    private enum Delivered: Equatable {
        case line(String)
        case piece(String, isContinued: Bool)
    }

    private func deliver(
        _ chunks: [ArraySlice<UInt8>],
        limit: Int = LineSplitter.defaultLimit,
        loneCarriageReturn: LineSplitter.LoneCarriageReturn = .stays
    ) -> [Delivered] {
        var splitter = LineSplitter(limit: limit, loneCarriageReturn: loneCarriageReturn)
        let parts = chunks.flatMap { splitter.consume($0) } + splitter.finish()
        return parts.flatMap { part -> [Delivered] in
            switch part {
            case .lines(let block):
                #expect(block.last == .lineFeed)
                return block.dropLast().split(
                    separator: .lineFeed,
                    omittingEmptySubsequences: false
                )
                .map { .line(String(decoding: $0, as: UTF8.self)) }
            case .piece(let bytes, let isContinued):
                #expect(bytes.count <= limit)
                return [.piece(String(decoding: bytes, as: UTF8.self), isContinued: isContinued)]
            }
        }
    }

    @Test(
        "lines end at LF and CRLF, and a lone CR stays",
        arguments: [
            ("", []),
            ("a", ["a"]),
            ("a\n", ["a"]),
            ("\n", [""]),
            ("\n\n", ["", ""]),
            ("a\r\nb\r\n", ["a", "b"]),
            ("a\rb\n", ["a\rb"]),
            ("a\r", ["a\r"]),
            ("a\r\r\n", ["a\r"]),
            ("\r\n\r", ["", "\r"]),
            ("ä😀\nü", ["ä😀", "ü"]),
        ]
    )
    func endings(text: String, lines: [String]) {
        for chunks in StreamCuts.all(Array(text.utf8)) {
            #expect(deliver(chunks) == lines.map(Delivered.line))
        }
    }

    @Test(
        "a lone CR ends a line where that is asked for",
        arguments: [
            ("a\rb\n", ["a", "b"]), ("a\r\nb", ["a", "b"]), ("a\r\r\nb\r", ["a", "", "b"]),
            ("\r", [""]),
        ]
    )
    func loneCarriageReturn(text: String, lines: [String]) {
        for chunks in StreamCuts.all(Array(text.utf8)) {
            #expect(deliver(chunks, loneCarriageReturn: .endsLine) == lines.map(Delivered.line))
        }
    }

    @Test("a line as long as the limit is whole; a longer one comes in pieces")
    func limit() {
        let text = "12345678\n123456789\n1234567890123456789\nx\n"
        let expected: [Delivered] = [
            .line("12345678"),
            .piece("12345678", isContinued: true), .piece("9", isContinued: false),
            .piece("12345678", isContinued: true), .piece("90123456", isContinued: true),
            .piece("789", isContinued: false),
            .line("x"),
        ]
        for chunks in StreamCuts.all(Array(text.utf8)) {
            #expect(deliver(chunks, limit: 8) == expected)
        }
    }

    @Test("pieces are cut between characters")
    func characters() {
        let text = "1234567😀890ä12345\n"
        let expected: [Delivered] = [
            .piece("1234567", isContinued: true), .piece("😀890", isContinued: true),
            .piece("ä12345", isContinued: false),
        ]
        for chunks in StreamCuts.all(Array(text.utf8)) {
            #expect(deliver(chunks, limit: 8) == expected)
        }
    }

    @Test("stray continuation bytes do not stop the cutting")
    func strayContinuations() {
        let bytes = [UInt8](repeating: 0xBF, count: 20)
        let expected: [Delivered] = [
            .piece(String(repeating: "\u{FFFD}", count: 8), isContinued: true),
            .piece(String(repeating: "\u{FFFD}", count: 8), isContinued: true),
            .piece(String(repeating: "\u{FFFD}", count: 4), isContinued: false),
        ]
        for chunks in StreamCuts.all(bytes) {
            #expect(deliver(chunks, limit: 8) == expected)
        }
    }

    @Test("random bytes with long lines split the same however they arrive", arguments: 1...40)
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x61, 0x61, 0x61, 0x0A, 0x0D, 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80]
        let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
        let whole = deliver([bytes[...]], limit: 11)
        for chunks in StreamCuts.all(bytes) {
            #expect(deliver(chunks, limit: 11) == whole)
        }
    }

    @Test("no more than one line within the limit is held back")
    func bounded() {
        var splitter = LineSplitter(limit: 100)
        var delivered = 0
        for _ in 0..<1000 {
            for part in splitter.consume([UInt8](repeating: 0x61, count: 10)[...]) {
                guard case .piece(let bytes, true) = part else {
                    Issue.record("unexpected \(part)")
                    continue
                }
                delivered += bytes.count
            }
        }
        #expect(delivered >= 9900)
    }
}
