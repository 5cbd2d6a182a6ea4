import Diagnostics
import Testing
import YAMLSyntax

@Suite("texts that are not YAML")
struct HostileTests {
    @Test(
        "libyaml's errors name their place and an edit",
        arguments: [
            ("a: b: c", "mapping values are not allowed in this context", 1, 5),
            ("a:\n\tb: c", "found character that cannot start any token", 2, 1),
            ("a: [1, 2", "did not find expected ',' or ']'", 1, 9),
            ("a: 'x", "found unexpected end of stream", 1, 6),
            ("a: @x", "found character that cannot start any token", 1, 4),
            ("a: 1\n b: 2", "mapping values are not allowed in this context", 2, 3),
            ("a: \"\\q\"", "found unknown escape character", 1, 5),
        ]
    )
    func syntaxErrors(text: String, problem: String, line: Int, column: Int) throws {
        let (node, diagnostics) = YAMLParser.parse(SourceFile(path: "f", text: text))
        #expect(node == nil)
        let diagnostic = try #require(diagnostics.first)
        #expect(diagnostic.code == .yamlSyntax)
        #expect(diagnostic.message.hasPrefix(problem), "\(diagnostic.message)")
        #expect(diagnostic.span?.start.line == line)
        #expect(diagnostic.span?.start.column == column)
        #expect(diagnostic.help != nil)
    }

    @Test(
        "what is left open is told at the end of the text, with where it was opened",
        arguments: [
            ("a: 1\nb: \"x\n\n  \n", 2, 6, "line 2, column 4"),
            ("a: 1\nb: 'é", 2, 6, "line 2, column 4"),
            ("a: [\n  1,\n  2 \n\n", 3, 4, "line 1, column 4"),
            ("a: {x: 1\n", 1, 9, "line 1, column 4"),
        ]
    )
    func leftOpen(text: String, line: Int, column: Int, opened: String) throws {
        let diagnostic = try #require(
            YAMLParser.parse(SourceFile(path: "f", text: text)).diagnostics.first
        )
        #expect(diagnostic.span?.start.line == line)
        #expect(diagnostic.span?.start.column == column)
        #expect(diagnostic.notes == ["it starts at \(opened)"])
    }

    @Test(
        "characters YAML forbids are named",
        arguments: [("a: \u{0}", "U+0000"), ("a: é\u{7}", "U+0007")]
    )
    func forbidden(text: String, name: String) throws {
        let diagnostic = try #require(
            YAMLParser.parse(SourceFile(path: "f", text: text)).diagnostics.first
        )
        #expect(diagnostic.code == .invalidEncoding)
        #expect(diagnostic.message.contains(name))
        #expect(diagnostic.span?.start.line == 1)
        #expect((4...5).contains(diagnostic.span?.start.column ?? 0))
    }

    /// A generator that gives the same numbers every time.
    private struct SeededGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let seeds = [
        "on: push\njobs:\n  a: &x\n    runs-on: [a, 'b', \"c\\n\"]\n    run: |\n"
            + "      é\n  b: *x\n",
        "? [a, {b: c}]\n: >-\n  folded\n\n  text\n--- !!map\n&a a : !!int 0x10\n...\n",
    ]
    private static let pieces: [[UInt8]] = [
        [0], [0xFF], [0xC3], [0xE2, 0x80, 0xA8], [0xEF, 0xBB, 0xBF], Array("&a ".utf8),
        Array("*a".utf8), Array("[".utf8), Array("}".utf8), Array("\n  ".utf8), Array(": ".utf8),
        Array("- ".utf8), Array("\r".utf8), Array("!!bool ".utf8), Array("\"".utf8),
        Array("|".utf8),
        Array("%YAML 9.9\n".utf8), Array("\t".utf8), Array("? ".utf8), Array("<<".utf8),
    ]

    @Test("no bytes crash or hang it, and every span lies in the file", arguments: 0..<40)
    func mutations(_ seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<25 {
            var bytes = Array(Self.seeds[Int(seed % 2)].utf8)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                let piece = Self.pieces.randomElement(using: &generator) ?? []
                if Bool.random(using: &generator) {
                    bytes.insert(contentsOf: piece, at: place)
                } else {
                    let end = min(bytes.count, place + piece.count)
                    bytes.replaceSubrange(place..<end, with: piece)
                }
            }
            check(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("every beginning of a file is read to an end", arguments: 0..<2)
    func truncations(_ index: Int) {
        let bytes = Array(Self.seeds[index].utf8)
        for length in 0...bytes.count {
            check(String(decoding: bytes[..<length], as: UTF8.self))
        }
    }

    @Test("deep flow nesting is refused early")
    func deepFlow() {
        check(String(repeating: "[", count: 100_000))
        check(String(repeating: "{a: ", count: 100_000))
        check(String(repeating: "- ", count: 100_000))
    }

    private func check(_ text: String) {
        let (node, diagnostics) = YAMLParser.parse(SourceFile(path: "f", text: text))
        #expect(node != nil || !diagnostics.isEmpty)
        let count = text.utf8.count
        func visit(_ node: YAMLNode) {
            #expect(node.span.start.offset <= node.span.end.offset)
            #expect(node.span.end.offset <= count)
            _ = ScalarText(of: node.span, in: SourceFile(path: "f", text: text))
            switch node.content {
            case .scalar: break
            case .sequence(let items): items.forEach(visit)
            case .mapping(let entries): entries.forEach { visit($0.value) }
            }
        }
        if let node {
            visit(node)
        }
        #expect(diagnostics.allSatisfy { ($0.span?.end.offset ?? 0) <= count })
    }
}
