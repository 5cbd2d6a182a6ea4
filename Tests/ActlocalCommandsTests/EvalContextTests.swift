import Testing

@testable import ActlocalCommands

@Suite("The contexts of `eval`")
struct EvalContextTests {
    private static let workflow = """
        name: CI
        on:
          push:
          workflow_dispatch:
            inputs: { target: { default: staging } }
        env: { A: one, B: "${{ vars.V }}" }
        jobs:
          build:
            runs-on: ubuntu-latest
            steps: [{ run: "true" }]
          test:
            needs: build
            runs-on: ${{ matrix.os }}
            strategy: { matrix: { os: [ubuntu-24.04, ubuntu-22.04], n: [1, 2] } }
            env: { C: "${{ github.job }}-${{ matrix.n }}" }
            steps: [{ run: "true" }]
        """

    /// What `eval` prints in a project with one workflow.
    private static func eval(_ arguments: String...) async throws -> CommandResult {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", workflow)
        return try await CommandResult.of(
            ["eval", "-C", scratch.path, "--var", "V=x", "-s", "KEY=hunter22"] + arguments
        )
    }

    /// The value as JSON prints it.
    private static func value(_ arguments: String...) async throws -> String {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", workflow)
        let result = try await CommandResult.of(
            ["eval", "-C", scratch.path, "--var", "V=x", "-s", "KEY=hunter22", "--format", "json"]
                + arguments
        )
        #expect(result.console.split(separator: "\n").allSatisfy { $0.hasPrefix("note: ") })
        #expect(result.status == 0)
        let parts = result.output.split(separator: #","value":"#, maxSplits: 1)
        return String(parts.last?.dropLast(2) ?? "")
    }

    @Test("without a workflow they are those of the project and the event")
    func project() async throws {
        #expect(try await Self.value("github.event_name") == #""push""#)
        #expect(try await Self.value("github.event_name", "--event", "release") == #""release""#)
        #expect(try await Self.value("vars.v") == #""x""#)
        #expect(try await Self.value("env.E", "--env", "E=e") == #""e""#)
        #expect(try await Self.value("runner.os") == #""Linux""#)
        #expect(try await Self.value("env.A") == "null")
    }

    @Test("with a job they are those of its first leg, or of the one that is chosen")
    func job() async throws {
        let environment = "format('{0} {1} {2}', env.A, env.B, env.C)"
        #expect(try await Self.value(environment, "ci", "--job", "test") == #""one x test-1""#)
        #expect(try await Self.value("matrix.os", "-j", "test") == #""ubuntu-24.04""#)
        let chosen = try await Self.value(
            "format('{0} {1} {2}', matrix.os, matrix.n, strategy.job-index)",
            "-j",
            "test",
            "--matrix",
            "os:ubuntu-22.04",
            "--matrix",
            "n:2"
        )
        #expect(chosen == #""ubuntu-22.04 2 3""#)
        #expect(try await Self.value("needs.build.result", "-j", "test") == #""success""#)
        #expect(try await Self.value("github.job", "-j", "test") == #""test""#)
        #expect(try await Self.value("github.workflow", "-j", "test") == #""CI""#)
    }

    @Test("with an event that has inputs they are completed")
    func inputs() async throws {
        let target = try await Self.value("inputs.target", "ci", "--event", "workflow_dispatch")
        #expect(target == #""staging""#)
    }

    @Test("secrets are masked, also where they are part of a text")
    func secrets() async throws {
        #expect(try await Self.value("format('<{0}>', secrets.KEY)") == #""<***>""#)
        let text = try await Self.eval("secrets.KEY == 'hunter22' && github.token")
        #expect(!text.output.contains("hunter22"))
        #expect(text.output.hasPrefix("'***' (String)"))
    }

    @Test(
        "what only a run fills is said",
        arguments: [
            ("steps.a.outputs.x", "`steps` is empty: no step has run"),
            ("needs.build.result", "`needs` is empty: name a job with `--job`"),
            ("matrix.os", "`matrix` is empty: name a job with `--job`"),
            ("inputs.x", "`inputs` is empty: `push` has none here"),
        ]
    )
    func remarks(expression: String, remark: String) async throws {
        let result = try await Self.eval(expression)
        #expect(result.output.contains("note: \(remark)"))
        #expect(result.status == 0)
    }

    @Test("a leg that was not chosen and outputs that are not there are said")
    func jobRemarks() async throws {
        let result = try await Self.eval("matrix.os && needs.build.outputs.x", "-j", "test")
        #expect(
            result.output.contains(
                "`matrix` is that of `test (ubuntu-24.04, 1)`, the first of 4 legs"
            )
        )
        #expect(
            result.output.contains(
                "every job of `needs` is taken to have succeeded, without outputs"
            )
        )
    }

    @Test("a job or workflow that is not there is refused")
    func unknown() async throws {
        let job = try await Self.eval("1", "-j", "tset")
        #expect(job.status == 5)
        #expect(job.console.contains("did you mean `test`?"))
        let workflow = try await Self.eval("1", "cj")
        #expect(workflow.status == 5)
        let jobs = try await Self.eval("1", "-j", "a", "-j", "b")
        #expect(jobs.status == 64)
    }

    @Test("with a key only the names are known that GitHub allows there")
    func keys() async throws {
        let secret = try await Self.eval("secrets.KEY != ''", "--key", "jobs.<job_id>.steps.if")
        #expect(secret.status == 3)
        #expect(secret.console.contains("Unrecognized named-value: 'secrets'"))
        let run = try await Self.eval("secrets.KEY != ''", "--key", "jobs.steps.run")
        #expect(run.output.hasPrefix("true (Boolean)"))
        let status = try await Self.eval("success()", "--key", "jobs.steps.run")
        #expect(status.console.contains("Unrecognized function: 'success'"))
        let unknown = try await Self.eval("1", "--key", "jobs.step.if")
        #expect(unknown.status == 64)
        #expect(unknown.console.contains("did you mean `jobs.steps.if`?"))
    }

    @Test("an earlier run has its contexts, which no other option changes")
    func earlierRun() async throws {
        for option in ["--contexts=x.json", "--event=push", "--matrix=n:1", "--ref=v1"] {
            let result = try await CommandResult.of(["eval", "--run", "last", "1", option])
            #expect(result.status == 64)
            #expect(result.console.contains("exclude each other"))
        }
        let none = try await CommandResult.of(["eval", "--run", "last", "1"])
        #expect(none.status == 5)
        #expect(none.console.contains("no run of this repository has left contexts"))
    }

    private static let stepped = """
        on: push
        env: { A: one }
        jobs:
          a:
            runs-on: ubuntu-latest
            env: { B: "${{ github.job }}-two" }
            steps:
              - { id: first, run: x }
              - { id: off, run: x, if: github.ref == 'x' }
              - { id: later, run: x, background: true }
              - { name: Deploy, run: x, env: { C: "${{ env.B }}-three", A: "${{ steps.off.outcome }}" } }
              - parallel: [{ id: in, run: y }, { name: Same, run: y }]
              - wait: later
              - { name: Same, run: y }
        """

    private static func step(_ arguments: String...) async throws -> CommandResult {
        let scratch = try ScratchFolder()
        try scratch.file(".github/workflows/ci.yml", stepped)
        return try await CommandResult.of(["eval", "-C", scratch.path, "-j", "a"] + arguments)
    }

    @Test("a step sees the steps before it as if they went well, and its own `env`")
    func stepContexts() async throws {
        func value(_ step: String, _ expression: String) async throws -> String {
            let result = try await Self.step("--step", step, "--json", expression)
            #expect(result.status == 0, "\(result)")
            return result.output
        }
        for name in ["Deploy", "deploy", "4"] {
            let env = try await value(name, "format('{0} {1} {2}', env.A, env.B, env.C)")
            #expect(env.contains(#""skipped a-two a-two-three""#), "\(env)")
        }
        let steps = "join(steps.*.outcome, ' ')"
        #expect(try await value("first", steps).contains(#""""#))
        #expect(try await value("Deploy", steps).contains(#""success skipped""#))
        #expect(try await value("in", steps).contains(#""success skipped""#))
        #expect(try await value("6", steps).contains(#""success skipped success""#))
        #expect(try await value("7", steps).contains(#""success skipped success success""#))
        #expect(try await value("7", "steps.later.outcome").contains("success"))
        #expect(try await value("7", "github.action").contains("__run"))
        let text = try await Self.step("--step", "Deploy", "steps.first.outputs.x")
        #expect(text.output.contains("taken to have succeeded, without outputs; skipped: `off`"))
    }

    @Test("with a step only the names are known that a step may use, and where is said")
    func stepNames() async throws {
        let secret = try await Self.step("--step", "1", "secrets.A && success()")
        #expect(secret.output.contains("GitHub knows no `secrets` in the `if` of a step"))
        #expect(secret.output.contains("GitHub knows no `success()` at the keys of a step other"))
        let atIf = try await Self.step("--step", "1", "--key", "if", "secrets.A")
        #expect(atIf.console.contains("Unrecognized named-value: 'secrets'"))
        let atEnv = try await Self.step("--step", "1", "--key", "env", "secrets.A && env.A")
        #expect(atEnv.status == 0)
        let jobs = try await Self.step("--step", "1", "jobs.a")
        #expect(jobs.console.contains("Unrecognized named-value: 'jobs'"))
    }

    @Test("a step that is not there, or that is not the only one of its name, is refused")
    func stepErrors() async throws {
        let unknown = try await Self.step("--step", "Deplyo", "1")
        #expect(unknown.status == 5)
        #expect(unknown.console.contains("job `a` has no step `Deplyo`"))
        #expect(unknown.console.contains("did you mean `Deploy`?"))
        let several = try await Self.step("--step", "Same", "1")
        #expect(several.status == 5)
        #expect(several.console.contains("`--step 5.2`, `--step 7`"), "\(several.console)")
        let alone = try await CommandResult.of(["eval", "--step", "1", "1"])
        #expect(alone.status == 64)
        let file = try await Self.step("--step", "1", "--contexts", "x.json", "1")
        #expect(file.status == 64)
    }

    @Test("a folder without workflows has an event, too")
    func noProject() async throws {
        let scratch = try ScratchFolder()
        let result = try await CommandResult.of(["eval", "github.ref_type", "-C", scratch.path])
        #expect(result.output.hasPrefix("'branch' (String)\n"))
        #expect(result.status == 0)
    }
}
