import Diagnostics
import RunEvents
import Testing

/// The inputs and outputs of `actions/checkout` of the own repository.
@Suite("Inputs of checkouts", .needsDocker)
struct CheckoutInputTests {
    @Test("`path` is below the workspace by whichever name, and never above it")
    func paths() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "text\n")
            let steps = """
                - uses: actions/checkout@v4
                        with: { path: '${{ github.workspace }}/own' }
                      - uses: actions/checkout@v4
                        with: { path: in/../out/. }
                      - { id: above, continue-on-error: true, uses: actions/checkout@v4,
                          with: { path: in/../../above } }
                      - run: echo "there=$(ls -A . | tr '\\n' ' ')$(cat own/file out/file | wc -l)"
                      - run: echo "above=${{ steps.above.outcome }}"
                """
            try fixture.workflow(
                """
                jobs:
                  runner:
                    runs-on: ubuntu-latest
                    steps:
                      \(steps)
                  container:
                    runs-on: ubuntu-latest
                    container: actlocal/runner:latest
                    steps:
                      \(steps)
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            for job in ["runner", "container"] {
                #expect(run.value("there", in: job) == "out own 2", "\(run)")
                #expect(run.value("above", in: job) == "failure")
                let reason = run.steps(job)[2].reason
                #expect(reason?.hasPrefix("Repository path '/") == true, "\(reason ?? "")")
                #expect(reason?.contains("/above' is not under '/") == true)
            }
        }
    }

    @Test("a token that is given and empty ends the step in the action's words")
    func emptyToken() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { token: '${{ github.nothing }}' }
                  unknown:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { token: '${{ secrets.NOT_SET }}' }
                  b:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { token: '${{ github.token }}' }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.conclusion("a") == .failure, "\(run)")
            #expect(run.conclusion("b") == .success)
            // Whether GitHub has the secret is not known here.
            #expect(run.conclusion("unknown") == .success)
            #expect(run.diagnostics.contains { $0.message.contains("NOT_SET") }, "\(run)")
            #expect(run.steps("a")[0].reason == "Input required and not supplied: token")
        }
    }

    @Test("a token that may not read contents is warned of once, and the checkout is done")
    func withoutContents() async throws {
        try await ProgramFixture.with { fixture in
            let steps = "steps: [{ uses: actions/checkout@v4 }, { uses: actions/checkout@v4 }]"
            try fixture.workflow(
                """
                jobs:
                  none: { runs-on: ubuntu-latest, permissions: {}, \(steps) }
                  other: { runs-on: ubuntu-latest, permissions: { id-token: write }, \(steps) }
                  reads: { runs-on: ubuntu-latest, permissions: { contents: read }, \(steps) }
                  unsaid: { runs-on: ubuntu-latest, \(steps) }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let told = run.annotations.filter { $0.message.contains("no `contents: read`") }
            #expect(told.map(\.job).sorted() == ["none", "other"], "\(run)")
        }
    }

    @Test("the outputs tell what was checked out, and what has no effect is warned of")
    func outputs() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.commit("First")
            try await fixture.git("tag", "v1")
            // A branch comes before a tag of the same name.
            try await fixture.git("branch", "both")
            let first = String(try await fixture.git("rev-parse", "HEAD").prefix(40))
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { id: own, uses: actions/checkout@v4, with: { unknown: 1 } }
                      - { id: tag, uses: actions/checkout@v4, with: { ref: v1 } }
                      - { id: both, uses: actions/checkout@v4, with: { ref: both } }
                      - { id: sha, uses: actions/checkout@v4, with: { ref: \(first) } }
                      - run: |
                          echo "own=${{ steps.own.outputs.ref }} ${{ steps.own.outputs.commit }}"
                          echo "tag=${{ steps.tag.outputs.ref }} ${{ steps.tag.outputs.commit }}"
                          echo "both=${{ steps.both.outputs.commit }}"
                          echo "sha=[${{ steps.sha.outputs.ref }}] ${{ steps.sha.outputs.commit }}"
                      - { uses: actions/checkout@v4, with: { ref: none }, continue-on-error: true }
                """
            )
            try await fixture.commit("Second")
            let second = String(try await fixture.git("rev-parse", "HEAD").prefix(40))
            try await fixture.git("tag", "both")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("own", in: "a") == "refs/heads/main \(second)")
            #expect(run.value("tag", in: "a") == "v1 \(first)")
            #expect(run.value("both", in: "a") == first)
            #expect(run.value("sha", in: "a") == "[] \(first)")
            #expect(run.standardOutput.contains("Unexpected input(s) 'unknown', valid inputs are"))
            let missing = "A branch or tag with the name 'none' could not be found"
            #expect(run.steps("a").last?.reason == missing)
        }
    }

    @Test("`clean: false` keeps what git does not know, and nothing else")
    func untracked() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("gone", "old\n")
            try await fixture.commit("First")
            try await fixture.git("tag", "v1")
            try await fixture.git("rm", "-q", "gone")
            try fixture.write("file", "text\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { ref: v1 } }
                      - run: echo made > made && echo changed > gone
                      - { uses: actions/checkout@v4, with: { clean: false } }
                      - run: echo "kept=$(ls | tr '\\n' ' ')[$(git status --porcelain)]"
                      - uses: actions/checkout@v4
                      - run: echo "clean=$(ls | tr '\\n' ' ')[$(git status --porcelain)]"
                """
            )
            try await fixture.commit("Second")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("kept", in: "a") == "file made [?? made]")
            #expect(run.value("clean", in: "a") == "file []")
        }
    }

    @Test("a depth known only in the job is heeded, also inside a composite action")
    func depth() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(
                "deep/action.yml",
                """
                name: Deep
                description: Checks everything out.
                runs:
                  using: composite
                  steps: [{ uses: actions/checkout@v4, with: { path: all, fetch-depth: 0 } }]
                """
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - run: echo "one=$(git log --oneline | wc -l) $(git tag | wc -l)"
                      - uses: ./deep
                      - run: echo "all=$(git -C all log --oneline | wc -l) $(git -C all tag)"
                """
            )
            try await fixture.commit("First")
            try await fixture.git("tag", "v1")
            try await fixture.commit("Second")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("one", in: "a") == "1 0")
            #expect(run.value("all", in: "a") == "2 v1")
        }
    }

    @Test("a job that asks for one commit has no more, whatever other jobs ask for")
    func shallow() async throws {
        try await ProgramFixture.with { fixture in
            func job(_ name: String, _ inputs: String) -> String {
                """
                  \(name):
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { \(inputs) } }
                      - run: |
                          echo "log=$(git log --oneline | wc -l)"
                          echo "tags=$(git tag | tr '\\n' ' ')"
                          echo "branches=$(git branch -a --format='%(refname)' | tr '\\n' ' ')"
                          echo "describe=$(git describe || :)"
                          echo "parents=$(git rev-list --parents -n1 HEAD | wc -w)"
                          echo "status=[$(git status --porcelain)] $(git fsck --no-dangling 2>&1 | wc -l)"

                """
            }
            try fixture.workflow(
                "jobs:\n" + job("all", "fetch-depth: 0") + job("one", "fetch-depth: 1")
                    + job("tags", "fetch-tags: true") + job("two", "fetch-depth: 2")
                    + job("tag", "ref: v1, fetch-depth: 0")
                    + job("sparse", "sparse-checkout: /.github/")
            )
            try await fixture.commit("First")
            try await fixture.git("tag", "-a", "-m", "Annotated", "v1")
            try await fixture.git("branch", "other")
            try await fixture.git("remote", "add", "origin", "https://github.com/acme/own")
            try await fixture.commit("Second")
            try await fixture.commit("Third")
            let run = try await fixture.run("ci")
            func value(_ name: String) -> [String?] {
                ["all", "one", "tags", "two", "tag"].map { run.value(name, in: $0) }
            }
            #expect(value("log") == ["3", "1", "1", "2", "1"], "\(run)")
            #expect(value("tags") == ["v1 ", "", "v1 ", "", "v1 "])
            #expect(run.value("describe", in: "all")?.hasPrefix("v1-2-g") == true)
            #expect(value("describe").dropFirst() == ["", "", "", "v1"])
            #expect(value("parents") == ["2", "1", "1", "2", "1"])
            #expect(value("status").allSatisfy { $0 == "[] 0" }, "\(value("status"))")
            let own = "refs/heads/main refs/remotes/origin/main "
            #expect(run.value("branches", in: "one") == own)
            #expect(run.value("branches", in: "all") == own + "refs/remotes/origin/other ")
            #expect(run.conclusion("sparse") == .failure, "git refuses the pattern: \(run)")
        }
    }

    @Test("the code of a fork stays out of workflows with secrets, unless the step allows it")
    func forks() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.commit("First")
            let first = String(try await fixture.git("rev-parse", "HEAD").prefix(40))
            try fixture.write(
                "event.json",
                """
                { "repository": { "id": 1, "full_name": "acme/own" }, "pull_request": { "number": 7,
                  "head": { "sha": "\(first)", "ref": "x", "repo": { "id": 2, "full_name": "me/own" } },
                  "base": { "ref": "main", "sha": "\(first)" } } }
                """
            )
            let ref = "ref: '${{ github.event.pull_request.head.sha }}'"
            try fixture.workflow(
                """
                on: pull_request_target
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4 }
                      - { id: old, uses: actions/checkout@v4.3.1, with: { \(ref) } }
                      - { uses: actions/checkout@v4,
                          with: { \(ref), allow-unsafe-pr-checkout: true } }
                      - { uses: actions/checkout@v4, with: { \(ref) }, continue-on-error: true }
                      - { uses: actions/checkout@v7, with: { ref: refs/pull/7/merge },
                          continue-on-error: true }
                      - { uses: actions/checkout@v5, with: { repository: me/own },
                          continue-on-error: true }
                """
            )
            try await fixture.commit()
            let run = try await fixture.run(
                "ci",
                "--event",
                "pull_request_target",
                "-e",
                "event.json"
            )
            let steps = run.steps("a")
            #expect(
                steps.map(\.outcome)
                    == [.success, .success, .success, .failure, .failure, .failure],
                "\(run)"
            )
            let words = "Refusing to check out fork pull request code from a 'pull_request_target'"
            #expect(steps.suffix(3).allSatisfy { $0.reason?.hasPrefix(words) == true }, "\(run)")
        }
    }

    @Test("a ref of the own repository that only its host knows is fetched")
    func remoteRef() async throws {
        try await ProgramFixture.with { fixture in
            let there = try await fixture.publish(
                "acme/own",
                ["file": "of the host"],
                as: "refs/pull/7/merge"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        id: pull
                        with: { ref: refs/pull/7/merge }
                      - run: echo "pull=$(cat file) ${{ steps.pull.outputs.commit }}"
                """
            )
            try await fixture.commit()
            let missing = try await fixture.run("ci")
            #expect(missing.exitStatus == 1, "\(missing)")
            try await fixture.git("remote", "add", "origin", "https://github.com/acme/own.git")
            let mirror = "acme/own=file://\(fixture.host)/acme/own"
            let run = try await fixture.run("ci", "--repository-mirror", mirror)
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("pull", in: "a") == "of the host \(there)")
        }
    }
}
