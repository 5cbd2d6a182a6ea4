import Foundation
import Testing

@testable import Expressions

@Suite("Text that means harm")
struct HostileTests {
    private static let seeds = [
        "github.event.pull_request.head.sha == 'abc' && !contains(github.ref, 'x')",
        "format('{0} {{x}} {1}', github.ref, 1.5e3) || join(github.*.name, ', ')",
        "case(github.a == 1, fromJSON('{\"a\": [1, 2, {\"b\": null}]}').a[2].b, -0x1F, .5, null)",
        "toJSON(fromJSON('[1, 2.5, \"é😊\", {}]'))[github['a'][*].b]",
        "(((1 < 2) == (3 >= 4)) != !true) && NaN || -Infinity",
        "x ${{ github.a }} y ${{ 'it''s' }} ${{ insert }} }} ${{",
    ]

    private static let pieces = [
        "(", ")", "[", "]", ",", ".", "*", "'", "''", "\"", "!", "&&", "||", "==", "!=", "<", ">=",
        "${{", "}}", "{", "}", "\\", "/", "-", "+", "0x", "1e", "é", "😊", "\u{85}", "\u{2028}",
        " ", "\n", "\0", "format(", "fromJSON(", "github", "true", "null", "999999999999999999999",
        "toJSON(", "case(", "join(", "'{0'", "'[[['", "#", "insert",
    ]

    private static func mutate(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let index = Int.random(in: 0...scalars.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where index < scalars.count: scalars.remove(at: index)
            case 1: scalars.removeSubrange(index..<min(scalars.count, index + 9))
            case 2 where index < scalars.count: scalars.append(contentsOf: scalars[index...])
            default:
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                scalars.insert(contentsOf: piece.unicodeScalars, at: index)
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @Test("mutated expressions, templates and conditions give a value or an error")
    func mutations() {
        let start = Date().timeIntervalSince1970
        let seconds = ProcessInfo.processInfo.environment["ACTLOCAL_FUZZ_SECONDS"]
            .flatMap(Double.init)
        var random = SeededGenerator(state: seconds == nil ? 20_241_122 : UInt64(start))
        let scope = NameScope(contexts: ["github"], functions: FunctionSignature.stepStatus)
        let context = EvaluationContext(
            ["github": ["a": [["b": 1], [2]], "ref": "refs/heads/main", "event": [:]]],
            functions: ["success": { _ in true }]
        )
        var values = 0
        var errors = 0
        var round = 0
        // `ACTLOCAL_FUZZ_SECONDS=3600 swift test --filter HostileTests` goes on for an hour.
        while seconds.map({ Date().timeIntervalSince1970 - start < $0 }) ?? (round < 3_000) {
            let text = Self.mutate(Self.seeds[round % Self.seeds.count], &random)
            round += 1
            do {
                let expression = try Expression.parse(text, scope: scope)
                _ = expression.references
                _ = expression.root.canonicalText
                _ = try expression.trace(in: context)
                values += 1
            } catch {
                #expect(!"\(error)".isEmpty)
                errors += 1
            }
            if let template = try? Template.parse(text, scope: scope, allowsInsert: true) {
                _ = try? template.evaluate(in: context)
            }
            if let condition = try? Condition.parse(text, scope: scope) {
                _ = try? condition.evaluate(in: context)
            }
        }
        #expect(values > 50)
        #expect(errors > 1_000)
    }

    @Test("what parses prints as text that parses to the same")
    func canonicalText() throws {
        var random = SeededGenerator(state: 7)
        let scope = NameScope(contexts: ["github"])
        var compared = 0
        for round in 0..<2_000 {
            let text = Self.mutate(Self.seeds[round % 5], &random)
            guard let expression = try? Expression.parse(text, scope: scope),
                !expression.root.contains(where: { node in
                    guard case .literal(.number) = node.kind else { return false }
                    return true
                })
            else { continue }
            let canonical = expression.root.canonicalText
            let again = try Expression.parse(canonical, scope: scope)
            #expect(again.root.canonicalText == canonical)
            compared += 1
        }
        #expect(compared > 50)
    }

    @Test("every beginning and end of an expression gives a value or an error")
    func cuts() {
        for seed in Self.seeds {
            let scalars = Array(seed.unicodeScalars)
            for index in 0...scalars.count {
                for part in [scalars[..<index], scalars[index...]] {
                    var view = String.UnicodeScalarView()
                    view.append(contentsOf: part)
                    let scope = NameScope(contexts: ["github"])
                    _ = try? Expression.parse(String(view), scope: scope)
                    _ = try? Template.parse(String(view), scope: scope, allowsInsert: true)
                    _ = try? Condition.parse(String(view), scope: scope)
                }
            }
        }
    }

    @Test("expressions that are made to be valid parse, and mean what their canonical text means")
    func generated() throws {
        let contexts: [String: ExpressionValue] = [
            "a": ["b": [1, "x", .null], "c": ["b": true]], "list": [["b": 1], [2, 3], "y", 0.5],
        ]
        let scope = NameScope(contexts: contexts.keys)
        let context = EvaluationContext(contexts)
        var generator = ExpressionGenerator(seed: 4_711)
        var values = 0
        for _ in 0..<2_000 {
            let text = generator.expression(depth: 5)
            let expression = try Expression.parse(text, scope: scope)
            let again = try Expression.parse(expression.root.canonicalText, scope: scope)
            let first = Result { try expression.evaluate(in: context) }
            let second = Result { try again.evaluate(in: context) }
            switch (first, second) {
            case (.success(let left), .success(let right)):
                #expect(left.toJSON() == right.toJSON(), "\(text)")
                values += 1
            case (.failure(let left), .failure(let right)):
                #expect("\(left)" == "\(right)", "\(text)")
            default:
                Issue.record("\(text)")
            }
        }
        #expect(values > 500)
    }

    @Test("mutated JSON gives a value or an error")
    func json() {
        var random = SeededGenerator(state: 99)
        let seed =
            #"{"a": [1, -2.5e3, "x\u0041\n", true, null, {"b": 'c', d: []}], /* e */ "f": 0x1F}"#
        var values = 0
        for _ in 0..<3_000 {
            let text = Self.mutate(seed, &random)
            guard let value = try? ExpressionValue(json: text) else { continue }
            values += 1
            #expect((try? ExpressionValue(json: value.toJSON()))?.kind == value.kind)
        }
        #expect(values > 100)
    }

    @Test(
        "deep nesting is an error, not an overflow of the stack",
        arguments: [
            "(", "!", "[", "a[", "a.", "!(", "-", "format(", "toJSON(", "a[*].", "1==",
        ]
    )
    func depth(piece: String) {
        let scope = NameScope(contexts: ["a"])
        let count = 20_000 / piece.utf8.count
        let opened = String(repeating: piece, count: count)
        for text in [opened, opened + "a", opened + "a" + String(repeating: ")", count: 900)] {
            #expect(throws: ExpressionError.self) { try Expression.parse(text, scope: scope) }
        }
    }

    @Test("deep trees that are closed are too deep")
    func closedDepth() {
        for (open, close) in [("toJSON(", ")"), ("a[", "]"), ("!(", ")"), ("(1 == ", ")")] {
            let count = 2_000
            let text =
                String(repeating: open, count: count) + "a" + String(repeating: close, count: count)
            let error = #expect(throws: ExpressionError.self) {
                try Expression.parse(text, scope: NameScope(contexts: ["a"]))
            }
            #expect(error?.problem == .exceededDepth)
        }
    }

    // MARK: Memory

    @Test("an evaluation stops at a mebibyte")
    func memory() throws {
        let half = "'" + String(repeating: "x", count: 10_000) + "'"
        let grow = { (count: Int) in
            "format('" + String(repeating: "{0}", count: count) + "', \(half))"
        }
        #expect(try evaluate(grow(51)).asString.utf16.count == 510_000)
        let error = #expect(throws: EvaluationError.self) { try evaluate(grow(53)) }
        guard case .memoryExceeded(let expression)? = error else {
            Issue.record("the limit is the reason")
            return
        }
        #expect(expression == grow(53))
        #expect(
            error?.description.hasPrefix(
                "The maximum allowed memory size was exceeded while evaluating the following "
                    + "expression: format('{0}{0}"
            ) == true
        )
    }

