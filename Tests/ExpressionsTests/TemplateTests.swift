import Testing

@testable import Expressions

@Suite("Text with expressions in it")
struct TemplateTests {
    private static let scope = NameScope(contexts: ["a", "list", "n"])
    private static let context = EvaluationContext([
        "a": ["b": "value", "empty": "", "no": .null], "list": [1, 2], "n": 1.50,
    ])

    private func value(_ text: String) throws -> ExpressionValue {
        try Template.parse(text, scope: Self.scope).evaluate(in: Self.context)
    }

    private func problem(
        _ text: String,
        scope: NameScope = TemplateTests.scope,
        allowsInsert: Bool = false
    ) -> TemplateError? {
        do throws(TemplateError) {
            _ = try Template.parse(text, scope: scope, allowsInsert: allowsInsert)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a template has a value",
        arguments: [
            ("", ""), ("plain", "plain"), ("$a {{ b }} }}", "$a {{ b }} }}"), ("$", "$"),
            ("${", "${"),
            ("${{ a.b }}", "value"), ("${{a.b}}", "value"), ("${{\n a.b \n}}", "value"),
            ("${{ n }}", 1.5), ("${{ list }}", [1, 2]), ("${{ a.no }}", .null),
            ("${{ 1 == 1 }}", true),
            (" ${{ n }}", " 1.5"), ("${{ n }} ", "1.5 "), ("${{ n }}${{ n }}", "1.51.5"),
            ("x-${{ a.b }}-${{ n }}-y", "x-value-1.5-y"), ("[${{ list }}]", "[Array]"),
            ("<${{ a }}>", "<Object>"), ("<${{ a.no }}${{ a.empty }}>", "<>"),
            ("${{ '${{ literal }}' }}", "${{ literal }}"), ("${{ 'it''s' }}", "it's"),
            ("${{ '}}' }}", "}}"), ("a ${{ '}}' }} b", "a }} b"), ("${{ a['b'] }}", "value"),
            ("{0} {{ }} ${{ n }}", "{0} {{ }} 1.5"), ("'${{ n }}'", "'1.5'"),
            ("é${{ n }}😊", "é1.5😊"),
            ("${{ format('{0}}}', n) }}", "1.5}"), ("$${{ n }}", "$1.5"), ("${${{ n }}", "${1.5"),
        ] as [(String, ExpressionValue)]
    )
    func values(text: String, expected: ExpressionValue) throws {
        #expect(try value(text) == expected)
    }

    @Test("only text beside it turns an expression into a string")
    func shapes() throws {
        let content = { (text: String) in try Template.parse(text, scope: Self.scope).content }
        guard case .literal("x") = try content("x"),
            case .literal("it's") = try content("${{ 'it''s' }}")
        else {
            Issue.record("text and a lone string are literals")
            return
        }
        guard case .expression(let expression) = try content("${{  a.b }}") else {
            Issue.record("a lone expression keeps its kind")
            return
        }
        #expect(expression.text == "a.b")
        #expect(expression.offset == 5)
        guard case .formatted(let segments) = try content("x ${{ a.b }}${{ n }}"),
            segments.count == 3
        else {
            Issue.record("text and two expressions are three segments")
            return
        }
    }

    @Test(
        "GitHub's one expression for a template",
        arguments: [
            ("x", nil), ("${{ a.b }}", "a.b"), ("x ${{ a.b }}", "format('x {0}', a.b)"),
            ("it's {${{ n }}} ${{ a.b  }}", "format('it''s {{{0}}} {1}', n, a.b)"),
            ("false || ${{ n && n }}", "format('false || {0}', n && n)"),
        ]
    )
    func expressionText(text: String, expected: String?) throws {
        #expect(try Template.parse(text, scope: Self.scope).expressionText == expected)
    }

    @Test(
        "mistakes carry GitHub's text and their place",
        arguments: [
            (
                "x ${{ a.b",
                "The expression is not closed. An unescaped ${{ sequence was found, but the "
                    + "closing }} sequence was not found.", 2..<9
            ),
            (
                "${{ 'a }}",
                "The expression is not closed. An unescaped ${{ sequence was found, but the "
                    + "closing }} sequence was not found.", 0..<9
            ),
            ("x ${{ }}", "An expression was expected", 2..<8),
            ("${{}}", "An expression was expected", 0..<5),
            (
                "é ${{ b.c }}",
                "Unrecognized named-value: 'b'. Located at position 1 within expression: b.c",
                7..<8
            ),
            (
                "${{ a.b }} ${{ a. }}",
                "Unexpected end of expression: '.'. Located at position 2 "
                    + "within expression: a.", 16..<17
            ),
            (
                "${{ \"x\" }}",
                "Unexpected symbol: '\"x\"'. Located at position 1 within expression: \"x\"", 4..<7
            ),
            (
                "${{ insert }}",
                "The expression directive 'insert' is not supported in this context",
                0..<13
            ),
            (
                "a ${{ insert }}",
                "The directive 'insert' is not allowed in this context. Directives are not "
                    + "supported for expressions that are embedded within a string. Directives are "
                    + "only supported when the entire value is an expression.", 2..<15
            ),
            (
                "${{ insert a 'b c' (d e) }}",
                "Exactly 0 parameter(s) were expected following the directive 'insert'. Actual "
                    + "parameter count: 3", 4..<24
            ),
        ]
    )
    func mistakes(text: String, message: String, range: Range<Int>) {
        let problem = problem(text)
        #expect(problem?.description == message)
        #expect(problem?.range == range)
    }

    @Test("a key that allows no expressions says so, and takes any other text")
    func notAllowed() {
        #expect(problem("${{ 1 }}", scope: .none)?.problem == .notAllowed)
        #expect(
            problem("${{ 1 }}", scope: .none)?.description
                == "A template expression is not allowed in this context"
        )
        #expect(problem("{{ 1 }}", scope: .none) == nil)
    }

