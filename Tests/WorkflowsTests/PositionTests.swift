import Diagnostics
import Testing
import Workflows

/// A workflow text with markers such as `1️⃣` where diagnostics are expected.
private struct MarkedText {
    let text: String
    let places: [Int: SourcePosition]

    init(_ marked: String) {
        var text = ""
        var offsets: [Int: Int] = [:]
        for character in marked {
            if let digit = character.unicodeScalars.first, character.unicodeScalars.count == 3,
                let number = Int(String(digit))
            {
                offsets[number] = text.utf8.count
            } else {
                text.append(character)
            }
        }
        let file = SourceFile(path: "f", text: text)
        self.text = text
        places = offsets.mapValues { file.span(utf8: $0..<$0).start }
    }
}

@Suite("exact places")
struct PositionTests {
    private func expect(_ marked: String, _ codes: [DiagnosticCode]) {
        let source = MarkedText(marked)
        let diagnostics = WorkflowParser.parse(SourceFile(path: "f", text: source.text)).diagnostics
        #expect(diagnostics.map(\.code) == codes)
        for (index, diagnostic) in diagnostics.enumerated() {
            #expect(diagnostic.span?.start == source.places[index + 1], "\(diagnostic.message)")
        }
    }

    @Test("an error inside a literal block stands on its line")
    func literalBlock() {
        expect(
            """
            on: push
            jobs:
              a:
                runs-on: x
                steps:
                  - run: |
                      é 日本

                      echo ${{ 1️⃣nope }}
            """,
            [.expression]
        )
    }

    @Test("an error inside a folded or quoted text stands on its line")
    func foldedAndQuoted() {
        expect(
            """
            on: push
            jobs:
              a:
                runs-on: x
                if: >-
                  always() &&
                  1️⃣nope
                env:
                  A: 'it''s
                    ${{ 2️⃣nope }}'
                  B: "\\u00e9\\t${{ 3️⃣nope }}"
            """,
            [.expression, .expression, .expression]
        )
    }

    @Test("an empty value is pointed at after its key")
    func emptyValue() {
        expect("on: push\njobs:\n  a:\n    runs-on:1️⃣\n", [.unexpectedValue])
    }

    @Test("columns count scalars beyond ASCII")
    func unicode() {
        expect("on: push\njobs: {a: {runs-on: x, name: 日本, 1️⃣step: []}}\n", [.unknownKey])
    }
}
