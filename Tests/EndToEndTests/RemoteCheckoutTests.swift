import RunEvents
import Testing

/// `actions/checkout` of other repositories, fetched from a git host of the test.
@Suite("Checkouts of other repositories", .needsDocker)
struct RemoteCheckoutTests {
    @Test("a branch, a tag, a commit and the default branch go where `path` says, with their git")
    func refs() async throws {
        try await ProgramFixture.with { fixture in
            let first = try await fixture.publish("acme/data", ["a": "1"], as: "refs/tags/v1")
            let second = try await fixture.publish(
                "acme/data",
                ["a": "2"],
                as: "refs/heads/main",
                "refs/heads/next"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - id: main
                        uses: actions/checkout@v4
                        with: { repository: acme/data, path: main }
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, path: next, ref: next, fetch-depth: 0 }
                      - id: tag
                        uses: actions/checkout@v4
                        with: { repository: acme/data, path: tag, ref: v1 }
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, path: sha, ref: \(first) }
                      - run: |
                          for place in main next tag sha; do
                            cd "$GITHUB_WORKSPACE/$place"
                            echo "$place=$(cat a) $(git symbolic-ref --short -q HEAD)" \\
                              "$(git log --format=%H | wc -l) $(git status --porcelain | wc -l)"
                          done
                          echo "url=$(git remote get-url origin)"
                          echo "written=$(echo x > a && cat a)"
                      - run: |
                          echo "main-out=${{ join(steps.main.outputs.*, ' ') }}"
                          echo "tag-out=${{ join(steps.tag.outputs.*, ' ') }}"
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("main", in: "a") == "2 main 1 0")
            #expect(run.value("next", in: "a") == "2 next 2 0")
            #expect(run.value("tag", in: "a") == "1  1 0")
            #expect(run.value("sha", in: "a") == "1  1 0")
            #expect(run.value("url", in: "a") == "file://\(fixture.host)/acme/data")
            #expect(run.value("written", in: "a") == "x")
            #expect(run.value("main-out", in: "a") == "refs/heads/main \(second)")
            #expect(run.value("tag-out", in: "a") == "v1 \(first)")
            #expect(run.substitutions.contains { $0.replacement == second })
            try await fixture.execute("rm", ["-r", fixture.host])
            let offline = try await fixture.run("ci", "--action-offline-mode")
            #expect(offline.exitStatus == 0, "\(offline)")
        }
    }

    @Test("what is not there fails the step, and what has no effect is listed")
    func refused() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/data", ["a": "1"], as: "refs/heads/main")
            try fixture.workflow(
                """
                jobs:
                  ref:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { repository: acme/data, ref: v9 } }
                  repository:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4, with: { repository: acme/none } }]
                  inputs:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, submodules: true, token: hunter2 }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            let missing = "A branch or tag with the name 'v9' could not be found"
            #expect(run.steps("ref").first?.reason == missing)
            let reason = run.steps("repository").first?.reason
            #expect(reason?.contains("acme/none/' not found") == true)
            #expect(run.conclusion("inputs") == .success)
            for setting in ["submodules", "token"] {
                #expect(run.notHonoured.contains { $0.subject.contains("`\(setting)`") })
            }
            #expect(!run.standardOutput.contains("hunter2"))
        }
    }
}
