import Testing

@testable import Execution

@Suite("Reading workflow commands")
struct WorkflowCommandTests {
    /// A line and the command it is.
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let name: String
        let properties: [String: String]
        let data: String

        init(_ line: String, _ name: String, _ properties: [String: String], _ data: String) {
            self.line = line
            self.name = name
            self.properties = properties
            self.data = data
        }

        var testDescription: String { line }
    }

    @Test(
        "lines that are commands",
        arguments: [
            Case("::set-output name=a::b", "set-output", ["name": "a"], "b"),
            Case("  \t::debug::x", "debug", [:], "x"),
            Case("\u{A0}\u{3000}::debug::x", "debug", [:], "x"),
            Case("::debug::", "debug", [:], ""),
            Case("::DEBUG::x", "DEBUG", [:], "x"),
            Case(
                "::error file=a.c,line=1,col=2::m",
                "error",
                ["file": "a.c", "line": "1", "col": "2"],
                "m"
            ),
            Case("::error file=a, line=1::m", "error", ["file": "a", " line": "1"], "m"),
            Case("::error  file=a ::m", "error", ["file": "a"], "m"),
            Case("::error FILE=a,File=b::m", "error", ["file": "b"], "m"),
            Case("::error file=,=x,y,a=b=c::m", "error", ["a": "b=c"], "m"),
            Case("::error =a=b,c==d::m", "error", ["a": "b", "c": "d"], "m"),
            Case("::error title=a%3Ab%2Cc%0Ad%25::m", "error", ["title": "a:b,c\nd%"], "m"),
            Case("::debug::a%0Ab%0Dc%25%3A%0a%250A", "debug", [:], "a\nb\rc%%3A%0a%0A"),
            Case("::debug::a::b", "debug", [:], "a::b"),
            Case("::debug ::x", "debug", [:], "x"),
            Case("::debug::%", "debug", [:], "%"),
            Case("::debug::%2", "debug", [:], "%2"),
            Case("##[debug]x", "debug", [:], "x"),
            Case("abc ##[debug]x", "debug", [:], "x"),
            Case("##[error file=a;line=1]m", "error", ["file": "a", "line": "1"], "m"),
            Case("##[error file=a%5D%3B%0D;x]m%3B%5D%2C", "error", ["file": "a];\r"], "m;]%2C"),
            Case("##[debug]a]b", "debug", [:], "a]b"),
            Case("::nothing::##[debug]x", "debug", [:], "x"),
        ]
    )
    func commands(expected: Case) {
        let command = WorkflowCommand.parse(expected.line, names: CommandProcessor.names)
        #expect(command?.name == expected.name)
        #expect(command?.properties == expected.properties)
        #expect(command?.data == expected.data)
    }

    @Test(
        "lines that are ordinary output",
        arguments: [
            "", " ", "::", "::::", ":: debug::x", "::debug", "::debug:x", "x ::debug::y",
            "::unknown::x", "::debugx::y", ":debug::x", "##[debug", "##[unknown]x ##[debug]y",
            "##[ debug]x", "# #[debug]x", "::internal-set-repo-path repoFullName=a::b",
            "std::vector<int>::iterator", "\u{FEFF}::debug::x", "x\u{3000}::debug::y",
        ]
    )
    func output(line: String) {
        #expect(WorkflowCommand.parse(line, names: CommandProcessor.names) == nil)
    }

    @Test("the registered names are GitHub's")
    func names() {
        #expect(
            CommandProcessor.names == [
                "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error",
                "group", "notice", "remove-matcher", "save-state", "set-env", "set-output",
                "stop-commands", "warning",
            ]
        )
    }
}
