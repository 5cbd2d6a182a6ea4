import Diagnostics
import RunEvents
import Testing

/// Actions and workflows of other repositories, fetched from a git host of the test.
@Suite("Actions of other repositories", .needsDocker)
struct RemoteActionTests {
    private static let tool = """
        name: Tool
        description: Shows where it is.
        inputs:
          word: { description: A word., default: none }
        outputs:
          word: { description: It., value: '${{ inputs.word }}' }
        runs:
          using: composite
          steps:
            - shell: bash
              run: |
                echo "place=${GITHUB_ACTION_PATH##*/_actions/}"
                echo "beside=$(cat "$GITHUB_ACTION_PATH/../shared.txt" 2> /dev/null)"
                echo "named=${{ github.action_repository }} ${{ github.action_ref }}"
        """

    /// An action that uses others: by name, of its own repository, and of the workspace.
    private static let outer = """
        name: Outer
        description: Uses others.
        runs:
          using: composite
          steps:
            - uses: acme/tool/sub@v1
            - uses: $/inner
            - uses: ./actions/mine
        """

    private static func printing(_ text: String) -> String {
        """
        name: Printer
        description: Prints.
        runs:
          using: composite
          steps: [{ shell: bash, run: 'echo "\(text)"' }]
        """
    }

    @Test("an action is fetched before the first step, its commit is told, and the cache keeps it")
    func fetched() async throws {
        try await ProgramFixture.with { fixture in
            let commit = try await fixture.publish(
                "acme/tool",
                ["sub/action.yml": Self.tool, "shared.txt": "shared"],
                as: "refs/tags/v1"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo first
                      - id: t
                        uses: acme/tool/sub@v1
                        with: { word: hello }
                      - run: echo "word=${{ steps.t.outputs.word }}"
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("place", in: "a") == "acme/tool/v1/sub")
            #expect(run.value("beside", in: "a") == "shared")
            #expect(run.value("word", in: "a") == "hello")
            let output = run.output("a")
            let download = "Download action repository 'acme/tool@v1' (SHA:\(commit))"
            let place = try #require(output.firstIndex(of: download), "\(run)")
            #expect(output.prefix(place).contains("Prepare all required actions"))
            #expect(output.prefix(place).contains("Getting action download info"))
            #expect(!output.prefix(place).contains("first"))
            #expect(
                run.substitutions.contains {
                    $0.kind == .commit && $0.original == "acme/tool@v1"
                        && $0.replacement == commit
                }
            )
            try await fixture.execute("rm", ["-r", fixture.host])
            let offline = try await fixture.run("ci", "--action-offline-mode")
            #expect(offline.exitStatus == 0, "\(offline)")
        }
    }

    @Test("an action uses others: of further repositories, of its own, and of the workspace")
    func nested() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish(
                "acme/tool",
                ["sub/action.yml": Self.tool],
                as: "refs/tags/v1"
            )
            try await fixture.publish(
                "acme/outer",
                ["action.yml": Self.outer, "inner/action.yml": Self.printing("inner=yes")],
                as: "refs/heads/main"
            )
            try fixture.write("actions/mine/action.yml", Self.printing("mine=yes"))
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4 }, { uses: acme/outer@main }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("place", in: "a") == "acme/tool/v1/sub")
            #expect(run.value("inner", in: "a") == "yes")
            #expect(run.value("mine", in: "a") == "yes")
            #expect(run.output("a").filter { $0 == "Prepare all required actions" }.count == 1)
        }
    }

    @Test("what an action of the workspace needs is fetched before its first step")
    func insideLocal() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish(
                "acme/tool",
                ["sub/action.yml": Self.tool],
                as: "refs/tags/v1"
            )
            try fixture.write(
                "mine/action.yml",
                """
                name: Mine
                description: Uses another.
                runs:
                  using: composite
                  steps: [{ shell: bash, run: echo inner first }, { uses: acme/tool/sub@v1 }]
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4 }, { uses: ./mine }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("place", in: "a") == "acme/tool/v1/sub")
            let output = run.output("a")
            let fetched = output.firstIndex { $0.hasPrefix("Download action repository") }
            #expect((fetched ?? .max) < output.firstIndex(of: "inner first") ?? 0, "\(run)")
        }
    }

    @Test("a repository or version that is not there fails the job in GitHub's words")
    func notThere() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/tool", ["action.yml": Self.tool], as: "refs/tags/v1")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo never }, { if: 'false', uses: acme/none@v1 }]
                  b:
                    runs-on: ubuntu-latest
                    steps: [{ uses: acme/tool@v9 }]
                  c:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo never }, { uses: acme/tool/missing@v1 }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(
                run.job("a")?.reason
                    == "Unable to resolve action. Repository not found: acme/none"
            )
            #expect(run.steps("a").isEmpty)
            #expect(
                run.job("b")?.reason
                    == "Unable to resolve action `acme/tool@v9`, unable to find version `v9`"
            )
            #expect(
                run.job("c")?.reason
                    == "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' for action "
                    + "'acme/tool/missing@v1'."
            )
            #expect(run.steps("c").isEmpty)
        }
    }

    @Test("a version that GitHub has closed down fails the job before its first step")
    func closedDown() async throws {
        try await ProgramFixture.with { fixture in
            let files = [
                "action.yml": Self.printing("ran=yes"), "package.json": "{\"version\": \"4.0.2\"}",
            ]
            let commit = try await fixture.publish("actions/cache", files, as: "refs/tags/v4.0.2")
            let open = ["action.yml": Self.printing("ran=yes")]
            try await fixture.publish("actions/cache", open, as: "refs/tags/v4.2.0")
            try fixture.workflow(
                """
                jobs:
                  tag:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo ran=yes }, { uses: actions/cache@v4.0.2, if: false }]
                  commit:
                    runs-on: ubuntu-latest
                    steps: [{ uses: 'actions/cache@\(commit)' }]
                  open:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/cache@v4.2.0 }]
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            for (job, ref) in [("tag", "v4.0.2"), ("commit", commit)] {
                #expect(run.conclusion(job) == .failure && run.value("ran", in: job) == nil)
                let words = "it uses a deprecated version of `actions/cache: \(ref)`."
                #expect(run.job(job)?.reason?.contains(words) == true, "\(run)")
            }
            #expect(run.value("ran", in: "open") == "yes")
        }
    }

    @Test("a host that does not answer ends with 4, unless the action's step is skipped")
    func unreachable() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a: { runs-on: ubuntu-latest, steps: [{ uses: acme/tool@v1 }] }
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ if: 'false', uses: acme/tool@v1 }, { run: echo ran }]
                """,
                named: "skipping"
            )
            let away = ["--repository-server", "https://127.0.0.1:1"]
            let run = try await fixture.run("ci", away[0], away[1])
            #expect(run.exitStatus == 4, "\(run)")
            #expect(run.diagnostics.contains { $0.message.contains("https://127.0.0.1:1") })
            let skipping = try await fixture.run("skipping", away[0], away[1])
            #expect(skipping.exitStatus == 0, "\(skipping)")
            let unseen = try #require(skipping.notHonoured.first, "\(skipping)")
            #expect(unseen.subject == "action `acme/tool@v1`")
            #expect(unseen.reason.contains("https://127.0.0.1:1"))
            #expect(unseen.span?.start.line == 5)
        }
    }

    @Test("offline, a job whose action was never fetched is not run and names it")
    func offline() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/tool", ["action.yml": Self.tool], as: "refs/tags/v1")
            try fixture.workflow(
                """
                jobs:
                  a: { runs-on: ubuntu-latest, steps: [{ uses: acme/tool@v1 }] }
                """
            )
            let run = try await fixture.run("ci", "--action-offline-mode")
            #expect(run.exitStatus == 5, "\(run)")
            #expect(run.conclusion("a") == .notRun)
            #expect(run.job("a")?.reason?.contains("`acme/tool@v1`") == true)
            #expect(run.job("a")?.reason?.contains("--action-offline-mode") == true)
        }
    }

    @Test("a folder stands for a repository with all its actions and workflows")
    func localRepository() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("tools/sub/action.yml", Self.tool)
            try fixture.write(
                "tools/.github/workflows/called.yml",
                """
                on: workflow_call
                jobs:
                  j: { runs-on: ubuntu-latest, steps: [{ uses: $/sub }] }
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a: { runs-on: ubuntu-latest, steps: [{ uses: acme/tool/sub@v1 }] }
                  b: { uses: acme/tool/.github/workflows/called.yml@v1 }
                """
            )
            let run = try await fixture.run("ci", "--local-repository", "acme/tool@v1=tools")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.substitutions.contains { $0.source == "--local-repository" })
        }
    }
}
