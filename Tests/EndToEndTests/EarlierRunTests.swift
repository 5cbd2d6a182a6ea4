import Foundation
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `actlocal eval --run`: what the jobs of earlier runs ended with.
@Suite("Contexts of earlier runs")
struct EarlierRunTests {
    private static let workflow = """
        env: { LEVEL: workflow }
        jobs:
          a:
            runs-on: ubuntu-latest
            outputs: { z: '${{ steps.x.outputs.y }}' }
            steps:
              - id: x
                name: Make what is a late-mask
                run: |
                  echo "y=$WORD" >> "$GITHUB_OUTPUT"
                  echo "hidden=<${{ secrets.KEY }}>" >> "$GITHUB_OUTPUT"
                  echo "made=$(echo late)-mask" >> "$GITHUB_OUTPUT"
                  echo "EXPORTED=by-step" >> "$GITHUB_ENV"
              - run: echo "::add-mask::$(echo late)-mask"
          b:
            needs: a
            runs-on: ubuntu-latest
            strategy: { fail-fast: false, matrix: { n: [1, 2] } }
            steps:
              - id: odd
                name: Fail on the first
                run: '[ "${{ matrix.n }}" = 2 ]'
        """

    /// Runs the workflow; its first leg of `b` fails.
    private static func run(_ fixture: ProgramFixture, word: String) async throws -> ProgramRun {
        let run = try await fixture.run(
            "ci",
            "--host",
            "-s",
            "KEY=hush-hush-4711",
            "--env",
            "WORD=\(word)"
        )
        #expect(run.exitStatus == 1, "\(run)")
        return run
    }

    private static func eval(
        _ fixture: ProgramFixture,
        _ arguments: String...
    ) async throws -> ProgramRun {
        try await fixture.start(["eval", "--json"] + arguments).finish()
    }

    /// The files of the program's state.
    private static func kept(_ fixture: ProgramFixture) throws -> [String] {
        let runs = "\(fixture.folder)/state/actlocal/runs"
        return try FileManager.default.subpathsOfDirectory(atPath: runs)
            .filter { $0.hasSuffix("/contexts.jsonl") }.sorted().map { "\(runs)/\($0)" }
    }

