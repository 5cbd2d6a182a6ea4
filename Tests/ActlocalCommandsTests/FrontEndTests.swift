import Diagnostics
import RunEvents
import Testing

@testable import ActlocalCommands

@Suite("The program")
struct FrontEndTests {
    @Test("`--version` and help are data, and succeed")
    func help() async throws {
        let version = try await CommandResult.of(["--version"])
        #expect(version.output == "\(ActlocalCommand.version)\n")
        #expect(version.status == 0)
        for arguments in [[], ["--help"], ["help", "run"], ["run", "--help"], ["list", "-h"]] {
            let help = try await CommandResult.of(arguments)
            #expect(help.output.contains("USAGE: actlocal"))
            #expect(help.console.isEmpty)
            #expect(help.status == 0)
        }
    }

    @Test("what is read beside the command line can be read")
    func prelude() throws {
        try ParserPrelude.read()
    }

    @Test(
        "help fits eighty columns",
        arguments: [
            [], ["run"], ["list"], ["plan"], ["check"], ["graph"], ["eval"], ["artifacts"],
            ["artifacts", "list"], ["artifacts", "show"], ["artifacts", "extract"],
            ["artifacts", "prune"], ["cache"], ["cache", "list"], ["cache", "show"],
            ["cache", "extract"], ["cache", "prune"], ["clean"],
        ]
    )
    func helpWidth(command: [String]) async throws {
        let help = try await CommandResult.of(command + ["--help"])
        // A line that had to be broken shows that an example is too long.
        #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let examples = help.output.split(separator: "\n").filter { $0.hasPrefix("  actlocal") }
        #expect(examples.count >= 3)
        #expect(examples.allSatisfy { !$0.hasSuffix("one") && !$0.hasSuffix("in") })
    }

    @Test(
        "wrong usage ends with 64 and says what is wrong",
        arguments: [
            (["run", "--jbo", "x"], "error: Unknown option '--jbo'. Did you mean '--job'?"),
            (["run", "-v", "-q"], "error: `--verbose` and `--quiet` exclude each other"),
            (["run", "--json", "-q"], "error: `--json` always prints every event"),
            (["run", "--parallel", "0"], "error: `--parallel` takes a number from 1 up"),
            (["run", "a", "b"], "error: Unexpected argument 'b'"),
            (["run", "-C", "/nowhere"], "cannot work in `/nowhere`: no such file or directory"),
            (["run", "-C", "/dev/null"], "cannot work in `/dev/null`: not a folder"),
            (["run", "-s", "NOWHERE"], "`--secret NOWHERE` has no value"),
            (["lits"], "error: `lits` is no command\n  = help: did you mean `actlocal list`?"),
            (["help", "lits"], "error: `lits` is no command"),
            (["ci"], "to run a workflow, write `actlocal run ci`"),
        ]
    )
    func usage(arguments: [String], expected: String) async throws {
        let result = try await CommandResult.of(arguments)
        #expect(result.status == 64)
        #expect(result.console.contains(expected))
        #expect(result.output.isEmpty != arguments.contains("--json"))
    }

    @Test(
        "a run that is refused before it begins says why in its events, too",
        arguments: [
            (["-v"], "`--json` always prints every event: leave out `-v` and `-q`"),
            (["--jbo", "x"], "Unknown option '--jbo'. Did you mean '--job'?"),
            (["-C", "/nowhere"], "cannot work in `/nowhere`: no such file or directory"),
            (["-s", "NO-WHERE"], "`--secret NO-WHERE` has no value"),
        ]
    )
    func refusedRun(arguments: [String], expected: String) async throws {
        let result = try await CommandResult.of(["run", "--json"] + arguments)
        let events = try result.output.split(separator: "\n").map {
            try RunEvent(jsonLine: String($0))
        }
        try #require(events.count == 2)
        guard case .diagnostic(let reason) = events[0].happening,
            case .runFinished(let end) = events[1].happening
        else { throw NoRefusal() }
        #expect(reason.severity == .error && reason.message.hasPrefix(expected))
        #expect(end.exitStatus == 64 && result.status == 64)
        #expect(end.conclusion == .failure)
    }

    private struct NoRefusal: Error {}

    @Test("a secret's value is in no message", arguments: ["=hunter2", "a b=hunter2", "9=hunter2"])
    func secrecy(typed: String) async throws {
        for option in ["-s", "--secret"] {
            let result = try await CommandResult.of(["run", option, typed])
            #expect(result.status == 64)
            #expect(!result.console.contains("hunter2"))
        }
    }

    @Test("a broken dotenv file ends with 3, and its lines are not shown")
    func brokenFile() async throws {
        let scratch = try ScratchFolder()
        try scratch.folder(".git")
        try scratch.file(".secrets", "A=1\nhunter2\n")
        let result = try await CommandResult.of(["run", "-C", scratch.path])
        #expect(result.status == 3)
        #expect(
            result.console == """
                .secrets:2:1: error: this line has no `=` [dotenv-syntax]
                   = help: write `NAME=value`, and put a value of several lines in double quotes

                """
        )
    }

    @Test("`--json` and `--format json` are the same wherever one of them is")
    func forms() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            "on: push\njobs: { a: { runs-on: x, steps: [{ run: 'true' }] } }\n"
        )
        for command in [["list"], ["plan"], ["graph"], ["check"], ["eval", "1"]] {
            let arguments = command + ["-C", scratch.path]
            let short = try await CommandResult.of(arguments + ["--json"])
            let long = try await CommandResult.of(arguments + ["--format", "json"])
            #expect(short.status == 0, "\(command): \(short.console)")
            #expect(short.output == long.output)
            #expect(["{", "["].contains(short.output.prefix(1)))
        }
    }
}
