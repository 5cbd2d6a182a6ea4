import Diagnostics
import Testing

@testable import YAMLSyntax

@Suite("a long file that two parsers read")
struct HalvesTests {
    private static let two = Workers(count: 2) { count, work in
        for number in 0..<count { work(number) }
    }

    /// A long mapping below `jobs`, of texts of several kinds.
    private static func text(
        _ head: String = "on: push\njobs:\n",
        blanks: Int = 2,
        lineBreak: String = "\n",
        _ tail: String = "",
        entry: (Int) -> String = { _ in "" }
    ) -> String {
        let blank = String(repeating: " ", count: blanks)
        let entries = (0..<1_400).map { index in
            """
            \(blank)job-\(index): # the next
            \(blank)  name: 'It''s \(index)'

            \(blank)  needs: [a, "b\\t\(index)"]
            \(blank)  steps:
            \(blank)  - run: |
            \(blank)      echo \(index)
            \(blank)      key: no key

            \(blank)    env: {A: 1, B: ~}
            \(blank)  - run: >-
            \(blank)      folded
            \(blank)      text
            \(entry(index))
            """
        }
        let whole = head + entries.joined() + tail
        return whole.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: lineBreak)
    }

    private static let limits = YAMLParser.Limits()

    /// Reads a file both ways: whether the two parsers met, and what differs from what one reads.
    private static func read(_ text: String) -> (isJoined: Bool, difference: String?) {
        let file = SourceFile(path: "f.yml", text: text)
        let halves = YAMLParser.halves(of: file, limits, two)
        let one = YAMLParser.Part(of: file, limits)
        let both = halves ?? one
        return (halves?.openMapping != nil, difference(one, both))
    }

    private static func difference(_ one: YAMLParser.Part, _ both: YAMLParser.Part) -> String? {
        guard one.isWhole == both.isWhole, one.diagnostics == both.diagnostics else {
            return "\(one.diagnostics) and \(both.diagnostics)"
        }
        guard one.isWhole else { return nil }
        guard one.records.count == both.records.count else { return "the number of records" }
        for index in 0..<one.records.count {
            let (first, second) = (one.records[index], both.records[index])
            let isSame =
                (first.start, first.end) == (second.start, second.end)
                && (first.form, first.style, first.kind, first.size)
                    == (second.form, second.style, second.kind, second.size)
                && (first.hash, first.isLeftOut, first.holdsExpression)
                    == (second.hash, second.isLeftOut, second.holdsExpression)
                && (first.form == .scalar
                    ? one.records.text(index) == both.records.text(index)
                    : first.first == second.first)
            if !isSame { return "\(index): \(first) and \(second)" }
        }
        return nil
    }

    @Test(
        "the two together read what one reads",
        arguments: [
            text(), text(blanks: 4), text(lineBreak: "\r\n"), text("\njobs:\n"),
            text("%YAML 1.1\n---\njobs:\n"), text("# first\non: push\njobs: # all\n"),
            text("on: push\njobs:\n", "after: 1\nlast: [x]\n"),
            text { $0 == 1_300 ? "  anchored: &x {a: b}\n  again: *x\n" : "" },
            text { $0 == 1_300 ? "  x: !!int a\n" : "" },
        ]
    )
    func joined(text: String) {
        let (isJoined, difference) = Self.read(text)
        #expect(isJoined)
        #expect(difference == nil)
    }

    @Test(
        "where they would read anything else, one reads alone",
        arguments: [
            // Keys that stand in both halves, at both levels.
            text { $0 == 1_300 ? "  job-1: again\n" : "" },
            text { $0 == 1_300 ? "  JOB-1299: 1\n" : "" },
            text("on: push\njobs:\n", "ON: twice\n"),
            text("k: 1\njobs:\n"),
            // Aliases of anchors further up, anchors before the middle.
            text { $0 == 1_300 ? "  again: *x\n" : "" },
            text("a: &x 1\njobs:\n"), text("jobs: &x\n"),
            // Mistakes in either half.
            text { $0 == 10 ? "  a: b: c\n" : "" }, text { $0 == 1_300 ? "  a: b: c\n" : "" },
            text("on: push\njobs:\n", "\t\n- x\n"), text("on: push\njobs:\n", " odd: 1\n"),
            // What looks like a long mapping of blocks and is none.
            text("on: push\njobs: {\n", "}\n"), text("on: push\njobs: |\n"),
            text("on: push\njobs: '\n", "'\n"), text("- jobs:\n"), text("a:\n jobs:\n"),
            text(" on: push\n jobs:\n", blanks: 2), text("%TAG !! tag:x,2000:\n---\njobs:\n"),
            text("on: push\njobs:\n  # é\n"),
        ]
    )
    func alone(text: String) {
        let (isJoined, difference) = Self.read(text)
        #expect(!isJoined)
        #expect(difference == nil)
    }
}
