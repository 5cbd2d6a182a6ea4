import Testing

@testable import Expressions

@Suite("What functions answer")
struct FunctionTests {
    private static let contexts: [String: ExpressionValue] = [
        "list": ["push", 1, true, .null], "object": ["a": 1], "empty": [], "one": ["x"],
        "mixed": [1, true, .null, "a", [2], [:]],
    ]

    @Test(
        "text functions",
        arguments: [
            ("contains('push,pr', 'us')", true), ("contains('abc', '')", true),
            ("contains('', '')", true), ("contains('ABC', 'b')", true),
            ("contains('a', 'ab')", false),
            ("contains('aabaab', 'AAB')", true), ("contains('aaab', 'aab')", true),
            ("contains(12345, 234)", true), ("contains('true', true)", true),
            ("contains('Straße', 'STRASSE')", false), ("contains('Grün', 'GRÜ')", true),
            ("contains(fromJSON('[\"push\"]'), 'PUSH')", true), ("contains(list, '1')", true),
            ("contains(list, 'pus')", false), ("contains(list, '')", true),
            ("contains(object, 'a')", false), ("contains('Array', list)", false),
            ("contains(empty, null)", false), ("contains(list, list)", false),
            ("startsWith('Hello', 'hE')", true), ("startsWith('a', '')", true),
            ("startsWith('', 'a')", false), ("startsWith(123, 12)", true),
            ("startsWith(list, '')", false), ("startsWith('x', list)", false),
            ("endsWith('Hello', 'LO')", true), ("endsWith('a', 'ba')", false),
            ("endsWith('a', '')", true), ("endsWith(1.5, '.5')", true),
            ("endsWith('ς', 'Σ')", true),
            ("endsWith(object, '')", false),
        ] as [(String, ExpressionValue)]
    )
    func text(text: String, value: ExpressionValue) throws {
        #expect(try evaluate(text, Self.contexts) == value)
    }

    @Test(
        "format and join",
        arguments: [
            ("format('{0} {{x}} {1}', 'a', 1.0)", "a {x} 1"), ("format('{1}{0}{1}', 1, 2)", "212"),
            ("format('')", ""), ("format('{0}', null)", ""), ("format('{0}', list)", "Array"),
            ("format('{0}', object)", "Object"), ("format('{{{0}}}', 1)", "{1}"),
            ("format('{{0}}')", "{0}"), ("format('{00}', 1)", "1"), ("format('{0:}', 1)", "1"),
            ("format(1.50)", "1.5"), ("format('a', 1, 2)", "a"), ("format('é{0}😊', 'ü')", "éü😊"),
            ("join(fromJSON('[1,true,null,\"a\"]'), '-')", "1-true--a"),
            ("join(list)", "push,1,true,"),
            ("join(mixed, ';')", "1;true;;a;Array;Object"), ("join('a', ',')", "a"),
            ("join(1.50)", "1.5"), ("join(null)", ""), ("join(object)", ""), ("join(empty)", ""),
            ("join(list, list)", "push,1,true,"), ("join(list, null)", "push1true"),
            ("join(one, fromJSON('bad'))", "x"),
        ]
    )
    func formatAndJoin(text: String, value: String) throws {
        #expect(try evaluate(text, Self.contexts) == .string(value))
    }

    @Test(
        "a bad format is named",
        arguments: [
            "{", "}", "{}", "{a}", "{0", "{-1}", "{0}}", "a}b", "{256}", "{ 0}", "{0 }", "{0:a",
        ]
    )
    func badFormat(format: String) {
        #expect(
            message(of: "format('\(format)', 1)")
                == "The following format string is invalid: \(format)"
        )
    }

    @Test("a format names arguments that exist, and gives them no format")
    func formatArguments() {
        let missing = "The following format string references more arguments than were supplied: "
        #expect(message(of: "format('{0}')") == missing + "{0}")
        #expect(message(of: "format('{0} {2}', 1, 2)") == missing + "{0} {2}")
        #expect(message(of: "format('{255}', 1)") == missing + "{255}")
        #expect(
            message(of: "format('{0:N2}', 1)")
                == "The format specifiers 'N2' are not valid for objects of type 'Number'"
        )
        #expect(
            message(of: "format('{0:a}}b}', 'x')")
                == "The format specifiers 'a}b' are not valid for objects of type 'String'"
        )
    }

    @Test("format evaluates what it names, once, and the whole format is checked first")
    func formatIsLazy() throws {
        #expect(try evaluate("format('{0}', 1, fromJSON('bad'))") == "1")
        #expect(
            message(of: "format('{0} {', fromJSON('bad'))").contains("format string is invalid")
        )
        let counter = CallCounter()
        let scope = NameScope(contexts: [], functions: [.hashFiles])
        let expression = try Expression.parse("format('{0}{0}{0}', hashFiles('x'))", scope: scope)
        let context = EvaluationContext(functions: ["hashFiles": { _ in counter.next() }])
        #expect(try expression.evaluate(in: context) == "111")
    }

    @Test(
        "case gives the value after the first true predicate",
        arguments: [
            ("case(1 == 1, 'x', 'y')", "x"), ("case(1 == 2, 'x', 'y')", "y"),
            ("case(false, 1, true, 2, 3)", 2), ("case(true, '', 'y')", ""),
            ("case(true, 'x', fromJSON('bad'), 'y', fromJSON('bad'))", "x"),
            ("case(false, fromJSON('bad'), 'y')", "y"), ("CASE(true, null, 1)", .null),
        ] as [(String, ExpressionValue)]
    )
    func caseOf(text: String, value: ExpressionValue) throws {
        #expect(try evaluate(text) == value)
    }

    @Test(
        "a predicate of case is a boolean, nothing else",
        arguments: ["'true'", "1", "null", "''"]
    )
    func casePredicate(predicate: String) {
        let expected = "case predicate must evaluate to a boolean value"
        #expect(message(of: "case(\(predicate), 'x', 'y')") == expected)
        #expect(message(of: "case(false, 'x', \(predicate), 'y', 'z')") == expected)
    }

    // MARK: Functions from outside

    @Test("functions from outside get their arguments and may fail")
    func outside() throws {
        let scope = NameScope(contexts: ["a"], functions: [.hashFiles])
        let expression = try Expression.parse("HASHFILES('x', a.b, 1)", scope: scope)
        let context = EvaluationContext(
            ["a": ["b": "c"]],
            functions: ["hashFiles": { .string($0.map(\.asString).joined(separator: "|")) }]
        )
        #expect(try expression.evaluate(in: context) == "x|c|1")
        let failing = EvaluationContext(functions: ["hashFiles": { _ in throw Failure() }])
        #expect(throws: EvaluationError.functionFailed("HASHFILES", message: "no such file")) {
            try expression.evaluate(in: failing)
        }
        #expect(throws: EvaluationError.functionUnavailable("HASHFILES")) {
            try expression.evaluate(in: EvaluationContext())
        }
    }

    @Test("a context that is known and absent is null")
    func absentContext() throws {
        let expression = try Expression.parse("matrix.x", scope: .step)
        #expect(try expression.evaluate(in: EvaluationContext()) == .null)
    }

    private struct Failure: Error, CustomStringConvertible {
        var description: String { "no such file" }
    }
}

/// Counts calls.
private final class CallCounter: @unchecked Sendable {
    private var count = 0

    func next() -> ExpressionValue {
        count += 1
        return .number(Double(count))
    }
}
