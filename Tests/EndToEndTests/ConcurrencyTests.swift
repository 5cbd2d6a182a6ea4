import Diagnostics
import Foundation
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What several processes of the program make of one concurrency group.
@Suite("Concurrency groups")
struct ConcurrencyTests {
    /// A workflow whose `a` says it runs and then waits for a file, and cleans up.
    private static func workflow(_ fixture: ProgramFixture, _ keys: String) -> String {
        """
        on: push
        concurrency: \(keys)
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  echo entered
                  until [ -e \(fixture.folder)/go ]; do sleep 0.05; done
              - { if: always(), run: echo cleaned }
        """
    }

    private static func isWaiting(_ event: RunEvent) -> Bool {
        guard case .diagnostic(let diagnostic) = event.happening else { return false }
        return diagnostic.message.hasPrefix("waiting for run ")
    }

    private static let arguments = ["run", "--host", "--json", "ci"]

    /// When the job of a run ended.
    private static func end(_ run: ProgramRun) throws -> Double {
        let end = run.events.last {
            if case .jobFinished = $0.happening { true } else { false }
        }
        return try #require(end).time
    }

    private static func letGo(_ fixture: ProgramFixture) {
        let file = open(fixture.folder + "/go", O_CREAT | O_WRONLY, 0o644)
        close(file)
    }

