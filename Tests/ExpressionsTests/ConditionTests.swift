import Testing

@testable import Expressions

@Suite("What an if means")
struct ConditionTests {
    private static let context = EvaluationContext(
        ["env": ["yes": "1", "no": ""], "github": ["ref": "main"]],
        functions: [
            "success": { _ in true }, "failure": { _ in false }, "always": { _ in true },
            "cancelled": { _ in false },
        ]
    )

    @Test(
        "a condition is guarded unless it calls a status function",
        arguments: [
            ("", "success()"), ("  \n", "success()"), ("true", "success() && (true)"),
            ("${{ true }}", "success() && (true)"), ("env.yes", "success() && (env.yes)"),
            ("a", nil), ("always()", "always()"), ("${{ ALWAYS() }}", "ALWAYS()"),
            ("env.a || failure()", "env.a || failure()"), ("!cancelled()", "!cancelled()"),
            ("env[format('{0}', success())]", "env[format('{0}', success())]"),
            ("'success()'", "success() && ('success()')"),
            ("contains('always()', 'a')", "success() && (contains('always()', 'a'))"),
            ("env.success", "success() && (env.success)"), (" true ", "success() && (true)"),
            ("false || ${{ true }}", "success() && (format('false || {0}', true))"),
            ("${{ success() }} x", "format('{0} x', success())"),
            ("!${{ env.yes }}", "success() && (format('!{0}', env.yes))"),
            ("${{ 'false' }}", "success() && ('false')"), ("0 || 1", "success() && (0 || 1)"),
        ]
    )
    func text(text: String, expected: String?) throws {
        guard let expected else {
            #expect(throws: TemplateError.self) { try Condition.parse(text, scope: .stepIf) }
            return
        }
        #expect(try Condition.parse(text, scope: .stepIf).text == expected)
    }

    @Test(
        "a condition holds or does not",
        arguments: [
            ("", true), ("true", true), ("false", false), ("env.yes", true), ("env.no", false),
            ("env.yes == 1", true), ("failure()", false), ("!failure()", true), ("'false'", true),
            ("${{ 'false' }}", true), ("${{ false }} && true", true), ("!${{ true }}", true),
            ("${{ env.no }}${{ env.no }}", false), ("failure() || env.yes", true), ("0", false),
            ("github.ref == 'MAIN'", true), ("null", false), ("${{ env }}", true),
        ]
    )
    func holds(text: String, expected: Bool) throws {
        let condition = try Condition.parse(text, scope: .stepIf)
        #expect(try condition.evaluate(in: Self.context) == expected)
    }

    @Test("the guard is asked first, and a failed job stops there")
    func guarded() throws {
        var context = Self.context
        context.functions["success"] = { _ in false }
        #expect(try !Condition.parse("true", scope: .stepIf).evaluate(in: context))
        #expect(try !Condition.parse("fromJSON('bad')", scope: .stepIf).evaluate(in: context))
        #expect(try Condition.parse("always()", scope: .stepIf).evaluate(in: context))
        #expect(try !Condition.success.evaluate(in: context))
    }

    @Test("pre-if and post-if get no guard, and are always true when absent")
    func lifecycle() throws {
        let parse = { (text: String) in
            try Condition.parseLifecycle(text, scope: .actionLifecycleIf).text
        }
        #expect(try parse("env.a") == "env.a")
        #expect(try parse("") == "always()")
        #expect(try parse("failure()") == "failure()")
    }

    @Test("jobs name needed jobs in status functions, steps do not")
    func jobStatus() throws {
        let condition = try Condition.parse("success('build', 'test')", scope: .jobIf)
        #expect(condition.text == "success('build', 'test')")
        #expect(throws: TemplateError.self) { try Condition.parse("success('a')", scope: .stepIf) }
        #expect(throws: TemplateError.self) { try Condition.parse("always('a')", scope: .jobIf) }
    }

    @Test("mistakes carry GitHub's text, and their place in the scalar")
    func mistakes() throws {
        let bare = #expect(throws: TemplateError.self) {
            try Condition.parse("  secrets.x == ''", scope: .stepIf)
        }
        #expect(
            bare?.description
                == "Unrecognized named-value: 'secrets'. Located at position 1 within expression: "
                + "secrets.x == ''"
        )
        #expect(bare?.range == 2..<9)
        let wrapped = #expect(throws: TemplateError.self) {
            try Condition.parse("${{  secrets.x }}", scope: .stepIf)
        }
        #expect(wrapped?.range == 5..<12)
        #expect(throws: TemplateError.self) { try Condition.parse("${{ }}", scope: .stepIf) }
        #expect(throws: TemplateError.self) { try Condition.parse("${{ true", scope: .stepIf) }
    }

    @Test("the guard counts towards the limits")
    func limits() throws {
        let nots = { (count: Int) in String(repeating: "!", count: count) + "true" }
        #expect(throws: Never.self) { try Condition.parse(nots(48), scope: .stepIf) }
        let error = #expect(throws: TemplateError.self) {
            try Condition.parse(nots(49), scope: .stepIf)
        }
        #expect(error?.description == "Exceeded max expression depth 50")
        let long = "'" + String(repeating: "x", count: 20_990) + "'"
        #expect(throws: TemplateError.self) { try Condition.parse(long, scope: .stepIf) }
    }

    @Test("the trace tells what the condition came from")
    func trace() throws {
        let condition = try Condition.parse("github.ref == 'main' && env.no", scope: .stepIf)
        let (holds, trace) = try condition.trace(in: Self.context)
        #expect(!holds)
        #expect(
            trace.lines == [
                "Evaluating: (success() && ((github.ref == 'main') && env.no))",
                "Expanded: (true && (('main' == 'main') && ''))",
                "Result: ''",
            ]
        )
        #expect(
            try Condition.success.trace(in: Self.context).trace.lines == [
                "Evaluating: success()", "Result: true",
            ]
        )
    }

    @Test("what was not evaluated stays as written in the trace")
    func traceSkips() throws {
        let expression = try Expression.parse("env.no && env.yes || github.ref", scope: .stepIf)
        let (value, trace) = try expression.trace(in: Self.context)
        #expect(value == "main")
        #expect(trace.expanded == "(('' && env.yes) || 'main')")
    }
}
