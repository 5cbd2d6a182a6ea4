import Diagnostics
import RunEvents
import Testing

@testable import Execution

/// What a job comes to when its host is lost or one of its steps cannot be run here.
@Suite("Verdicts of jobs", .timeLimit(.minutes(20)))
struct VerdictTests {
    private static let javaScript = [
        "js/action.yml": """
        name: Local
        description: In JavaScript.
        runs: { using: node20, main: index.js }
        """,
        "js/index.js": "",
    ]

    @Test("a lost host ends the job as the engine's failure, whatever is tolerated")
    func lostHost() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a: { continue-on-error: true, runs-on: x, steps: [
                  { name: kill, run: 'kill -9 $PPID; sleep 60', continue-on-error: true },
                  { name: after, if: always(), run: echo never }] }
            """
        )
        #expect(await run.steps == ["1 kill: failure"])
        #expect(await run.jobs == ["a: failure"])
        #expect(await run.jobEnds.first?.isFailureAllowed == false)
        #expect(await run.jobEnds.first?.reason?.hasPrefix("lost the connection to") == true)
        #expect(await run.end?.conclusion == .failure)
        #expect(await run.end?.isEngineFailure == true)
    }

    @Test(
        "a step that cannot be run here leaves no verdict unless another one really failed",
        arguments: [("'true'", "a: not_run"), ("exit 3", "a: failure")]
    )
    func unsupported(_ script: String, _ end: String) async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: x, steps: [
                  { uses: ./js, continue-on-error: true }, { run: \(script) }] }
            """,
            .init(files: Self.javaScript, searchPath: try LocalHost.pathWithoutNode())
        )
        #expect(await run.jobs == [end])
    }

    @Test("an action that is not here matters only when its step is reached")
    func unreached() async throws {
        let run = try await LocalRun.run(
            """
            jobs:
              a: { runs-on: x, steps: [{ uses: actions/cache@v4, if: false }, { run: 'true' }] }
              b: { runs-on: x, steps: [{ uses: actions/cache@v4, if: always() }] }
            """
        )
        #expect(await run.jobs.sorted() == ["a: success", "b: not_run"])
    }

    @Test("what has no effect is listed without its value, and no secret is shown")
    func listed() async throws {
        let run = try await LocalRun.run(
            """
            permissions: { packages: write }
            jobs:
              a:
                runs-on: x
                permissions: { id-token: write, issues: write, discussions: write, pages: none }
                environment: { name: "e", url: "https://x/${{ steps.s.outputs.v }}" }
                steps:
                  - { id: s, run: 'echo v=7 >> "$GITHUB_OUTPUT"' }
                  - uses: actions/checkout@v4
                    with: { ssh-key: "${{ secrets.KEY }}", repository: "x/${{ secrets.KEY }}" }
            """,
            .init(secrets: [("KEY", "s3cret-value")])
        )
        let subjects = await run.events.compactMap { event in
            if case .notHonoured(let listed) = event { listed.subject } else { nil }
        }
        #expect(subjects.filter { $0 == "permissions" }.count == 2)
        #expect(await run.everything.contains("`discussions: write` opens nothing here"))
        #expect(await run.everything.contains("https://x/7"))
        #expect(await !run.everything.contains("s3cret-value"))
        #expect(await run.jobEnds.first?.reason?.contains("`x/***`") == true)
    }
}
