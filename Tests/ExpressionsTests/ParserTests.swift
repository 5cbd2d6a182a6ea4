import Testing

@testable import Expressions

@Suite("How an expression is understood")
struct ParserTests {
    @Test(
        "operators bind as documented",
        arguments: [
            ("1 || 2 && 3", "(1 || (2 && 3))"), ("(1 || 2) && 3", "((1 || 2) && 3)"),
            ("1 && 2 && 3", "(1 && 2 && 3)"), ("1 && (2 && 3)", "(1 && (2 && 3))"),
            ("(1 && 2) && 3", "(1 && 2 && 3)"), ("1 || 2 || 3 && 4", "(1 || 2 || (3 && 4))"),
            ("1 < 2 == 3", "((1 < 2) == 3)"), ("1 == 2 < 3", "(1 == (2 < 3))"),
            ("1 == 2 != 3", "((1 == 2) != 3)"), ("3 < 2 < 1", "((3 < 2) < 1)"),
            ("!a.b", "!a.b"), ("!a == b", "(!a == b)"), ("!(a == b)", "!(a == b)"),
            ("!a && b", "(!a && b)"), ("a.b.c", "a.b.c"), ("a['b'].c", "a.b.c"),
            ("a['b c']", "a['b c']"), ("a[b.c]", "a[b.c]"), ("a.*.b", "a[*].b"),
            ("a[1]", "a[1]"), ("a == b && c || a", "(((a == b) && c) || a)"),
            ("format('{0}', a || b)", "format('{0}', (a || b))"), ("((a))", "a"),
            ("'It''s'", "'It''s'"), ("toJson( a )", "toJson(a)"), ("-1.50", "-1.5"),
        ]
    )
    func precedence(text: String, canonical: String) throws {
        let expression = try Expression.parse(text, scope: NameScope(contexts: ["a", "b", "c"]))
        #expect(expression.root.canonicalText == canonical)
    }

    @Test(
        "errors carry GitHub's text",
        arguments: [
            (
                "secrets.x",
                "Unrecognized named-value: 'secrets'. Located at position 1 "
                    + "within expression: secrets.x"
            ),
            (
                "true || nope()",
                "Unrecognized function: 'nope'. Located at position 9 "
                    + "within expression: true || nope()"
            ),
            (
                "contains('a')",
                "Too few parameters supplied: '('. Located at position 9 "
                    + "within expression: contains('a')"
            ),
            (
                "startsWith('a', 'b', 'c')",
                "Too many parameters supplied: '('. Located at position 11 "
                    + "within expression: startsWith('a', 'b', 'c')"
            ),
            (
                "format()",
                "Too few parameters supplied: '('. Located at position 7 "
                    + "within expression: format()"
            ),
            (
                "case(true, 1, false, 2)",
                "Even number of parameters supplied, requires an odd number of parameters: "
                    + "'case'. Located at position 1 within expression: case(true, 1, false, 2)"
            ),
            (
                "case(true, 1)",
                "Too few parameters supplied: '('. Located at position 5 "
                    + "within expression: case(true, 1)"
            ),
            (
                "'é😊' == x",
                "Unrecognized named-value: 'x'. Located at position 10 "
                    + "within expression: 'é😊' == x"
            ),
            (
                "'a'.b",
                "Unexpected symbol: '.'. Located at position 4 within expression: 'a'.b"
            ),
            (
                "github.",
                "Unexpected end of expression: '.'. Located at position 7 "
                    + "within expression: github."
            ),
        ]
    )
    func messages(text: String, expected: String) {
        #expect(message(of: text, ["github": [:]]) == expected)
    }

    @Test("the first mistake in reading order is the one reported")
    func firstMistake() {
        #expect(message(of: "x && )").hasPrefix("Unrecognized named-value: 'x'"))
        #expect(message(of: "contains(1) && x").hasPrefix("Too few parameters supplied"))
        #expect(message(of: "1 ( x").hasPrefix("Unexpected symbol: '('"))
    }

    @Test("names of functions, contexts and properties ignore case")
    func caseIgnored() throws {
        let contexts: [String: ExpressionValue] = ["github": ["event": ["action": "x"]]]
        #expect(try evaluate("GITHUB.Event.ACTION", contexts) == "x")
        #expect(try evaluate("github['EVENT'].action", contexts) == "x")
        #expect(try evaluate("TOJSON(1)") == "1")
    }

    @Test("text without tokens is null")
    func empty() throws {
        #expect(try evaluate("") == .null)
        #expect(try evaluate(" \n ") == .null)
    }

    // MARK: Limits

