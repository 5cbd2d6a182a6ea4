import ArgumentParser
import Foundation
import Testing

@testable import ActlocalCommands

// One at a time: the argument parser keeps the shell that asks for all of the process.
@Suite("Completion in the shell", .serialized)
struct CompletionTests {
    private static func project() throws -> ScratchFolder {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            """
            name: Checks
            on: [push, pull_request]
            jobs:
              lint:
                runs-on: ubuntu-latest
                steps:
                  - { id: prepare, name: Prepare, run: x }
                  - { name: 'Check: it''s "all" $(x)', run: x }
                  - run: make lint
                  - parallel: [{ run: make fast }]
              test: { runs-on: ubuntu-latest, steps: [{ run: x }] }
            """
        )
        try scratch.file(
            ".github/workflows/deploy.yaml",
            """
            on: workflow_dispatch
            jobs: { ship: { runs-on: ubuntu-latest, steps: [{ run: x }] } }

            """
        )
        try scratch.file(".github/workflows/broken.yml", "on: push\njobs: [\n")
        return scratch
    }

    /// What the program offers for an argument, by the call that the shells' scripts make.
    private static func offered(
        for argument: String,
        of command: String = "run",
        words: String...
    ) async throws -> [String] {
        let result = try await CommandResult.of(
            ["---completion", command, "--", argument, "\(words.count)", "0", "actlocal", command]
                + words
        )
        #expect(result.console.isEmpty)
        #expect(result.status == 0)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test("workflows, jobs and events are those of the project")
    func names() async throws {
        let scratch = try Self.project()
        let workflows = try await Self.offered(for: "positional@0", words: "-C", scratch.path)
        #expect(workflows == ["broken", "ci", "deploy"])
        let jobs = try await Self.offered(for: "--job", words: "-C", scratch.path, "--job")
        #expect(jobs == ["lint", "test", "ship"])
        let events = try await Self.offered(for: "--event", words: "-C\(scratch.path)", "--event")
        #expect(events == ["push", "pull_request", "workflow_dispatch"])
    }

    @Test(
        "with a workflow they are those of that workflow",
        arguments: ["deploy", "'deploy'", ".github/workflows/deploy.yaml"]
    )
    func ofWorkflow(name: String) async throws {
        let scratch = try Self.project()
        let folder = "--directory=\(scratch.path)"
        #expect(try await Self.offered(for: "--job", words: name, folder, "-j") == ["ship"])
        let events = try await Self.offered(for: "--event", of: "plan", words: name, folder)
        #expect(events == ["workflow_dispatch"])
    }

    @Test("steps are those of the job, by id and name")
    func steps() async throws {
        let scratch = try Self.project()
        let folder = "--directory=\(scratch.path)"
        let offered = try await Self.offered(
            for: "--step",
            of: "eval",
            words: "1",
            "ci",
            folder,
            "--job",
            "LINT",
            "--step"
        )
        #expect(
            offered == [
                "prepare", "Prepare", #"Check: it's "all" $(x)"#, "Run make lint", "Parallel group",
                "Run make fast",
            ]
        )
        let other = try await Self.offered(for: "--step", of: "eval", words: "1", folder, "-jtest")
        #expect(other == ["Run x"])
    }

    @Test("a word is written as the shell wants it")
    func words() {
        let names = ["a:b", "a:b", #"c\d"#, "e\tf", "", "g\nh"]
        #expect(ShellWord.offered(names, in: .bash) == ["a:b", #"c\d"#, "e\tf"])
        #expect(ShellWord.offered(names, in: .zsh) == [#"a\:b"#, #"c\\d"#, "e\tf"])
        #expect(ShellWord.offered(names, in: .fish) == ["a:b", #"c\d"#])
    }

    @Test("where nothing can be read nothing is offered, and nothing is said")
    func nothing() async throws {
        let scratch = try ScratchFolder()
        for folder in [scratch.path, scratch.path + "/nowhere"] {
            #expect(try await Self.offered(for: "--job", words: "-C", folder).isEmpty)
            #expect(try await Self.offered(for: "positional@0", words: "-C", folder).isEmpty)
        }
    }

    @Test("there is a script for every shell", arguments: ["bash", "zsh", "fish"])
    func scripts(shell: String) async throws {
        let result = try await CommandResult.of(["--generate-completion-script", shell])
        #expect(result.status == 0)
        #expect(result.output.contains("---completion"))
        #expect(result.console.isEmpty)
    }
}
