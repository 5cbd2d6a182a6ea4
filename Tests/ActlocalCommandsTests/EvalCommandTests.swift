import Testing

@testable import ActlocalCommands

@Suite("The command `eval`")
struct EvalCommandTests {
    @Test(
        "`--format json` prints kind and value on one line",
        arguments: [
            ("1 == '1'", #"{"kind":"Boolean","value":true}"#),
            ("0.1", #"{"kind":"Number","value":0.1}"#),
            ("123456789012345678", #"{"kind":"Number","value":123456789012345680}"#),
            ("-0", #"{"kind":"Number","value":-0.0}"#),
            ("NaN", #"{"kind":"Number","value":"NaN"}"#),
            ("-Infinity", #"{"kind":"Number","value":"-Infinity"}"#),
            ("'a\"é'", ##"{"kind":"String","value":"a\"é"}"##),
            ("null", #"{"kind":"Null","value":null}"#),
            ("", #"{"kind":"Null","value":null}"#),
            (
                "fromJSON('[1, {\"b\": 2, \"a\": null}]')",
                #"{"kind":"Array","value":[1,{"b":2,"a":null}]}"#
            ),
            ("${{ 1 }}", #"{"kind":"Number","value":1}"#),
            (" ${{ 1 }}", #"{"kind":"String","value":" 1"}"#),
            ("it's ${{ 1 }}-${{ true }}", #"{"kind":"String","value":"it's 1-true"}"#),
            ("'${{ x }}'", #"{"kind":"String","value":"${{ x }}"}"#),
            ("success() && !failure()", #"{"kind":"Boolean","value":true}"#),
        ]
    )
    func json(expression: String, expected: String) async throws {
        let result = try await CommandResult.of(["eval", "--format", "json", "--", expression])
        #expect(result.output == expected + "\n")
        #expect(result.console.isEmpty)
        #expect(result.status == 0)
    }

    @Test(
        "what has no value ends with 3, and JSON says at which moment it showed",
        arguments: [
            ("1 = 2", "lexing", "Unexpected symbol: '='. Located at position 3"),
            ("1 2", "parsing", "Unexpected symbol: '2'. Located at position 3"),
            ("nosuch.x", "parsing", "Unrecognized named-value: 'nosuch'"),
            ("a ${{ 1", "parsing", "The expression is not closed"),
            ("a ${{ 1 = 2 }}", "lexing", "Unexpected symbol: '='"),
            ("format('{0')", "evaluation", "The following format string is invalid: {0"),
            ("hashFiles('x')", "evaluation", "`hashFiles` reads the workspace of a job"),
        ]
    )
    func failure(expression: String, kind: String, message: String) async throws {
        let json = try await CommandResult.of(["eval", expression, "--format", "json"])
        #expect(json.output.hasPrefix(#"{"error":{"kind":"\#(kind)","value":"\#(message)"#))
        #expect(json.console.isEmpty)
        #expect(json.status == 3)
        let text = try await CommandResult.of(["eval", expression])
        #expect(text.console.contains("error: \(message)"))
        #expect(text.status == 3)
    }

    @Test("a syntax error is shown in the expression, with a caret")
    func caret() async throws {
        let result = try await CommandResult.of(["eval", "'a' == \"b\""])
        #expect(
            result.console == """
                expression:1:8: error: Unexpected symbol: '"b"'. Located at position 8 within \
                expression: 'a' == "b" [expression]
                   |
                 1 | 'a' == "b"
                   |        ^^^
                   = help: use single quotes: expressions have no double-quoted strings

                """
        )
        #expect(result.output.isEmpty)
    }

    @Test("the text form has the value, its type and what each part came to")
    func tree() async throws {
        let scratch = try ScratchFolder()
        let file = try scratch.file(
            "c.json",
            #"{"github": {"ref": "refs/heads/main", "event": {}}, "secrets": {"KEY": "hunter22"}}"#
        )
        let result = try await CommandResult.of([
            "eval", "--contexts", file,
            "startsWith(github.ref, 'refs/heads/') && format('{0}', secrets.KEY) || github.event.x",
        ])
        #expect(
            result.output == """
                '***' (String)

                (startsWith(github.ref, 'refs/heads/') && format('{0}', secrets.KEY)) || \
                github.event.x → '***'
                ├─ startsWith(github.ref, 'refs/heads/') && format('{0}', secrets.KEY) → '***'
                │  ├─ startsWith(github.ref, 'refs/heads/') → true
                │  │  └─ github.ref → 'refs/heads/main'
                │  └─ format('{0}', secrets.KEY) → '***'
                │     └─ secrets.KEY → '***'
                └─ github.event.x → not evaluated

                """
        )
    }

    @Test("a property that is not there is said, with the nearest one that is")
    func missing() async throws {
        let result = try await CommandResult.of(
            ["eval", "github.evnt.x", "--contexts", "-"],
            input: #"{"github": {"event": {"x": 1}}}"#
        )
        #expect(result.output.hasPrefix("null (Null)\n"))
        #expect(result.output.contains("`github` has no `evnt`; did you mean `github.event`?"))
    }

    @Test("the expression may come from standard input, without its last line feed")
    func standardInput() async throws {
        for arguments in [["eval"], ["eval", "-"]] {
            let result = try await CommandResult.of(arguments + ["--format", "json"], input: "1\n")
            #expect(result.output == #"{"kind":"Number","value":1}"# + "\n")
        }
        let nothing = try await CommandResult.of(["eval"])
        #expect(nothing.status == 64)
        #expect(nothing.console.contains("there is no expression"))
    }

    @Test(
        "contexts that are none are refused",
        arguments: [("[1]", "it holds no object"), ("{", "Unexpected end of content")]
    )
    func badContexts(text: String, reason: String) async throws {
        let result = try await CommandResult.of(["eval", "1", "--contexts", "-"], input: text)
        #expect(result.status == 64)
        #expect(result.console.contains("holds no contexts: \(reason)"))
    }

    @Test("errors name the file of contexts, and what is to know about names is told beside JSON")
    func contextsFile() async throws {
        let scratch = try ScratchFolder()
        try scratch.file("broken.json", "{")
        let broken = try await CommandResult.of(
            ["eval", "1", "-C", scratch.path, "--contexts", "broken.json"]
        )
        #expect(broken.console.contains("`broken.json` holds no contexts"))
        try scratch.file("contexts.json", #"{"github": {"ref": "x"}}"#)
        let result = try await CommandResult.of(
            ["eval", "github.rfe", "-C", scratch.path, "--contexts", "contexts.json", "--json"]
        )
        #expect(result.output == #"{"kind":"Null","value":null}"# + "\n")
        #expect(result.console.contains("note: `github` has no `rfe`"))
    }
}