    @Test("a mapping key may be the directive insert")
    func insert() throws {
        for text in ["${{ insert }}", "${{insert}}", "${{ insert\n}}"] {
            let template = try Template.parse(text, scope: Self.scope, allowsInsert: true)
            guard case .insert = template.content else {
                Issue.record("\(text) is the directive")
                continue
            }
        }
        #expect(
            problem("${{ inserted }}", allowsInsert: true)?.description.contains("'inserted'")
                == true
        )
    }

    @Test("text and expressions together keep to the limits of one expression")
    func limits() {
        let long = String(repeating: "x", count: 20_984)
        #expect(problem(long + "${{ n }}") == nil)
        #expect(
            problem(long + "x${{ n }}")?.description == "Exceeded max expression length 21000"
        )
        let braces = String(repeating: "{", count: 10_495)
        #expect(problem(braces + "${{ n }}")?.description == "Exceeded max expression length 21000")
        let many = String(repeating: "${{ n }}", count: 255)
        #expect(problem(many)?.description.hasPrefix("Too many parameters supplied: '('") == true)
        #expect(problem(String(many.dropFirst(8)) + "x") == nil)
        let deep = String(repeating: "!", count: 49) + "n"
        #expect(problem("${{ \(deep) }}") == nil)
        #expect(problem("x${{ \(deep) }}")?.description == "Exceeded max expression depth 50")
    }

    @Test("long text without an expression has no limit")
    func plainText() throws {
        let long = String(repeating: "x", count: 100_000)
        #expect(try value(long) == .string(long))
    }

    @Test("any text can be made a template that says it")
    func literals() throws {
        for text in ["plain", "${{ github.x }}", "it's ${{ '", "}} ${{"] {
            let template = Template(literal: text)
            #expect(template.literal == text)
            let again = try Template.parse(template.source, scope: Self.scope)
            #expect(try again.evaluate(in: Self.context) == .string(text))
        }
    }
}
