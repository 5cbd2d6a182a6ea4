import RunEvents
import Testing

/// What is done for the actions of other repositories before a job's first step.
@Suite("Setting up actions", .needsDocker)
struct ActionSetUpTests {
    @Test("a manifest that cannot be read fails the job before its first step, however deep it is")
    func brokenManifest() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish(
                "acme/broken",
                ["action.yml": "name: Broken\nruns: { using: node99, main: a.js }\n"],
                as: "refs/tags/v1"
            )
            try await fixture.publish(
                "acme/around",
                [
                    "action.yml": """
                    name: Around
                    runs: { using: composite, steps: [{ uses: acme/broken@v1 }] }
                    """
                ],
                as: "refs/tags/v1"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo first }, { uses: acme/broken@v1 }]
                  b:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo first }, { uses: acme/around@v1 }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            for job in ["a", "b"] {
                #expect(run.steps(job).isEmpty)
                let reason = run.job(job)?.reason
                #expect(reason?.contains("'using: node99' is not supported") == true, "\(run)")
                #expect(reason?.contains("acme/broken@v1") == true)
            }
        }
    }

    @Test("a container action without an image fails its job before the first step")
    func imageless() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish(
                "acme/imageless",
                ["action.yml": "name: x\nruns: { using: docker, image: busybox }\n"],
                as: "refs/tags/v1"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo first }, { uses: acme/imageless@v1 }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.steps("a").map(\.outcome) == [.failure, .skipped, .skipped])
            let words = "'busybox' should be either '[path]/Dockerfile' or"
            #expect(run.steps("a").first?.reason?.hasPrefix(words) == true, "\(run)")
        }
    }

    @Test("no `continue-on-error` excuses an image that cannot be made, but around local actions")
    func imageFailures() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            let bad = [
                "action.yml": "name: x\nruns: { using: docker, image: Dockerfile }\n",
                "Dockerfile": "FROM \(TestImages.busybox)\nRUN exit 7\n",
            ]
            let composite = """
                runs:
                  using: composite
                  steps: [{ if: always(), uses: acme/bad@v1, continue-on-error: true }]
                """
            try await fixture.publish("acme/bad", bad, as: "refs/tags/v1")
            try await fixture.publish("acme/outer", ["action.yml": composite], as: "refs/tags/v1")
            try fixture.write("outer/action.yml", composite)
            for (name, text) in bad { try fixture.write("own/\(name)", text) }
            func job(_ name: String, _ uses: String) -> String {
                """
                  \(name):
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { if: always(), uses: \(uses), continue-on-error: true }

                """
            }
            try fixture.workflow(
                "jobs:\n" + job("step", "acme/bad@v1") + job("remote", "acme/outer@v1")
                    + job("local", "./outer") + job("own", "./own")
            )
            let run = try await fixture.run("ci")
            #expect(run.conclusion("step") == .failure, "\(run)")
            #expect(run.conclusion("remote") == .failure, "\(run)")
            #expect(run.conclusion("local") == .success, "\(run)")
            #expect(run.conclusion("own") == .success, "\(run)")
            let inner = run.steps("local").first { $0.step == "2.1" }
            #expect(inner?.conclusion == .failure, "\(run)")
        }
    }

    @Test("a container action is built before the first step, unless it may be skipped")
    func imagesFirst() async throws {
        try await TestImages.shared.provide(TestImages.busybox)
        try await ProgramFixture.with { fixture in
            for (name, status) in [("good", 0), ("bad", 7)] {
                try await fixture.publish(
                    "acme/\(name)",
                    [
                        "action.yml": "name: x\nruns: { using: docker, image: Dockerfile }\n",
                        "Dockerfile": """
                        FROM \(TestImages.busybox)
                        RUN exit \(status)
                        CMD ["echo", "ran"]

                        """,
                    ],
                    as: "refs/tags/v1"
                )
            }
            try fixture.workflow(
                """
                jobs:
                  good:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo first
                      - uses: acme/good@v1
                      - { uses: acme/bad@v1, if: failure() }
                  bad:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo first
                      - { uses: acme/bad@v1 }
                      - { if: always(), run: echo last }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(
                run.steps("good").map { "\($0.step) \($0.name) \($0.outcome)" } == [
                    "2-image Build acme/good@v1 success", "1 Run echo first success",
                    "2 Run acme/good@v1 success", "3 Run acme/bad@v1 skipped",
                ]
            )
            #expect(
                run.steps("bad").map { "\($0.step) \($0.outcome)" } == [
                    "2-image failure", "1 skipped", "2 skipped", "3 success",
                ]
            )
            #expect(run.conclusion("bad") == .failure)
        }
    }
}