    @Test("the second run of a group waits for the first, and says so")
    func waits() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow(fixture, "deploy"))
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let second = fixture.start(Self.arguments)
            try await second.event(where: Self.isWaiting)
            Self.letGo(fixture)
            let (one, two) = (try await first.finish(), try await second.finish())
            #expect(one.exitStatus == 0, "\(one)")
            #expect(two.exitStatus == 0, "\(two)")
            let started = two.events.first {
                if case .stepStarted = $0.happening { true } else { false }
            }
            #expect(try #require(started).time >= Self.end(one))
            #expect(one.notHonoured.isEmpty && two.notHonoured.isEmpty)
        }
    }

    @Test("a third run takes the place of the one that waits")
    func replacesPending() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow(fixture, "Deploy"))
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let second = fixture.start(Self.arguments)
            try await second.event(where: Self.isWaiting)
            let third = fixture.start(Self.arguments)
            let two = try await second.finish()
            #expect(two.exitStatus == 1, "\(two)")
            #expect(two.end?.conclusion == .cancelled)
            #expect(two.diagnostics.contains { $0.message.contains("takes the place") })
            Self.letGo(fixture)
            #expect(try await first.finish().exitStatus == 0)
            #expect(try await third.finish().exitStatus == 0)
        }
    }

    @Test("with `queue: max` all wait, and run in the order they came")
    func queues() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow(fixture, "{group: deploy, queue: max}"))
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let second = fixture.start(Self.arguments)
            try await second.event(where: Self.isWaiting)
            let third = fixture.start(Self.arguments)
            try await third.event(where: Self.isWaiting)
            Self.letGo(fixture)
            let runs = [
                try await first.finish(), try await second.finish(), try await third.finish(),
            ]
            #expect(runs.map(\.exitStatus) == [0, 0, 0])
            let ends = try runs.map(Self.end)
            #expect(ends == ends.sorted())
        }
    }

    @Test("with `cancel-in-progress` the run that is under way is cancelled as GitHub cancels")
    func cancelsInProgress() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                Self.workflow(fixture, "{group: ci, cancel-in-progress: true}")
            )
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let second = fixture.start(Self.arguments)
            let one = try await first.finish()
            #expect(one.exitStatus == 1, "\(one)")
            #expect(one.conclusion("a") == .cancelled)
            #expect(one.output("a").contains("cleaned"))
            #expect(one.diagnostics.contains { $0.message.contains("takes the place") })
            try await second.line(containing: "entered")
            Self.letGo(fixture)
            #expect(try await second.finish().exitStatus == 0)
        }
    }

    @Test("a killed run frees its group")
    func killed() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow(fixture, "deploy"))
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let second = fixture.start(Self.arguments)
            try await second.event(where: Self.isWaiting)
            first.signal(SIGKILL)
            try await second.line(containing: "entered")
            Self.letGo(fixture)
            #expect(try await second.finish().exitStatus == 0)
            await first.end()
        }
    }

    @Test("a waiting run can be cancelled, and other groups and dry runs do not wait")
    func others() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.workflow(fixture, "\"${{ github.event_name }}-x\""))
            try fixture.workflow(
                """
                on: push
                concurrency: other
                jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
                """,
                named: "other"
            )
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let other = try await fixture.start(["run", "--host", "--json", "other"]).finish()
            #expect(other.exitStatus == 0, "\(other)")
            let dry = try await fixture.start(Self.arguments + ["-n"]).finish()
            #expect(dry.exitStatus == 0, "\(dry)")
            let second = fixture.start(Self.arguments)
            try await second.event(where: Self.isWaiting)
            second.signal(SIGINT)
            #expect(try await second.finish().exitStatus == 130)
            Self.letGo(fixture)
            #expect(try await first.finish().exitStatus == 0)
        }
    }

    @Test("jobs of one group run one at a time, within a run and between runs")
    func jobs() async throws {
        try await ProgramFixture.with { fixture in
            let job = """
                runs-on: ubuntu-latest
                    concurrency: { group: "db-${{ github.ref }}", queue: max }
                    steps:
                      - run: |
                          mkdir \(fixture.folder)/busy
                          sleep 0.3
                          rmdir \(fixture.folder)/busy
                """
            try fixture.workflow("on: push\njobs:\n  a:\n    \(job)\n  b:\n    \(job)\n")
            let first = fixture.start(Self.arguments)
            let second = fixture.start(Self.arguments)
            let runs = (try await first.finish(), try await second.finish())
            #expect(runs.0.exitStatus == 0, "\(runs.0)")
            #expect(runs.1.exitStatus == 0, "\(runs.1)")
            #expect(runs.0.notHonoured.isEmpty)
        }
    }

    /// A called workflow with a group of its own, whose job must find itself alone.
    private static func called(_ fixture: ProgramFixture, _ concurrency: String = "") -> String {
        """
        on: { workflow_call: { inputs: { stage: { type: string } } } }
        \(concurrency)
        jobs:
          alone:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  mkdir \(fixture.folder)/busy
                  sleep 0.2
                  rmdir \(fixture.folder)/busy

        """
    }

    @Test(
        "calls of one group go one after the other, whichever side names it",
        arguments: [
            ("concurrency: { group: deploy, queue: max }", ""),
            ("", "concurrency: { group: 'deploy-${{ inputs.stage }}', queue: max }"),
        ]
    )
    func calls(ofJob: String, ofFile: String) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.called(fixture, ofFile), named: "deploy")
            try fixture.workflow(
                """
                on: push
                jobs:
                  a:
                    strategy: { matrix: { n: [1, 2, 3] } }
                    uses: ./.github/workflows/deploy.yml
                    with: { stage: test }
                    \(ofJob)

                """
            )
            let run = try await fixture.start(Self.arguments).finish()
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.notHonoured.isEmpty)
            #expect(run.diagnostics.contains { $0.message.hasPrefix("waiting for job `a (") })
        }
    }

    @Test("a job that waits for its group takes no place from those it waits for")
    func waitsWithoutPlace() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.called(fixture), named: "deploy")
            try fixture.workflow(
                """
                on: push
                jobs:
                  a:
                    uses: ./.github/workflows/deploy.yml
                    with: { stage: test }
                    concurrency: deploy
                  b:
                    runs-on: ubuntu-latest
                    concurrency: deploy
                    steps: [{ run: 'true' }]

                """
            )
            let run = try await fixture.start(Self.arguments + ["--parallel", "1"]).finish()
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.conclusion("a/alone") == .success && run.conclusion("b") == .success)
        }
    }

    @Test("a job that another one replaces while it waits for a runner ends at once")
    func replacesAdmitted() async throws {
        try await ProgramFixture.with { fixture in
            let text = Self.workflow(fixture, "run")
            try fixture.workflow(
                text.replacingOccurrences(of: "concurrency: run\n", with: "")
                    + """

                      b:
                        if: always()
                        runs-on: ubuntu-latest
                        concurrency: deploy
                        steps: [{ run: 'true' }]
                    """
            )
            try fixture.workflow(
                """
                on: push
                concurrency: { group: deploy, cancel-in-progress: true }
                jobs: { c: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
                """,
                named: "newer"
            )
            let first = fixture.start(Self.arguments + ["--parallel", "1"])
            try await first.line(containing: "entered")
            // It ends while the first run's `a` has still the only place.
            let newer = try await fixture.start(["run", "--host", "--json", "newer"]).finish()
            #expect(newer.exitStatus == 0, "\(newer)")
            Self.letGo(fixture)
            let one = try await first.finish()
            #expect(one.conclusion("a") == .success, "\(one)")
            #expect(one.conclusion("b") == .cancelled)
            #expect(one.steps("b").isEmpty)
            #expect(one.exitStatus == 1)
        }
    }

    @Test("of the legs of one group the last one waits, however many places there are")
    func legs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy: { matrix: { n: [1, 2, 3] } }
                    concurrency: one
                    steps: [{ run: sleep 0.5 }]

                """
            )
            for places in ["1", "4"] {
                let run = try await fixture.start(Self.arguments + ["--parallel", places]).finish()
                #expect(run.exitStatus == 1, "\(run)")
                #expect(run.conclusion("a (1)") == .success, "\(run)")
                #expect(run.conclusion("a (2)") == .cancelled, "\(run)")
                #expect(run.conclusion("a (3)") == .success, "\(run)")
            }
        }
    }

    @Test("a call that waits for a group of its own run is cancelled as a deadlock")
    func deadlock() async throws {
        try await ProgramFixture.with { fixture in
            let group = "concurrency: '${{ github.workflow }}-${{ github.ref }}'"
            try fixture.workflow(Self.called(fixture, group), named: "deploy")
            try fixture.workflow(
                """
                name: Pipeline
                on: push
                \(group)
                jobs:
                  a: { name: Ship, uses: ./.github/workflows/deploy.yml }

                """
            )
            let run = try await fixture.start(Self.arguments).finish()
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.conclusion("a") == .cancelled)
            let message =
                "Canceling since a deadlock for concurrency group 'Pipeline-refs/heads/main' was "
                + "detected between 'top level workflow' and 'Ship'"
            let said = run.diagnostics.filter { $0.severity != .note }
            #expect(said.map(\.message) == [message])
        }
    }

    @Test("a later run takes the place of a call, and the jobs of that are cancelled")
    func replacesCall() async throws {
        try await ProgramFixture.with { fixture in
            let group = "concurrency: { group: live, cancel-in-progress: true }"
            let text = Self.workflow(fixture, "{ group: live, cancel-in-progress: true }")
            try fixture.workflow(
                text.replacingOccurrences(of: "on: push", with: "on: workflow_call"),
                named: "deploy"
            )
            try fixture.workflow(
                """
                on: push
                jobs:
                  call: { uses: ./.github/workflows/deploy.yml }
                  after: { needs: call, runs-on: ubuntu-latest, steps: [{ run: 'true' }] }

                """
            )
            try fixture.workflow(
                """
                on: push
                \(group)
                jobs: { b: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }

                """,
                named: "newer"
            )
            let first = fixture.start(Self.arguments)
            try await first.line(containing: "entered")
            let newer = try await fixture.start(["run", "--host", "--json", "newer"]).finish()
            #expect(newer.exitStatus == 0, "\(newer)")
            let one = try await first.finish()
            #expect(one.conclusion("call/a") == .cancelled, "\(one)")
            #expect(one.conclusion("after") == .skipped)
            #expect(one.exitStatus == 1)
        }
    }
}
