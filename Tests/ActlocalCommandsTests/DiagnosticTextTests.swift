import Diagnostics
import RunEvents
import Sessions
import Testing

@testable import ActlocalCommands

@Suite("Diagnostics on the console")
struct DiagnosticTextTests {
    private func diagnostic(_ code: DiagnosticCode, file: String) -> Diagnostic {
        let span = SourceSpan(
            file: file,
            start: SourcePosition(line: 2, column: 1, offset: 9),
            end: SourcePosition(line: 2, column: 5, offset: 13)
        )
        return Diagnostic(code, "`jbos` is unknown", at: span, help: "did you mean `jobs`?")
    }

    @Test("the line it is about is read again and shown")
    func excerpt() throws {
        let scratch = try ScratchFolder()
        try scratch.file("ci.yml", "on: push\njbos: {}\n")
        var run = Recording()
        run.at(0, .diagnostic(diagnostic(.unknownKey, file: "ci.yml")))
        let port = try CapturedPort()
        var reporter = ConsoleReporter(
            port: port.port,
            mode: .log,
            style: .plain,
            diagnostics: DiagnosticText(folders: [scratch.path])
        )
        run.events.forEach { reporter.report($0) }
        #expect(
            port.text() == """
                ci.yml:2:1: error: `jbos` is unknown [unknown-key]
                   |
                 2 | jbos: {}
                   | ^^^^
                   = help: did you mean `jobs`?

                """
        )
    }

    @Test("of a dotenv file no line is shown, and none of a file that is gone")
    func hiddenLines() throws {
        let scratch = try ScratchFolder()
        try scratch.file(".secrets", "A=1\nhunter2\n")
        let text = DiagnosticText(folders: [scratch.path]).text(
            [diagnostic(.dotenvSyntax, file: ".secrets"), diagnostic(.unknownKey, file: "gone")],
            style: .plain
        )
        #expect(!text.contains("|"))
        #expect(text.contains("gone:2:1: error"))
    }
}
