import Testing

@testable import Execution

@Suite("The header of a run step's log")
struct RunStepHeaderTests {
    private func header(
        _ script: String,
        shellPath: String? = "/usr/bin/bash",
        environment: [(name: String, value: String)] = []
    ) -> RunStepHeader {
        let shell = ShellTemplate(shell: nil, isInJobContainer: false, hasBash: true)
        return RunStepHeader(
            script: script,
            shell: shell,
            shellPath: shellPath,
            environment: environment
        )
    }

    @Test("script lines in cyan, the shell, the environment")
    func whole() {
        let header = header(
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
    func short() {
        let header = header("true", shellPath: nil)
        #expect(header.lines == ["\u{1B}[36;1mtrue\u{1B}[0m", "shell: bash -e {0}"])
        let absent = RunStepHeader(
            script: "true",
            shell: nil,
            shellPath: nil,
            environment: [("A", "b")]
        )
        #expect(absent.lines == ["\u{1B}[36;1mtrue\u{1B}[0m"])
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
