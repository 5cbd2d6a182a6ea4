import Diagnostics
import Testing
import YAMLSyntax

@Suite("spans")
struct SpanTests {
    /// The source text of every node, keys before values, in order.
    private func sources(_ text: String) throws -> [String] {
        let file = SourceFile(path: "f", text: text)
        let node = try #require(YAMLParser.parse(file).node)
        var sources: [String] = []
        func visit(_ node: YAMLNode) {
            let utf8 = Array(text.utf8)
            sources.append(
                String(
                    decoding: utf8[node.span.start.offset..<node.span.end.offset],
                    as: UTF8.self
                )
            )
            #expect(
                node.span == file.span(utf8: node.span.start.offset..<node.span.end.offset)
            )
            switch node.content {
            case .scalar: break
            case .sequence(let items): items.forEach(visit)
            case .mapping(let entries):
                for entry in entries {
                    visit(entry.key)
                    visit(entry.value)
                }
            }
        }
        visit(node)
        return sources
    }

    @Test("a block mapping ends where its last value does")
    func blockMapping() throws {
        #expect(
            try sources("a:\n  b: c\n\n# comment\nd: e\n") == [
                "a:\n  b: c\n\n# comment\nd: e", "a", "b: c", "b", "c", "d", "e",
            ]
        )
    }

    @Test("a flow collection ends after its bracket")
    func flow() throws {
        #expect(
            try sources("a: [1, {b: 2} ] # c") == [
                "a: [1, {b: 2} ]", "a", "[1, {b: 2} ]", "1", "{b: 2}", "b", "2",
            ]
        )
    }

    @Test("a block scalar ends after its last character")
    func blockScalar() throws {
        #expect(
            try sources("a: |\n  one\n  two\n\n\nb: >-\n  x\r\n") == [
                "a: |\n  one\n  two\n\n\nb: >-\n  x", "a", "|\n  one\n  two", "b", ">-\n  x",
            ]
        )
    }

    @Test("quotes, tags and anchors belong to the node")
    func properties() throws {
        #expect(
            try sources("a: 'x'\nb: &n !!str \"y\"\n") == [
                "a: 'x'\nb: &n !!str \"y\"", "a", "'x'", "b", "&n !!str \"y\"",
            ]
        )
    }

    @Test("offsets count bytes and columns scalars beyond ASCII, and past a byte order mark")
    func unicode() throws {
        let text = "\u{FEFF}é: '日本'\n😀: x\n"
        #expect(
            try sourcesAfterMark(text) == ["é: '日本'\n😀: x", "é", "'日本'", "😀", "x"]
        )
        let long = (0..<300).map { "ключ\($0): значение" }.joined(separator: "\n")
        #expect(try sources(long).last == "значение")
    }

    private func sourcesAfterMark(_ text: String) throws -> [String] {
        let node = try #require(YAMLParser.parse(SourceFile(path: "f", text: text)).node)
        guard case .mapping(let entries) = node.content else {
            return []
        }
        let nodes = [node] + entries.flatMap { [$0.key, $0.value] }
        let utf8 = Array(text.utf8)
        return nodes.map {
            String(decoding: utf8[$0.span.start.offset..<$0.span.end.offset], as: UTF8.self)
        }
    }

    @Test("U+2028 is no line break to an editor")
    func foreignLineBreaks() throws {
        let text = "a: \"x\u{2028}y\"\nb: z\n"
        let node = try #require(YAMLParser.parse(SourceFile(path: "f", text: text)).node)
        guard case .mapping(let entries) = node.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries[1].key.span.start.line == 2)
        #expect(entries[1].key.span.start.column == 1)
    }

    @Test(
        "every part of a scalar's text is found in its source",
        arguments: [
            "run: echo MARK now", "run: 'it''s MARK here'", "run: \"tab\\t\\u00e9\\n MARK\"",
            "run: |\n  one\n  two MARK\n", "run: |2\n    one\n  two MARK\n",
            "run: >-\n  one\n  two\n\n  three MARK\n  four\n",
            "run: |\n  é 日本\n\n\n    MARK\n",
            "run: one\n  two\n\n  MARK", "run: \"one\n  two \\\n  MARK\"", "run: 'one\n\n  MARK'",
            "run: !!str MARK", "run: &a |-\r\n  x\r\n  MARK\r\n", "run: >\n  a\n    b MARK\n  c\n",
            "run: | # a MARKless comment\n  x\n  MARK\n",
        ]
    )
    func textPositions(_ source: String) throws {
        let file = SourceFile(path: "f", text: source)
        guard case .mapping(let entries) = YAMLParser.parse(file).node?.content else {
            Issue.record("no mapping")
            return
        }
        let value = entries[0].value
        let text = try #require(value.scalar).text
        let place = try #require(text.firstRange(of: "MARK"))
        let offset = text.utf8.distance(from: text.startIndex, to: place.lowerBound)
        let found = ScalarText(of: value.span, in: file).span(ofText: offset..<(offset + 4))
        let bytes = Array(source.utf8)[found.start.offset..<found.end.offset]
        #expect(String(decoding: bytes, as: UTF8.self) == "MARK")
        #expect(found == file.span(utf8: found.start.offset..<found.end.offset))
    }
}
