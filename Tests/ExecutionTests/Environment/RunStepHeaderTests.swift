import Testing

@testable import Execution

@Suite("The header of a run step's log")
struct RunStepHeaderTests {
    private func header(
        _ script: String,
        shellPath: String? = "/usr/bin/bash",
        environment: [(name: String, value: String)] = []
    ) throws -> RunStepHeader {
        let shell = try ShellTemplate(shell: nil, isInJobContainer: false, hasBash: true)
        return RunStepHeader(
            script: script,
            shell: shell,
            shellPath: shellPath,
            environment: environment
        )
    }

    @Test("script lines in cyan, the shell, the environment")
    func whole() throws {
        let header = try header(
            "\n  make all\r\nmake test\n\n",
            environment: [("A", "b"), ("C", "")]
        )
        #expect(header.title == "Run make all")
        #expect(
            header.lines == [
                "\u{1B}[36;1m\u{1B}[0m", "\u{1B}[36;1m  make all\u{1B}[0m",
                "\u{1B}[36;1mmake test\u{1B}[0m", "shell: /usr/bin/bash -e {0}", "env:", "  A: b",
                "  C: ",
            ]
        )
    }

    @Test("without an environment and a known path")
    func short() throws {
        let header = try header("true", shellPath: nil)
        #expect(header.lines == ["\u{1B}[36;1mtrue\u{1B}[0m", "shell: bash -e {0}"])
    }

    @Test(
        "the title is the first line that is not blank",
        arguments: [
            ("a\nb", "a"), (" \t\r\n a b \nc", "a b "), ("a\rb", "a"), ("", ""), ("\n\n", ""),
        ]
    )
    func title(script: String, expected: String) {
        #expect(RunStepHeader.firstLine(of: script) == expected)
    }
}
