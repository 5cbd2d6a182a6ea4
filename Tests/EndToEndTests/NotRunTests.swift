import Diagnostics
import RunEvents
import Testing

/// What cannot be run here: it is said, and never counted as passed.
@Suite("Not run", .needsDocker)
struct NotRunTests {
    private static let javaScript = """
        name: Local
        description: In JavaScript.
        runs: { using: node20, main: index.js }
        """

    @Test("an action found to lack its node while the job runs leaves the job without a verdict")
    func javaScriptAction() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.write("js/action.yml", Self.javaScript)
            try fixture.write("js/index.js", "")
            try fixture.workflow(
                """
                jobs:
                  plain:
                    runs-on: ubuntu-latest
                    container: \(TestImages.busybox)
                    steps:
                      - uses: actions/checkout@v4
                      - { name: js, uses: ./js }
                      - { name: after, run: echo never }
                      - { name: clean up, if: always(), run: echo cleaned }
                  tolerant:
                    runs-on: ubuntu-latest
                    container: \(TestImages.busybox)
                    steps:
                      - uses: actions/checkout@v4
                      - { name: js, uses: ./js, continue-on-error: true }
                      - { name: after, run: echo on }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 5, "\(run)")
            #expect(run.conclusion("plain") == .notRun)
            #expect(run.step("plain", "after")?.outcome == .skipped)
            #expect(run.step("plain", "clean up")?.outcome == .success)
            #expect(run.conclusion("tolerant") == .notRun)
            #expect(run.step("tolerant", "after")?.outcome == .success)
            let jobs = Set(run.notHonoured.filter { $0.subject == "step `js`" }.map(\.job))
            #expect(jobs == ["plain", "tolerant"])
        }
    }

    @Test("what is out of reach while the job runs leaves it without a verdict, tolerated or not")
    func outOfReach() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "mine/action.yml",
                """
                name: Mine
                description: Uses another.
                runs: { using: composite, steps: [{ uses: acme/tool@v1 }] }
                """
            )
            try fixture.workflow(
                """
                jobs:
                  nested:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { name: mine, uses: ./mine, continue-on-error: true }
                      - { name: after, run: echo on }
                  other:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { repository: acme/tool } }
                """
            )
            let run = try await fixture.run("ci", "--repository-server", "https://127.0.0.1:1")
            #expect(run.exitStatus == 5, "\(run)")
            for job in ["nested", "other"] {
                #expect(run.conclusion(job) == .notRun, "\(job)")
                #expect(run.job(job)?.reason?.contains("https://127.0.0.1:1") == true)
            }
            #expect(run.step("nested", "after")?.outcome == .success)
        }
    }

    @Test("a step that really failed counts, also when a later one cannot be run")
    func failureBefore() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            try fixture.write("js/action.yml", Self.javaScript)
            try fixture.write("js/index.js", "")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    container: \(TestImages.busybox)
                    steps:
                      - uses: actions/checkout@v4
                      - run: exit 1
                      - { name: report, if: always(), uses: ./js }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.conclusion("a") == .failure)
            #expect(run.notHonoured.contains { $0.subject == "step `report`" })
        }
    }

    @Test(
        "workflows and checkouts of other repositories are named with their line"
    )
    func otherKinds() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: push
                jobs:
                  call:
                    uses: a/b/.github/workflows/called.yml@v1
                  other:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4, with: { repository: a/b } }]
                  last:
                    needs: [call, other]
                    if: always()
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo "result=${{ needs.other.result }}"' }]
                """
            )
            let run = try await fixture.run("ci", "--action-offline-mode")
            #expect(run.exitStatus == 5, "\(run)")
            for job in ["call", "other"] {
                #expect(run.conclusion(job) == .notRun, "\(job)")
                #expect(run.job(job)?.reason?.isEmpty == false)
            }
            #expect(run.job("call")?.reason?.contains("`a/b@v1`") == true)
            #expect(run.conclusion("last") == .success)
            #expect(run.value("result", in: "last") == "skipped")
        }
    }
}
