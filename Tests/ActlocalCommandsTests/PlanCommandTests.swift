import Testing

@testable import ActlocalCommands

@Suite("What a plan tells before anything runs")
struct PlanCommandTests {
    private static func result(
        of arguments: [String],
        _ workflow: String
    ) async throws -> CommandResult {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", workflow)
        return try await CommandResult.of(arguments + ["-C", scratch.path])
    }

    private static let filtered = """
        name: CI
        on: {push: {branches: [release]}}
        jobs: {a: {runs-on: ubuntu-latest, steps: [{run: x}]}}
        """

    @Test("where nothing starts, the filter that said no is named", arguments: ["plan", "graph"])
    func filters(command: String) async throws {
        let result = try await Self.result(of: [command], Self.filtered)
        let reason = "not started by `push`: `branches`: "
        #expect((result.output + result.console).contains(reason), "\(result)")
        #expect(result.console.contains("starts no workflow"))
        #expect(result.status == 5)
    }

    @Test("where nothing starts, a plan for programs says why")
    func filtersForPrograms() async throws {
        let plan = try await Self.result(of: ["plan", "--json"], Self.filtered)
        #expect(plan.output.hasPrefix(#"{"version":1,"plans":[{"#), "\(plan.output)")
        #expect(plan.output.contains(#""notStarted":{"filter":"branches""#), "\(plan.output)")
        #expect(plan.status == 5)
        for form in [["--format", "json"], ["--json"]] {
            let graph = try await Self.result(of: ["graph"] + form, Self.filtered)
            #expect(graph.output == #"{"version":1,"graphs":[]}"# + "\n")
            #expect(graph.status == 5)
        }
    }

    @Test("a job for another system is no job that runs here, nor is one that needs it")
    func otherSystem() async throws {
        let workflow = """
            on: push
            jobs:
              w: {runs-on: windows-latest, steps: [{run: x}]}
              after: {needs: w, runs-on: ubuntu-latest, steps: [{run: x}]}
              m:
                strategy: {matrix: {os: [ubuntu-latest, macos-14]}}
                runs-on: ${{ matrix.os }}
                steps: [{run: x}]
            """
        let plan = try await Self.result(of: ["plan"], workflow)
        #expect(plan.output.contains("w: not run here: it needs a Windows runner"), "\(plan)")
        #expect(plan.output.contains("after: not run here, needs w: `w`, which it needs"))
        #expect(plan.output.contains("m (macos-14) on macos-14: not run here: it needs a macOS"))
        #expect(plan.output.contains("m (ubuntu-latest) on ubuntu-latest\n"))
        let mapped = try await Self.result(of: ["plan", "-P", "windows-latest=x"], workflow)
        #expect(mapped.output.contains("w: on windows-latest"), "\(mapped)")
    }

    @Test("a fork's pull request is planned without secrets, and that is said")
    func fork() async throws {
        let scratch = try ScratchFolder()
        try scratch.file(
            ".github/workflows/ci.yml",
            """
            on: pull_request
            jobs:
              a: {runs-on: ubuntu-latest, steps: [{run: "${{ secrets.KEY }}"}]}
            """
        )
        try scratch.file(
            "e.json",
            #"{"pull_request": {"head": {"repo": {"full_name": "else/where", "fork": true}}}}"#
        )
        let arguments = ["plan", "--event", "pull_request", "-s", "KEY=1", "-C", scratch.path]
        let own = try await CommandResult.of(arguments)
        #expect(own.console.isEmpty, "\(own)")
        let fork = try await CommandResult.of(arguments + ["-e", "e.json"])
        #expect(fork.status == 0)
        #expect(fork.output.contains("a: on ubuntu-latest"), "\(fork)")
        #expect(fork.console.contains("the pull request is a fork's"), "\(fork.console)")
    }

    @Test("secrets and variables that a run would not have are told, each once")
    func missingValues() async throws {
        let workflow = """
            on: push
            jobs:
              a:
                runs-on: ubuntu-latest
                env: {A: "${{ secrets.NOPE }} ${{ vars.NADA }}", B: "${{ secrets.nope }}"}
                steps:
                  - run: x ${{ secrets.GITHUB_TOKEN }} ${{ secrets.MAYBE || 'none' }}
                  - if: vars.ASKED
                    run: x
              b:
                runs-on: ubuntu-latest
                steps: [{run: "${{ secrets.ELSEWHERE }}"}]
            """
        let plan = try await Self.result(of: ["plan", "-j", "a"], workflow)
        #expect(plan.console.contains("no secret `NOPE` is known here"), "\(plan.console)")
        #expect(plan.console.contains("no variable `NADA` is known here"))
        for name in ["GITHUB_TOKEN", "MAYBE", "ASKED", "ELSEWHERE"] {
            #expect(!plan.console.contains(name), "\(plan.console)")
        }
        #expect(plan.status == 0)
        let given = try await Self.result(
            of: ["plan", "-j", "a", "-s", "NOPE=1", "--var", "NADA=2"],
            workflow
        )
        #expect(given.console.isEmpty, "\(given.console)")
    }
}
