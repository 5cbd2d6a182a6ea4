import Testing

@testable import Expressions

@Suite("How JSON is read and written")
struct JSONTests {
    @Test(
        "JSON is read leniently",
        arguments: [
            ("null", .null), ("true", true), (" false ", false), ("10", 10), ("-1.5e2", -150),
            ("\"x\"", "x"), ("'x'", "x"), ("'it\"s'", "it\"s"), ("[]", []), ("{}", [:]),
            ("[1, 2, 3]", [1, 2, 3]), ("[1,]", [1]), ("[1,,2]", [1, .null, 2]), ("[,]", [.null]),
            ("{\"a\": 1,}", ["a": 1]), ("{a: 1}", ["a": 1]), ("{'a': 'b'}", ["a": "b"]),
            ("{\"a\": 1, \"a\": 2}", ["a": 2]), ("{\"a\": 1, \"A\": 2}", ["a": 2]),
            ("/* c */ [1, // d\n 2]", [1, 2]), ("{/**/a/**/:/**/1/**/}", ["a": 1]),
            ("1 trailing", 1), ("[1] ]", [1]), ("{\"a\":{\"b\":[{}]}}", ["a": ["b": [[:]]]]),
            ("\"\\u0041\\n\\t\\\"\\\\\\/\\b\\f\\r\"", "A\n\t\"\\/\u{8}\u{c}\r"),
            ("\"\\ud83d\\ude0a\"", "😊"), ("\"\\ud83d\"", "\u{FFFD}"), ("\"é😊\"", "é😊"),
            ("\"\\ud83d\\u0041\"", "\u{FFFD}A"), ("\"a\nb\"", "a\nb"), ("0x1F", 31), ("017", 15),
            ("NaN", .number(.nan)), ("Infinity", .number(.infinity)),
            ("-Infinity", .number(-.infinity)),
            ("undefined", .null), ("12345678901234567890", 12345678901234567890.0),
            ("\"2024-01-02T03:04:05Z\"", "2024-01-02T03:04:05Z"), (".5", 0.5),
        ] as [(String, ExpressionValue)]
    )
    func reads(text: String, value: ExpressionValue) throws {
        let actual = try ExpressionValue(json: text)
        #expect(actual.toJSON() == value.toJSON())
        #expect(actual.kind == value.kind)
    }

    @Test(
        "bad JSON is told in the reader's words",
        arguments: [
            ("", "Error reading JToken from JsonReader. Path '', line 0, position 0."),
            (
                "hello",
                "Unexpected character encountered while parsing value: h. "
                    + "Path '', line 0, position 0."
            ),
            (
                "[1, x]",
                "Unexpected character encountered while parsing value: x. "
                    + "Path '[1]', line 1, position 4."
            ),
            (
                "{\"a\": \"b",
                "Unterminated string. Expected delimiter: \". Path 'a', line 1, position 8."
            ),
            (
                "{\"a\": 1 \"b\": 2}",
                "After parsing a value an unexpected character was encountered: \". "
                    + "Path 'a', line 1, position 8."
            ),
            (
                "{\"a\" 1}",
                "Invalid character after parsing property name. Expected ':' but got: 1. "
                    + "Path '', line 1, position 5."
            ),
            (
                "{\"a\": 1",
                "Unexpected end of content while loading JObject. Path 'a', line 1, position 7."
            ),
            (
                "{\n  \"a\": [\n    1,\n",
                "Unexpected end of content while loading JArray. Path 'a[1]', line 4, position 0."
            ),
            (
                "\"\\x\"",
                "Bad JSON escape sequence: \\x. Path '', line 1, position 2."
            ),
            (
                "{-: 1}",
                "Invalid property identifier character: -. Path '', line 1, position 1."
            ),
            ("1.2.3", "Input string '1.2.3' is not a valid number. Path '', line 1, position 5."),
            (
                "/x",
                "Error parsing comment. Expected: *, got x. Path '', line 1, position 1."
            ),
        ]
    )
    func rejects(text: String, expected: String) {
        let error = #expect(throws: JSONError.self) { try ExpressionValue(json: text) }
        #expect(error?.description == expected)
    }

    @Test("fromJSON wraps the reader's message in its own")
    func wrapped() throws {
        let error = #expect(throws: EvaluationError.self) { try evaluate("fromJSON('')") }
        #expect(
            error?.messages == [
                "Error parsing fromJson",
                "Error reading JToken from JsonReader. Path '', line 0, position 0.",
            ]
        )
    }

    @Test(
        "JSON is written as GitHub writes it",
        arguments: [
            (.null, "null"), (true, "true"), (1.50, "1.5"), (.number(-0.0), "0"),
            (.number(.nan), "NaN"), (1e15, "1E+15"), ("a/'<é😊", "\"a/'<é😊\""),
            ("\"\\\u{8}\t\n\u{c}\r", #""\"\\\b\t\n\f\r""#),
            ("\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
            ("\u{85}\u{2028}\u{2029}", #""\u0085\u2028\u2029""#), ([], "[]"), ([:], "{}"),
            (["a": [], "b": 1.50], "{\n  \"a\": [],\n  \"b\": 1.5\n}"),
            ([1, ["x": [:]]], "[\n  1,\n  {\n    \"x\": {}\n  }\n]"),
            (["a\"b": .null], "{\n  \"a\\\"b\": null\n}"), ("e\u{301}\n", "\"e\u{301}\\n\""),
        ] as [(ExpressionValue, String)]
    )
    func writes(value: ExpressionValue, text: String) throws {
        #expect(Array(value.toJSON().utf8) == Array(text.utf8))
        #expect(try evaluate("toJSON(value)", ["value": value]) == .string(text))
    }

    @Test("JSON on one line has no spaces")
    func compact() {
        let value: ExpressionValue = ["a": [1, 2], "b": ["c": .null]]
        #expect(value.toJSON(pretty: false) == #"{"a":[1,2],"b":{"c":null}}"#)
    }

    @Test("nesting below the hundredth level stays text, and has an end")
    func nesting() throws {
        let nested = { (levels: Int) in
            String(repeating: "[", count: levels) + "true" + String(repeating: "]", count: levels)
        }
        var value = try ExpressionValue(json: nested(98))
        var levels = 0
        while let inner = value.elements?.first {
            value = inner
            levels += 1
        }
        #expect(levels == 98)
        #expect(value == true)
        value = try ExpressionValue(json: nested(120))
        while let inner = value.elements?.first { value = inner }
        #expect(value.asString.hasPrefix("[\n  ["))
        #expect(throws: JSONError.self) { try ExpressionValue(json: nested(513)) }
        #expect(throws: JSONError.self) {
            try ExpressionValue(json: String(repeating: "{a:", count: 100_000))
        }
    }
}