    @Test("what operands held is released before the next one")
    func memoryIsReleased() throws {
        let big = "format('" + String(repeating: "{0}", count: 30) + "', big)"
        let contexts: [String: ExpressionValue] = [
            "big": .string(String(repeating: "x", count: 10_000))
        ]
        let chain = Array(repeating: "contains(\(big), 'y')", count: 4).joined(separator: " || ")
        #expect(try evaluate(chain, contexts) == false)
        #expect(message(of: "\(big) == \(big)", contexts).hasPrefix("The maximum allowed memory"))
    }

    @Test("join and toJSON stop too, and searching stays linear")
    func adversarial() throws {
        let contexts: [String: ExpressionValue] = [
            "list": .array(Array(repeating: "0123456789", count: 20_000)),
            "separator": .string(String(repeating: "-", count: 1_000)),
            "quotes": .string(String(repeating: "\"", count: 300_000)),
            "text": .string(String(repeating: "a", count: 100_000)),
            "part": .string(String(repeating: "a", count: 50_000) + "b"),
        ]
        #expect(try evaluate("join(list, '')", contexts).asString.utf8.count == 200_000)
        for text in ["join(list, separator)", "toJSON(quotes)", "format('{0}{1}', quotes, quotes)"]
        {
            #expect(message(of: text, contexts).hasPrefix("The maximum allowed memory size"))
        }
        let clock = ContinuousClock()
        let time = clock.measure { _ = try? evaluate("contains(text, part)", contexts) }
        #expect(time < .seconds(20))
    }

    @Test("a template's text is limited too")
    func templates() throws {
        let scope = NameScope(contexts: ["big"])
        let context = EvaluationContext(["big": .string(String(repeating: "x", count: 300_000))])
        let template = try Template.parse("${{ big }} ${{ big }}", scope: scope)
        #expect(throws: EvaluationError.memoryExceeded(expression: "format('{0} {1}', big, big)")) {
            try template.evaluate(in: context)
        }
    }
}