    @Test("the tree may have 50 levels")
    func depth() {
        let tooDeep = "Exceeded max expression depth 50"
        let nots = { (count: Int) in String(repeating: "!", count: count) + "false" }
        #expect(message(of: nots(49)).isEmpty)
        #expect(message(of: nots(50)) == tooDeep)
        let properties = { (count: Int) in "a" + String(repeating: ".b", count: count) }
        #expect(message(of: properties(49), ["a": [:]]).isEmpty)
        #expect(message(of: properties(50), ["a": [:]]) == tooDeep)
        let calls = { (count: Int) in
            String(repeating: "join(", count: count) + "1" + String(repeating: ")", count: count)
        }
        #expect(message(of: calls(49)).isEmpty)
        #expect(message(of: calls(50)) == tooDeep)
        let comparisons = { (count: Int) in "1" + String(repeating: " == 1", count: count) }
        #expect(message(of: comparisons(49)).isEmpty)
        #expect(message(of: comparisons(50)) == tooDeep)
    }

    @Test("groups and chains of one logical operator add no levels")
    func flat() throws {
        let groups =
            String(repeating: "(", count: 2_000) + "1" + String(repeating: ")", count: 2_000)
        #expect(try evaluate(groups) == 1)
        for operation in ["&&", "||"] {
            let chain = Array(repeating: "1", count: 500).joined(separator: " \(operation) ")
            let expression = try Expression.parse(chain, scope: NameScope(contexts: []))
            #expect(expression.root.depth == 2)
            #expect(expression.root.children.count == 500)
        }
        let mixed = Array(repeating: "1 && 2", count: 500).joined(separator: " || ")
        #expect(try Expression.parse(mixed, scope: NameScope(contexts: [])).root.depth == 3)
    }

    @Test("an expression may have 21,000 UTF-16 units")
    func length() {
        let tooLong = "Exceeded max expression length 21000"
        #expect(message(of: "'" + String(repeating: "a", count: 20_998) + "'").isEmpty)
        #expect(message(of: "'" + String(repeating: "a", count: 20_999) + "'") == tooLong)
        #expect(message(of: "'" + String(repeating: "é", count: 20_998) + "'").isEmpty)
        #expect(message(of: "'" + String(repeating: "😊", count: 10_499) + "'").isEmpty)
        #expect(message(of: "'" + String(repeating: "😊", count: 10_500) + "'") == tooLong)
    }

    @Test("a function takes up to 255 arguments")
    func arguments() {
        let call = { (count: Int) in
            "format('x'" + String(repeating: ", 1", count: count - 1) + ")"
        }
        #expect(message(of: call(255)).isEmpty)
        #expect(message(of: call(256)).hasPrefix("Too many parameters supplied: '('"))
    }

    // MARK: Looking at the tree

    @Test("mentions of contexts come with their properties and places")
    func references() throws {
        let scope = NameScope(contexts: ["matrix", "steps", "github", "env"])
        let text = "matrix.os == 'x' && steps[env.ID].outputs.*.v || !github['event'].n"
        let references = try Expression.parse(text, scope: scope).references
        #expect(references.map(\.context) == ["matrix", "steps", "env", "github"])
        #expect(references.map(\.properties) == [["os"], [], ["ID"], ["event", "n"]])
        #expect(
            references[1].path == [
                .computed, .property("outputs", range: 34..<41), .all,
                .property("v", range: 44..<45),
            ]
        )
        #expect(references[0].range == 0..<9)
        let expected: Set<String> = ["matrix", "steps", "env", "github"]
        #expect(try Expression.parse(text, scope: scope).referencedContexts == expected)
    }

    @Test("calls are found wherever they stand, and not in strings")
    func calls() throws {
        let scope = NameScope.stepIf
        let names = Condition.statusFunctions
        let calls = { (text: String) in
            try Expression.parse(text, scope: scope).calls(anyOf: names)
        }
        #expect(try calls("fromJSON(toJSON(SUCCESS()))"))
        #expect(try calls("env[format('{0}', always())]"))
        #expect(try !calls("true || 'success()'"))
        #expect(try !calls("env.success"))
    }

    @Test("a call with arguments is told from one without")
    func passedArguments() throws {
        let passes = { (text: String) in
            try Expression.parse(text, scope: .jobIf).passesArguments(toAnyOf: ["success"])
        }
        #expect(try passes("always() && (SUCCESS() || Success('a'))"))
        #expect(try !passes("success() && failure('a')"))
        #expect(try !passes("contains('success', 'a')"))
    }

    @Test("a context is mentioned where the tree names it, as it is spelled")
    func mentions() throws {
        let mentions = { (text: String, name: String) in
            try Expression.parse(text, scope: .stepIf).mentions { $0 == name }
        }
        #expect(try mentions("fromJSON(ENV[Runner.os]) || 'x'", "ENV"))
        #expect(try mentions("fromJSON(ENV[Runner.os]) || 'x'", "Runner"))
        #expect(try !mentions("env.runner || 'github'", "runner"))
        #expect(try !mentions("env.runner || 'github'", "github"))
    }
}
