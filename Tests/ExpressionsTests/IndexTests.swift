import Testing

@testable import Expressions

@Suite("How parts of a value are found")
struct IndexTests {
    private static let contexts: [String: ExpressionValue] = [
        "list": ["zero", "one", "two"],
        "object": ["Key": "value", "5": "five", "1.5": "half", "": "empty", "true": "yes"],
        "nested": [["a": 1, "b": [10, 11]], ["a": 2, "b": [20]], ["c": 3], 4, "five", [6, 7]],
        "map": ["x": ["v": 1], "y": ["v": 2], "z": ["w": 3]],
        "nulls": [["v": .null], ["w": 1], ["v": 2]],
        "text": "abc", "nothing": .null,
    ]

    @Test(
        "one part is found, or null",
        arguments: [
            ("list[0]", "zero"), ("list['1']", "one"), ("list[' 0x02 ']", "two"),
            ("list[1.9]", "one"), ("list[true]", "one"), ("list[null]", "zero"),
            ("list['']", "zero"),
            ("list[3]", .null), ("list[-1]", .null), ("list[-0.5]", .null), ("list[NaN]", .null),
            ("list[1e10]", .null), ("list[Infinity]", .null), ("list.one", .null),
            ("list[list]", .null), ("object.key", "value"), ("object['KEY']", "value"),
            ("object[5]", "five"), ("object[1.50]", "half"), ("object[null]", "empty"),
            ("object[true]", "yes"), ("object.missing", .null), ("object[object]", .null),
            ("object.missing.deep.er", .null), ("text.length", .null), ("text[0]", .null),
            ("nothing.a.b", .null), ("(1)['a']", .null), ("fromJSON('[1,2]')[1]", 2),
            ("fromJSON('{\"a\":{\"b\":3}}').a['b']", 3),
        ] as [(String, ExpressionValue)]
    )
    func index(text: String, value: ExpressionValue) throws {
        #expect(try evaluate(text, Self.contexts) == value)
    }

    @Test(
        "a star selects everything, and indexes then apply to each",
        arguments: [
            ("list.*", ["zero", "one", "two"]), ("list[*]", ["zero", "one", "two"]),
            ("map.*.v", [1, 2]), ("map.*.V", [1, 2]), ("map[*]['v']", [1, 2]),
            ("nested.*.a", [1, 2]), ("nested.*.b", [[10, 11], [20]]),
            ("nested.*.b[0]", [10, 20]), ("nested.*.b[1]", [11]), ("nested.*.b.*", [10, 11, 20]),
            ("nested.*[0]", [6]), ("nested.*['1']", [7]), ("nested.*.missing", []),
            ("nulls.*.v", [.null, 2]), ("text.*", []), ("nothing.*", []), ("text.*.a", []),
            ("nested.*[list]", []), ("list.*[0]", []), ("(list.*)[0]", []),
            ("(list.* || 1)[0]", []), ("case(true, list.*, 1)[0]", []), ("map.*.*", [1, 2, 3]),
        ] as [(String, ExpressionValue)]
    )
    func filter(text: String, value: ExpressionValue) throws {
        #expect(try evaluate(text, Self.contexts) == value)
    }

    @Test("a filtered array is an array to functions, and JSON ends the filtering")
    func filteredArguments() throws {
        #expect(try evaluate("join(map.*.v, '-')", Self.contexts) == "1-2")
        #expect(try evaluate("contains(map.*.v, 2)", Self.contexts) == true)
        #expect(try evaluate("toJSON(map.*.v)", Self.contexts) == "[\n  1,\n  2\n]")
        #expect(try evaluate("fromJSON(toJSON(map.*.v))[1]", Self.contexts) == 2)
    }

    @Test("a value kept from one expression is a plain array in the next")
    func filteringEnds() throws {
        let kept = try evaluate("map.*.v", Self.contexts)
        #expect(try evaluate("kept[1]", ["kept": kept]) == 2)
    }

    @Test("only a case-sensitive object tells keys apart that differ in case")
    func caseSensitivity() throws {
        let entries: [(String, ExpressionValue)] = [("Path", 1), ("PATH", 2)]
        let env = ExpressionValue.object(entries, caseSensitive: true)
        #expect(try evaluate("env.Path", ["env": env]) == 1)
        #expect(try evaluate("env.PATH", ["env": env]) == 2)
        #expect(try evaluate("env.path", ["env": env]) == .null)
        let object = ExpressionValue.object(entries)
        #expect(object == ["Path": 2])
    }

    @Test("large objects behave as small ones")
    func largeObjects() throws {
        var entries = (0..<100).map { ("Key\($0)", ExpressionValue.number(Double($0))) }
        entries.append(("KEY7", "last"))
        let object = ExpressionObject(entries)
        #expect(object.count == 100)
        #expect(object["key7"] == "last")
        #expect(object.keys[7] == "Key7")
        #expect(object["key100"] == nil)
        let strict = ExpressionObject(entries, caseSensitive: true)
        #expect(strict.count == 101)
        #expect(strict["Key7"] == 7)
        #expect(strict["key7"] == nil)
    }
}
