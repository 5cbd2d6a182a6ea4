import Testing

@testable import Expressions

@Suite("How values compare")
struct ComparisonTests {
    private static let contexts: [String: ExpressionValue] = [
        "array": [1], "other": [1], "object": ["a": 1], "empty": [:],
    ]

    @Test(
        "these comparisons hold",
        arguments: [
            "'' == 0", "null == 0", "null == ''", "null == false", "'0' == false", "true == 1",
            "true == '1'", "true == ' 1.0 '", "'ABC' == 'abc'", "'Σ' == 'ς'", "'ÿ' == 'Ÿ'",
            "1 == '1'", "1.0 == 1", "0xff == 255", "array == array", "object == object",
            "array != other", "object != empty", "fromJSON('[1]') != fromJSON('[1]')",
            "array != 1", "object != 'Object'", "NaN != NaN", "'a' != 'b'", "'ı' != 'I'",
            "'ſ' != 's'", "'é' != 'e\u{301}'", "'ß' != 'ss'",
            "1 < 2", "1 < '2'", "'a' < 'B'", "'A' < 'b'", "'a' < '['", "false < true", "null < 1",
            "null <= ''", "null >= null", "1 <= 1", "'a' <= 'A'", "true >= true", "-1 < null",
            "-Infinity < Infinity", "'10' < '9'", "10 > '9'", "'a' < 'ab'", "'' < 'a'",
            "array >= array", "object <= object", "'z' < 'é'", "'\u{FFFD}' > '😊'",
        ]
    )
    func holds(text: String) throws {
        #expect(try evaluate(text, Self.contexts) == true)
    }

    @Test(
        "these comparisons do not hold",
        arguments: [
            "'true' == true", "NaN == NaN", "NaN < 1", "NaN >= 1", "1 > NaN", "'a' > 1", "'a' < 1",
            "'a' <= 1", "null < null", "null > null", "array == other", "array < other",
            "array > 0", "array <= 0", "object == empty", "object == 'Object'", "array == 'Array'",
            "array == null", "empty == false", "fromJSON('{}') == fromJSON('{}')", "true < true",
            "array < array", "'a' < 'A'", "1 < 1", "'é' == 'e\u{301}'", "true == 2",
        ]
    )
    func doesNotHold(text: String) throws {
        #expect(try evaluate(text, Self.contexts) == false)
    }

    @Test(
        "logical operators give back an operand and stop early",
        arguments: [
            ("true && 'a' || 'b'", "a"), ("true && '' || 'b'", "b"), ("0 || 'x'", "x"),
            ("'x' && 0", 0), ("null || false", false), ("false || null", .null),
            ("1 && 2 && 3", 3), ("1 && '' && 3", ""), ("'' || 0 || NaN || 7 || 8", 7),
            ("false && fromJSON('bad')", false), ("true || fromJSON('bad')", true), ("!''", true),
            ("!'false'", false), ("!!'a'", true), ("!fromJSON('[]')", false),
        ] as [(String, ExpressionValue)]
    )
    func logic(text: String, value: ExpressionValue) throws {
        #expect(try evaluate(text) == value)
    }
}
