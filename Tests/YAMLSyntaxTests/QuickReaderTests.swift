import Diagnostics
import Testing

@testable import YAMLSyntax

@Suite("YAML read without libyaml")
struct QuickReaderTests {
    private static let ordinary = [
        "a: b\n",
        "---\n# first\nname: CI   # why\non: [push, 'pull_request']\n\njobs:\n  a:\n    steps:\n"
            + "    - run: x\n      env: {A: 1, \"B\": two words, C: [x, [y]]}\n    -\n      uses: z\n",
        "a: --flag -x\nb: ~\nc:\n- 1\n-\n- - x\n  - y: 0x10\n    'z': .5\n-\n  k: v\nd: \"\"\n",
        "a: |\n  one\n   two\n\n  three\n\n\nb: >\n  one\n  two\n\n   more\n  last\nc: |+\n  x\n\nd: >-\n\n  y",
        "a: |   # why\n\n# nothing\nb: |-\nc:\n  - |\n   x\n  - >+\n   y\n\n# end\n",
        "a: first\n  second # said\nb:\n  x: one\n   two\n\n   three - four\n  y: z\n",
        "a: 'it''s'\nb: \"\\\"\\n\\t\\\\\\/\"\n'c d' : e\n\"f\": http://x:80/#y\n${{ insert }}: ${{ b }}\n",
        "on:\n  push:\n    branches: [\n      main, # the one\n      'v*',\n    ]\n  x: { }\ny: []\n",
        "é: ü # ö\nb: 'ñ'\nc: |\n  … 👍\nd: [ß, ö]\ne: zwei\n  Wörter\n",
    ]

    @Test("what workflows are made of is read as libyaml reads it", arguments: ordinary)
    func common(text: String) throws {
        let file = SourceFile(path: "f", text: text)
        let quick = try #require(read(file))
        let (document, diagnostics) = thorough(file)
        #expect(diagnostics.isEmpty)
        try expectSame(quick, #require(document))
    }

    @Test(
        "what needs a judgement is left to libyaml",
        arguments: [
            "", "a", "- a\n", "a: b: c\n", "a:\n\tb: c\n", "a: [1, 2", "a: 'x", "a: @x\n",
            "a: 1\n b: 2\n",
            "a: 1\na: 2\n", "a: 1\nA: 2\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n",
            "a: 1\r\n",
            "a: 1\n---\nb: 2\n", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n", "\u{FEFF}a: 1\n",
            "a: \u{7}\n",
            "a: \u{2028}b\n", "a: |2\n  x\n", "a: 'x\n  y'\n", "a: [b: c]\n", "a: {b}\n",
            "[a]: b\n",
            "a: |\n    \n  x\n", "a: 0x1FFFFFFFF\n", "a:\n  - b\n c: d\n", "a: b\nc\n",
            "a: 'b' c\n",
            "a: - b\n", "a: \"\\q\"\n", "a: [x, , y]\n", "a: [x\n  y]\n", "a: {b: , c: d}\n",
        ]
    )
    func unusual(text: String) {
        #expect(read(SourceFile(path: "f", text: text)) == nil)
    }

    @Test("a file in pieces is read as libyaml reads it, or not at all", arguments: ordinary)
    func pieces(text: String) throws {
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            for end in cut..<min(bytes.count, cut + 4) {
                let left = bytes[..<cut] + bytes[end...]
                guard let text = String(validating: left, as: UTF8.self) else { continue }
                let file = SourceFile(path: "f", text: text)
                guard let quick = read(file) else { continue }
                let (document, diagnostics) = thorough(file)
                #expect(diagnostics.isEmpty, "\(text)")
                try expectSame(quick, #require(document, "\(text)"))
            }
        }
    }

    private func read(_ file: SourceFile) -> YAMLDocument? {
        var text = file.text
        return text.withUTF8 { QuickReader.document($0, of: file, limits: YAMLParser.Limits()) }
    }

    private func thorough(
        _ file: SourceFile
    ) -> (document: YAMLDocument?, diagnostics: [Diagnostic]) {
        var text = file.text
        return text.withUTF8 { YAMLParser.thorough($0, of: file, limits: YAMLParser.Limits()) }
    }

    private func expectSame(_ quick: YAMLDocument, _ other: YAMLDocument) throws {
        #expect(quick.records.map(Facts.init) == other.records.map(Facts.init))
        #expect(quick.texts == other.texts)
    }

    /// All that a record says.
    private struct Facts: Equatable {
        let place: [SourcePosition]
        let numbers: [UInt32]
        let kinds: [String]
        let marks: [Bool]

        init(_ record: YAMLRecord) {
            place = [record.start, record.end]
            numbers = [record.first, record.length, record.hash]
            kinds = ["\(record.form)", "\(record.style)", "\(record.kind)"]
            marks = [record.holdsExpression, record.isLeftOut]
        }
    }
}