    @Test("each job of a run leaves its contexts, and no secret")
    func contexts() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow)
            _ = try await Self.run(fixture, word: "first")
            let expectations = [
                ("a", "steps.x.outputs.y", #""first""#),
                ("a", "steps.x.conclusion", #""success""#),
                ("a", "steps.x.outputs.hidden", #""<***>""#),
                ("a", "steps.x.outputs.made", #""***""#),
                ("a", "env.EXPORTED", #""by-step""#), ("a", "env.LEVEL", #""workflow""#),
                ("a", "success()", "true"), ("a", "github.job", #""a""#),
                ("b (2)", "needs.a.outputs.z", #""first""#),
                ("b (2)", "matrix.n", "2"), ("b (2)", "strategy.job-total", "2"),
                ("b (1)", "failure()", "true"), ("b (1)", "steps.odd.outcome", #""failure""#),
                ("b (1)", "job.status", #""failure""#),
            ]
            for (job, expression, value) in expectations {
                let result = try await Self.eval(fixture, "--run", "last", "-j", job, expression)
                #expect(
                    result.standardOutput.hasSuffix(#","value":\#(value)}"# + "\n"),
                    "\(job): \(expression): \(result)"
                )
                #expect(result.exitStatus == 0)
            }
            let files = try Self.kept(fixture)
            let path = try #require(files.first)
            #expect(files.count == 1)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!text.contains("hush-hush-4711") && !text.contains("late-mask"))
            #expect(!text.contains(#""token""#) && !text.contains(#""secrets""#))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("each step of a job has the contexts that it saw")
    func steps() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                env: { LEVEL: workflow }
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - id: x
                        env: { OWN: '${{ env.LEVEL }}-x' }
                        run: echo "y=$OWN" >> "$GITHUB_OUTPUT"; echo "LEVEL=step" >> "$GITHUB_ENV"
                      - { id: bad, name: Break it, run: exit 1 }
                      - { id: after, if: failure(), run: "true", env: { OWN: '${{ env.LEVEL }}' } }
                      - { name: Skipped, run: "true" }
                """
            )
            _ = try await fixture.run("ci", "--host")
            let expectations = [
                ("x", "format('{0} {1}', env.LEVEL, env.OWN)", #""workflow workflow-x""#),
                ("1", "toJSON(steps)", #""{}""#), ("1", "success()", "true"),
                ("Break it", "steps.x.outputs.y", #""workflow-x""#),
                ("bad", "env.LEVEL", #""step""#), ("bad", "env.OWN", "null"),
                ("bad", "steps.bad", "null"), ("bad", "failure()", "false"),
                ("3", "steps.bad.outcome", #""failure""#), ("3", "failure()", "true"),
                ("after", "env.OWN", #""step""#), ("4", "steps.after.outcome", #""success""#),
                ("Skipped", "github.action", #""__run""#),
            ]
            for (step, expression, value) in expectations {
                let result = try await Self.eval(
                    fixture,
                    "--run",
                    "last",
                    "--step",
                    step,
                    expression
                )
                #expect(
                    result.standardOutput.hasSuffix(#","value":\#(value)}"# + "\n"),
                    "\(step): \(expression): \(result)"
                )
            }
            let unknown = try await Self.eval(fixture, "--run", "last", "--step", "y", "1")
            #expect(unknown.exitStatus == 5)
            #expect(unknown.standardError.contains("job `a` has no step `y`"))
        }
    }

    @Test("what is not kept, and a job or run that is not there, is refused with what there is")
    func refusals() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow)
            let none = try await Self.eval(fixture, "--run", "last", "1")
            #expect(none.exitStatus == 5)
            #expect(none.standardError.contains("no run of this repository has left contexts"))
            let run = try await Self.run(fixture, word: "first")
            let id = try #require(run.events.first).run
            let secret = try await Self.eval(fixture, "--run", id, "-j", "a", "secrets.KEY")
            #expect(secret.exitStatus == 3)
            #expect(secret.standardOutput.contains("secrets are not kept"))
            let token = try await Self.eval(fixture, "--run", id, "-j", "a", "github.token")
            #expect(token.exitStatus == 3)
            let unneeded = try await Self.eval(
                fixture,
                "--run",
                id,
                "-j",
                "a",
                "true || secrets.KEY"
            )
            #expect(unneeded.exitStatus == 0)
            let several = try await Self.eval(fixture, "--run", "last", "1")
            #expect(several.exitStatus == 5)
            for key in run.finishedJobs { #expect(several.standardError.contains("`\(key)`")) }
            let job = try await Self.eval(fixture, "--run", "last", "-j", "c", "1")
            #expect(job.exitStatus == 5)
            let unknown = try await Self.eval(fixture, "--run", "20200101-000000-0000", "1")
            #expect(unknown.exitStatus == 5)
            #expect(unknown.standardError.contains("`\(id)`"))
        }
    }

    @Test("`last` is the newest run of the repository, and each is found by both of its ids")
    func newest() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow)
            let first = try await Self.run(fixture, word: "first")
            _ = try await Self.run(fixture, word: "second")
            let word = "steps.x.outputs.y"
            let last = try await Self.eval(fixture, "--run", "last", "-j", "a", word)
            #expect(last.standardOutput.contains("second"))
            let id = try #require(first.events.first).run
            let older = try await Self.eval(fixture, "--run", id, "-j", "a", word)
            #expect(older.standardOutput.contains("first"))
            let number = try await Self.eval(fixture, "--run", id, "-j", "a", "github.run_id")
            let run = String(number.standardOutput.filter(\.isNumber))
            let same = try await Self.eval(fixture, "--run", run, "-j", "a", word)
            #expect(same.standardOutput.contains("first"))
            // Another repository has none of these runs.
            try fixture.write("../other/.github/workflows/ci.yml", "on: push\njobs: {}\n")
            try await fixture.git("init", "-q", "-b", "main", "\(fixture.folder)/other")
            for name in ["last", id, run] {
                let other = try await Self.eval(fixture, "-C", "../other", "--run", name, "1")
                #expect(other.exitStatus == 5)
                #expect(!other.standardError.contains(id) || name == id)
            }
        }
    }

    @Test("what ended can be asked for while other jobs run, and after their run was killed")
    func running() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                  b:
                    needs: a
                    runs-on: ubuntu-latest
                    steps: [{ id: x, run: 'echo y=z >> "$GITHUB_OUTPUT"' }]
                  c: { needs: b, runs-on: ubuntu-latest, steps: [{ run: 'echo begun; sleep 300' }] }
                """
            )
            let running = fixture.start(["run", "ci", "--json", "--host"])
            try await running.line(containing: "begun")
            let deadline = ContinuousClock.now + .seconds(30)
            var kept = try await Self.eval(fixture, "--run", "last", "-j", "b", "steps.x.outputs.y")
            while kept.exitStatus != 0, .now < deadline {
                kept = try await Self.eval(fixture, "--run", "last", "-j", "b", "steps.x.outputs.y")
            }
            #expect(kept.standardOutput.contains(#""z""#), "\(kept)")
            running.signal(SIGKILL)
            _ = try await running.finish()
            let later = try await Self.eval(fixture, "--run", "last", "-j", "b", "needs.a.result")
            #expect(later.standardOutput.contains("success"), "\(later)")
            let none = try await Self.eval(fixture, "--run", "last", "-j", "c", "1")
            #expect(none.standardError.contains("has no contexts of a job `c`"))
        }
    }

    @Test("a job of a called workflow has the inputs of that; one that was skipped has those of it")
    func called() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: { workflow_call: { inputs: { word: { type: string } } } }
                jobs: { in: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
                """,
                named: "called"
            )
            try fixture.workflow(
                """
                jobs:
                  deploy: { uses: ./.github/workflows/called.yml, with: { word: hello } }
                  never: { if: false, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            let key = try #require(run.finishedJobs.first { $0.hasPrefix("deploy/") })
            let word = try await Self.eval(fixture, "--run", "last", "-j", key, "inputs.word")
            #expect(word.standardOutput.contains("hello"), "\(word)")
            let only = try await Self.eval(fixture, "--run", "last", "inputs.word")
            #expect(only.standardOutput == word.standardOutput)
            let skipped = try await fixture.run("ci", "--host", "-j", "never")
            #expect(skipped.exitStatus == 0)
            let none = try await Self.eval(fixture, "--run", "last", "github.job")
            #expect(none.standardOutput.contains("null"), "\(none)")
        }
    }

    @Test("a skipped job tells what its `if` saw, and one that could not begin what it had")
    func skipped() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  bad:
                    runs-on: ubuntu-latest
                    outputs: { z: 'of bad' }
                    steps: [{ run: exit 1 }]
                  after:
                    needs: bad
                    if: success() && vars.GO == 'yes'
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                  closed:
                    strategy: { matrix: { n: [7] } }
                    runs-on: ubuntu-latest
                    steps: [{ uses: acme/none@v1 }]
                """
            )
            _ = try await fixture.run("ci", "--host", "--var", "GO=hush-4711", "-s", "K=hush-4711")
            let expectations = [
                ("after", "needs.bad.result", #""failure""#),
                ("after", "success()", "false"), ("after", "failure()", "true"),
                ("after", "vars.GO", #""***""#), ("after", "github.ref_name", #""main""#),
                ("after", "fromJSON(toJSON(github)).token", #""***""#),
                ("closed", "matrix.n", "7"), ("closed", "failure()", "true"),
            ]
            for (job, expression, value) in expectations {
                let result = try await Self.eval(fixture, "--run", "last", "-j", job, expression)
                #expect(
                    result.standardOutput.hasSuffix(#","value":\#(value)}"# + "\n"),
                    "\(job): \(expression): \(result)"
                )
            }
            let only = try await Self.eval(fixture, "--run", "last", "github.job")
            #expect(only.standardOutput.contains(#""bad""#), "the one that began: \(only)")
        }
    }

    @Test("a dry run leaves nothing, and a state folder that cannot be written fails no run")
    func nothing() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }"
            )
            let dry = try await fixture.run("ci", "--host", "-n")
            #expect(dry.exitStatus == 0)
            #expect(
                !FileManager.default.fileExists(atPath: "\(fixture.folder)/state/actlocal/runs")
            )
            try fixture.write("../state/actlocal/runs", "no folder")
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.notHonoured.contains { $0.subject == "contexts for `actlocal eval --run`" })
        }
    }
}
