import Expressions
import Planning
import Testing

@Suite("Matrix expansion")
struct MatrixExpansionTests {
    @Test("the documentation's example expands to six legs in order")
    func documentedExample() throws {
        let matrix = """
            {fruit: [apple, pear], animal: [cat, dog], include: [
                {color: green}, {color: pink, animal: cat}, {fruit: apple, shape: circle},
                {fruit: banana}, {fruit: banana, animal: cat}]}
            """.split(separator: "\n").joined()
        #expect(
            try Planned.matrices(matrix) == [
                #"{"fruit":"apple","animal":"cat","color":"pink","shape":"circle"}"#,
                #"{"fruit":"apple","animal":"dog","color":"green","shape":"circle"}"#,
                #"{"fruit":"pear","animal":"cat","color":"pink"}"#,
                #"{"fruit":"pear","animal":"dog","color":"green"}"#,
                #"{"fruit":"banana"}"#,
                #"{"fruit":"banana","animal":"cat"}"#,
            ]
        )
        #expect(
            try Planned.names(matrix) == [
                "test (apple, cat)", "test (apple, dog)", "test (pear, cat)", "test (pear, dog)",
                "test (banana)", "test (banana, cat)",
            ]
        )
    }

    @Test("of two includes that match one leg the later one wins")
    func laterIncludeWins() throws {
        let matrix = "{os: [a, b], include: [{os: a, x: 1}, {os: a, x: 2}]}"
        #expect(try Planned.matrices(matrix) == [#"{"os":"a","x":2}"#, #"{"os":"b"}"#])
    }

    @Test("an include that matches only what was excluded becomes a leg of its own")
    func includeAfterExclude() throws {
        let matrix = "{os: [a], exclude: [{os: a}], include: [{os: a, x: 1}]}"
        #expect(try Planned.matrices(matrix) == [#"{"os":"a","x":1}"#])
        #expect(try Planned.names(matrix) == ["test (a, 1)"])
    }

    @Test("exclude compares as expressions do")
    func excludeCoerces() throws {
        let all = try Planned.legs(Planned.strategy(#"{v: [1, "1.0"], exclude: [{v: 1}]}"#))
        #expect(all.count == 1)
        #expect(all.first?.leg.values == nil)
        #expect(
            try Planned.matrices("{v: [Linux, mac], exclude: [{v: linux}]}") == [#"{"v":"mac"}"#]
        )
    }

    @Test("a nested filter names only what it compares")
    func nestedFilter() throws {
        let matrix = """
            {cfg: [{os: linux, n: 1}, {os: mac, n: 2}], exclude: [{cfg: {os: mac}}]}
            """
        #expect(try Planned.names(matrix) == ["test (linux, 1)"])
        let items = "{v: [[1, 2], [1, 3]], exclude: [{v: [1, 3]}]}"
        #expect(try Planned.matrices(items) == [#"{"v":[1,2]}"#])
    }

    @Test("a nested filter agrees with null where the value has no such key")
    func nestedFilterOfMissingKey() throws {
        let matrix = "{cfg: [{os: linux}, {os: mac, n: 2}], exclude: [{cfg: {n: null}}]}"
        #expect(try Planned.names(matrix) == ["test (mac, 2)"])
    }

    @Test("without vectors each include is a leg, duplicates too")
    func includesAlone() throws {
        #expect(
            try Planned.names("{include: [{a: 1}, {a: 2, b: true}]}") == [
                "test (1)", "test (2, true)",
            ]
        )
        #expect(try Planned.legs(Planned.strategy("{include: [{a: 1}, {a: 1}]}")).count == 2)
    }

    @Test("an include never overwrites a vector, and what it adds is not in the name")
    func includeAddsOnly() throws {
        let matrix = "{os: [a, b], v: [1], include: [{os: a, v: 2}, {extra: yes-please}]}"
        #expect(
            try Planned.matrices(matrix) == [
                #"{"os":"a","v":1,"extra":"yes-please"}"#,
                #"{"os":"b","v":1,"extra":"yes-please"}"#,
                #"{"os":"a","v":2}"#,
            ]
        )
        #expect(try Planned.names(matrix) == ["test (a, 1)", "test (b, 1)", "test (a, 2)"])
    }

    @Test("an include matches by vectors alone, not by what another include added")
    func includeMatchesVectorsOnly() throws {
        let matrix = "{os: [a], include: [{x: 1}, {os: a, x: 2}, {os: a, y: 3}]}"
        #expect(try Planned.matrices(matrix) == [#"{"os":"a","x":2,"y":3}"#])
    }

    @Test("an include with no vector key goes to every leg, or alone when none is left")
    func includeOfExtras() throws {
        let matrix = "{os: [a], exclude: [{os: a}], include: [{x: 1}]}"
        #expect(try Planned.matrices(matrix) == [#"{"x":1}"#])
    }

    @Test("the first vector varies slowest and legs are numbered in that order")
    func order() throws {
        let legs = try Planned.legs(Planned.strategy("{a: [1, 2], b: [x, y]}"))
        #expect(legs.map(\.name) == ["test (1, x)", "test (1, y)", "test (2, x)", "test (2, y)"])
        #expect(legs.map(\.strategy.jobIndex) == [0, 1, 2, 3])
        #expect(legs.map(\.key) == ["test (1)", "test (2)", "test (3)", "test (4)"])
        #expect(legs.allSatisfy { $0.strategy.jobTotal == 4 && $0.strategy.maxParallel == 4 })
    }

    @Test("values keep their types")
    func types() throws {
        let matrix = #"{v: [1.10, "1.10", true, null, {k: [0x10]}]}"#
        #expect(
            try Planned.matrices(matrix) == [
                #"{"v":1.1}"#, #"{"v":"1.10"}"#, #"{"v":true}"#, #"{"v":null}"#,
                #"{"v":{"k":[16]}}"#,
            ]
        )
    }

    @Test("when all is excluded one leg without values is left")
    func nothingLeft() throws {
        let legs = try Planned.legs(Planned.strategy("{os: [a], exclude: [{os: a}]}"))
        #expect(legs.map(\.name) == ["test"])
        #expect(legs.first?.leg.context == .null)
        #expect(legs.first?.strategy.jobTotal == 1)
    }

    @Test(
        "a matrix that an expression gives fails with GitHub's words",
        arguments: [
            ("{}", "Matrix must define at least one vector"),
            (#"{"include": []}"#, "Matrix must define at least one vector"),
            (#"{"os": []}"#, "Matrix vector 'os' does not contain any values"),
            (#"{"os": "linux"}"#, "Unexpected value 'linux'"),
            (#"{"os": {"a": 1}}"#, "A mapping was not expected"),
            (
                #"{"os": ["a"], "include": [{}]}"#,
                "Matrix include mapping does not contain any values"
            ),
            (#"{"os": ["a"], "exclude": [{}]}"#, "Matrix exclude filter must not be empty"),
            (
                #"{"os": ["a"], "exclude": [{"oz": "a"}]}"#,
                "Matrix exclude key 'oz' does not match any key within the matrix"
            ),
            (#"{"os": ["a"], "include": ["b"]}"#, "Unexpected value 'b'"),
            ("[1]", "A sequence was not expected"),
            ("7", "Unexpected value '7'"),
            ("null", "Unexpected value ''"),
        ]
    )
    func errors(json: String, message: String) throws {
        let failure = try Planned.failure(
            "strategy:\n  matrix: ${{ fromJSON(vars.matrix) }}",
            vars: ["matrix": .string(json)]
        )
        #expect(failure == message)
    }

    @Test("256 legs are the most, counted after exclude")
    func limit() throws {
        let sixteen = (1...16).map(String.init).joined(separator: ", ")
        let full = "{a: [\(sixteen)], b: [\(sixteen)]"
        #expect(try Planned.legs(Planned.strategy(full + "}")).count == 256)
        let message =
            "Strategy for job 'test' produced 257 configurations which exceeds the maximum of 256 "
            + "configurations"
        let over = Planned.strategy(full + ", include: [{a: 17}]}")
        #expect(try Planned.failure(over) == message)
        let back = Planned.strategy(full + ", include: [{a: 17}], exclude: [{a: 1, b: 1}]}")
        #expect(try Planned.legs(back).count == 256)
    }

    @Test("a matrix of countless combinations is refused at once")
    func countless() throws {
        let vector = "[" + (1...50).map(String.init).joined(separator: ", ") + "]"
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
        let matrix = "{" + keys.map { "\($0): \(vector)" }.joined(separator: ", ") + "}"
        let failure = try #require(try Planned.failure(Planned.strategy(matrix)))
        #expect(failure.contains("exceeds the maximum of 256 configurations"))
    }

    @Test("expressions stand for vectors, for items and for whole filters")
    func expressions() throws {
        let lines = """
            strategy:
              matrix:
                os: ${{ fromJSON(vars.list) }}
                v: [0, "${{ fromJSON(vars.list) }}"]
                exclude: ${{ fromJSON(vars.filters) }}
            """
        let legs = try Planned.legs(
            lines,
            vars: ["list": #"["a", "b"]"#, "filters": #"[{"os": "a", "v": 0}]"#]
        )
        #expect(
            legs.map(\.name) == [
                "test (a, a)", "test (a, b)", "test (b, 0)", "test (b, a)", "test (b, b)",
            ]
        )
    }
}
