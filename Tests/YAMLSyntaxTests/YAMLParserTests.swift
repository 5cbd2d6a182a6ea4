import Diagnostics
import Testing
import YAMLSyntax

@Suite("YAML as GitHub reads it")
struct YAMLParserTests {
    private func value(_ text: String) throws -> YAMLValue {
        let (node, diagnostics) = YAMLParser.parse(SourceFile(path: "f", text: text))
        #expect(diagnostics.isEmpty)
        return try #require(node?.scalar).value
    }

    @Test("words for nothing", arguments: ["", "~", "null", "Null", "NULL", "# only a comment"])
    func null(_ text: String) throws {
        #expect(try value(text) == .null)
    }

    @Test(
        "booleans have six spellings",
        arguments: [
            ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false),
            ("FALSE", false),
        ]
    )
    func boolean(text: String, expected: Bool) throws {
        #expect(try value(text) == .boolean(expected))
    }

    @Test(
        "numbers",
        arguments: [
            ("0", 0), ("+12", 12), ("-12", -12), ("0755", 755), ("0x10", 16), ("0xFFFFFFFF", -1),
            ("0o17", 15), ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("-1.5E-2", -0.015),
            ("5.e3", 5000), (".inf", .infinity), ("-.INF", -.infinity), ("+.Inf", .infinity),
            ("1e999", .infinity), ("12345678901234567890", 12_345_678_901_234_567_168),
        ] as [(String, Double)]
    )
    func number(text: String, expected: Double) throws {
        #expect(try value(text) == .number(expected))
    }

    @Test("not a number is a number")
    func notANumber() throws {
        guard case .number(let number) = try value(".nan") else {
            Issue.record("not read as a number")
            return
        }
        #expect(number.isNaN)
    }

    @Test(
        "everything else is a text",
        arguments: [
            "yes", "no", "on", "off", "tRUE", "nULL", "12_345", "1:30", "2024-01-01", "0b1", "0x",
            "-0x10", "0xg", "0o8", "1.2.3", "e3", ".", "+", "1e", "nan", "inf", "'1'",
            "\"true\"", "|\n  1", ">\n  true", "!!str 1",
        ]
    )
    func text(_ text: String) throws {
        guard case .string = try value(text) else {
            Issue.record("\(text) is not read as a text")
            return
        }
    }

    @Test(
        "tags decide, or GitHub's text says why not",
        arguments: [
            (
                "a: !!bool \"true\"",
                "f: The scalar style 'DoubleQuoted' on line 1 and column 4 is not valid with the "
                    + "tag 'tag:yaml.org,2002:bool'"
            ),
            (
                "a: !!bool test",
                "f: The value 'test' on line 1 and column 4 is invalid for the type "
                    + "'tag:yaml.org,2002:bool'"
            ),
            (
                "a: !!int 1.5",
                "f: The value '1.5' on line 1 and column 4 is invalid for the type "
                    + "'tag:yaml.org,2002:int'"
            ),
            ("a: !!timestamp 2001-01-01", "f: Unexpected tag 'tag:yaml.org,2002:timestamp'"),
            ("a: !own x", "f: Unexpected tag '!own'"),
            ("a: !!str [x]", "f: Unexpected tag 'tag:yaml.org,2002:str'"),
            (
                "a: 0x1FFFFFFFF",
                "f: The value '0x1FFFFFFFF' on line 1 and column 4 is invalid for the type "
                    + "'tag:yaml.org,2002:int'"
            ),
        ]
    )
    func tags(text: String, message: String) {
        let (node, diagnostics) = YAMLParser.parse(SourceFile(path: "f", text: text))
        #expect(node != nil)
        #expect(diagnostics.map(\.githubMessage) == [message])
    }

    @Test(
        "keys that differ in letter case alone are one key",
        arguments: ["a: 1\nA: 2", "a: 1\nb: 2\na: 3", "É: 1\né: 2", "{k: 1, K: 2}"]
    )
    func duplicateKeys(_ text: String) {
        let (node, diagnostics) = YAMLParser.parse(SourceFile(path: "f", text: text))
        #expect(diagnostics.map(\.code) == [.duplicateKey])
        guard case .mapping(let entries) = node?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(!entries.isEmpty && entries.count < 3)
    }

    @Test("a duplicate is found among many keys")
    func manyKeys() {
        let keys = (0..<100).map { "key\($0): 1" } + ["KEY99: 2"]
        let file = SourceFile(path: "f", text: keys.joined(separator: "\n"))
        let diagnostics = YAMLParser.parse(file).diagnostics
        #expect(diagnostics.map(\.message) == ["'KEY99' is already defined"])
        #expect(diagnostics.first?.span?.start.line == 101)
    }

    @Test("the keys of mappings in each other are kept apart")
    func nestedKeys() {
        let inner = (0..<20).map { "    key\($0): 1" }.joined(separator: "\n")
        let outer = (0..<20).map { "key\($0):\n  inner:\n\(inner)\n  other: 1" }
        let text = outer.joined(separator: "\n") + "\nKey3: 1\nnew: {inner: 1, INNER: 2}\n"
        let diagnostics = YAMLParser.parse(SourceFile(path: "f", text: text)).diagnostics
        #expect(
            diagnostics.map(\.message) == [
                "'Key3' is already defined", "'INNER' is already defined",
            ]
        )
    }

    @Test("a key has to be a scalar")
    func collectionKeys() {
        let diagnostics = YAMLParser.parse(SourceFile(path: "f", text: "? [a]\n: 1\n? {b: c}\n: 2"))
            .diagnostics
        #expect(
            diagnostics.map(\.message) == [
                "A sequence was not expected", "A mapping was not expected",
            ]
        )
    }

    @Test("a second document is an error at its start")
    func documents() {
        let diagnostics = YAMLParser.parse(SourceFile(path: "f", text: "a: 1\n---\nb: 2\n"))
            .diagnostics
        #expect(diagnostics.map(\.code) == [.severalDocuments])
        #expect(diagnostics.first?.span?.start.line == 2)
        let single = YAMLParser.parse(SourceFile(path: "f", text: "---\na: 1\n...\n"))
        #expect(single.diagnostics.isEmpty && single.node != nil)
    }
}
