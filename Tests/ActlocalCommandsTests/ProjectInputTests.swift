import Testing

@testable import ActlocalCommands

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("What a project and the command line give")
struct ProjectInputTests {
    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent",
    ]
    private static let workflow = """
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: echo
        """

    private func plan(_ scratch: ScratchFolder, _ arguments: String...) async throws
        -> CommandResult
    {
        try await .of(
            ["plan", "-C", scratch.path] + arguments,
            environment: Self.environment
        )
    }

    @Test(
        "`.actlocal.yml` names only files of its repository",
        arguments: [
            ("certificates: /etc/passwd", "`/etc/passwd` is outside of this repository"),
            ("certificates: README", "`README` holds no certificate"),
            ("env-file: link", "`link` is outside of this repository"),
            ("secrets-file: ../../etc/passwd", "is outside of this repository"),
            ("secrets-file: nope", "cannot read `nope`: no such file or directory"),
            ("actions:\n  a/b: ../elsewhere", "`../elsewhere` is outside of this repository"),
        ]
    )
    func configuredPaths(text: String, expected: String) async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        try scratch.file("README", "text\n")
        try scratch.file(".actlocal.yml", text + "\n")
        #expect(symlink("/etc/passwd", "\(scratch.path)/link") == 0)
        let result = try await plan(scratch)
        #expect(result.status == 3)
        #expect(result.console.contains(expected))
        #expect(result.console.contains(".actlocal.yml:"))
    }

    @Test("wrong paths of `.actlocal.yml` are told in the order of its lines")
    func orderOfPaths() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        let actions = ["z/z", "a/a", "m/m"].map { "  \($0): ../\($0)\n" }.joined()
        try scratch.file(".actlocal.yml", "certificates: /x\nactions:\n\(actions)env-file: /y\n")
        let result = try await plan(scratch)
        let lines = result.console.split(separator: "\n").compactMap { line in
            line.split(separator: ":").dropFirst().first.flatMap { Int($0) }
        }
        #expect(lines == [1, 3, 4, 5, 6], "\(result.console)")
    }

    @Test("files of the repository are taken")
    func ownPaths() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        try scratch.file("ca.pem", "-----BEGIN CERTIFICATE-----\n")
        try scratch.file("values", "A=1\n")
        try scratch.file(".actlocal.yml", "certificates: ca.pem\nenv-file: values\n")
        let result = try await plan(scratch)
        #expect(result.status == 0)
        #expect(result.console.isEmpty)
    }

    @Test("a job is looked for in all workflows, and those without it are left out")
    func jobs() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        try scratch.file(
            ".github/workflows/lint.yml",
            Self.workflow.replacing("test:", with: "lint:")
        )
        let found = try await plan(scratch, "-j", "lint")
        #expect(found.status == 0)
        #expect(found.output.contains("lint.yml") && !found.output.contains("ci.yml"))
        let missing = try await plan(scratch, "-j", "nope")
        #expect(missing.status == 5)
        #expect(missing.console.contains("none of the workflows has a job `nope`"))
    }

    @Test("a workflow that is no project's is run by its path, or all of a folder")
    func elsewhere() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        try scratch.file("drafts/new.yml", Self.workflow.replacing("test:", with: "draft:"))
        for path in ["drafts/new.yml", "./drafts/", scratch.path + "/drafts/new.yml"] {
            let result = try await plan(scratch, path)
            #expect(result.status == 0, "\(result.console)")
            #expect(result.output.contains("draft") && !result.output.contains("ci.yml"))
        }
        for path in [".github", ".", ".github/workflows/ci.yml", "ci"] {
            let result = try await plan(scratch, path)
            #expect(result.status == 0 && result.output.contains("test"), "\(path)")
            #expect(!result.output.contains("draft"))
        }
    }

    @Test("a folder without workflows is named, and nothing is told of what stands for what")
    func emptyFolder() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        try scratch.file("drafts/README", "none\n")
        for arguments in [["-W", "drafts"], ["drafts/"]] {
            let result = try await CommandResult.of(
                ["run", "-C", scratch.path] + arguments,
                environment: Self.environment
            )
            #expect(result.status == 5)
            #expect(result.console.contains("/drafts` has no file that ends in `.yml`"))
            #expect(!result.console.contains("What stands for what"))
        }
    }

    @Test("inputs are refused where the event has none")
    func inputs() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        let result = try await plan(scratch, "--input", "a=1")
        #expect(result.status == 64)
        #expect(result.console.contains("the event `push` takes no inputs"))
        try scratch.file(".input", "a=1\n")
        #expect(try await plan(scratch).status == 0)
    }

    @Test("inputs of a called workflow have their declared types")
    func callInputs() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            Self.workflow.replacing(
                "on: push",
                with: "on: {workflow_call: {inputs: {n: {type: number}}}}"
            )
        )
        let wrong = try await plan(scratch, "ci", "--input", "n=x")
        #expect(wrong.status == 64)
        #expect(wrong.console.contains("Unexpected value 'x'"))
        #expect(try await plan(scratch, "ci", "--input", "n=2").status == 0)
        let event = try scratch.file("event.json", #"{"inputs": {"n": "y"}}"#)
        let payload = try await plan(scratch, "ci", "-e", event)
        #expect(payload.console.contains("Unexpected value 'y'"))
    }

    @Test("pipes, folders and devices are not waited for", arguments: ["pipe", "zero"])
    func specialFiles(kind: String) async throws {
        let scratch = try ScratchFolder()
        let path = "\(try scratch.folder(".github/workflows"))/a.yml"
        if kind == "pipe" {
            #expect(mkfifo(path, 0o600) == 0)
        } else {
            #expect(symlink("/dev/zero", path) == 0)
        }
        let result = try await CommandResult.of(["list", "-C", scratch.path])
        #expect(result.status == 3)
        #expect(result.console.contains(kind == "pipe" ? "it is a pipe" : "it is a device"))
    }

    @Test("standard output that cannot be written is an error")
    func fullDisk() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", Self.workflow)
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let console = try CapturedPort()
        let front = FrontEnd(
            machine: .sample(),
            output: OutputPort(descriptor: descriptor),
            console: console.port,
            input: -1
        )
        #expect(await front.run(["list", "-C", scratch.path]) == 4)
        #expect(
            console.text()
                == "error: cannot write to standard output: no space left on device\n"
        )
    }

    @Test("a console that cannot be written cancels no run, one that nobody reads does")
    func fullConsole() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        SignalWatch.surviveClosedPipes()
        for (descriptor, isGone) in [(open("/dev/full", O_WRONLY), false), (ends[1], true)] {
            defer { close(descriptor) }
            var reporter = ConsoleReporter(
                port: OutputPort(descriptor: descriptor),
                mode: .log,
                style: .plain,
                diagnostics: DiagnosticText(folders: [])
            )
            reporter.notice("text")
            #expect(reporter.isReaderGone == isGone)
        }
    }
}
