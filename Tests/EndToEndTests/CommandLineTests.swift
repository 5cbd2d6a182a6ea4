import Diagnostics
import RunEvents
import Testing

/// What the command line hands to a run.
@Suite("Command line", .needsDocker)
struct CommandLineTests {
    @Test("`-n` goes through the run and executes nothing")
    func dryRun() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: exit 1 }]
                """
            )
            let run = try await fixture.run("ci", "-n")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.steps("a").isEmpty)
            #expect(
                !run.events.contains { if case .jobStarted = $0.happening { true } else { false } }
            )
        }
    }

    @Test("secrets, variables and inputs come from options, files and the environment")
    func values() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write(".secrets", "FILED=from file\nBOTH=from file\n")
            try fixture.write(".vars", "REGION=north\n")
            try fixture.write("more.vars", "ZONE=2\n")
            try fixture.write(".env", "MODE=dotenv\n")
            try fixture.workflow(
                """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    env:
                      FILED: ${{ secrets.FILED }}
                      BOTH: ${{ secrets.BOTH }}
                      TAKEN: ${{ secrets.taken }}
                    steps:
                      - run: |
                          length() { printf '%s' "$1" | wc -c; }
                          echo "lengths=$(length "$FILED") $(length "$BOTH") $(length "$TAKEN")"
                          echo "vars=${{ vars.REGION }} ${{ vars.zone }} ${{ vars.COLOUR }}"
                          echo "mode=$MODE"
                """
            )
            let run = try await fixture.run(
                "ci",
                "-s",
                "BOTH=option",
                "-s",
                "TAKEN",
                "--var-file",
                "more.vars",
                "--var",
                "COLOUR=red",
                adding: ["TAKEN": "environment"]
            )
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("lengths", in: "a") == "9 6 11")
            #expect(run.value("vars", in: "a") == "north 2 red")
            #expect(run.value("mode", in: "a") == "dotenv")
            let unasked = run.substitutions.first { $0.kind == .environment }
            #expect(unasked?.replacement == "one variable of every step", "\(run)")
        }
    }

    @Test("inputs of workflow_dispatch are typed, completed and checked")
    func inputs() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on:
                  workflow_dispatch:
                    inputs:
                      target: { type: choice, options: [staging, production], default: staging }
                      debug: { type: boolean, default: false }
                      count: { type: number, default: 3 }
                      name: { type: string, required: true }
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo "seen=${{ inputs.target }} ${{ inputs.count }} ${{ inputs.name }}"
                          echo "event=${{ github.event_name }} ${{ github.event.inputs.debug }}"
                          echo "typed=${{ inputs.debug == true }}"
                          echo "workflow=${{ github.event.workflow }}"
                      - { name: only in debug, if: inputs.debug, run: echo debug }
                """
            )
            let run = try await fixture.run("ci", "--input", "name=x", "--input", "debug=true")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("seen", in: "a") == "staging 3 x")
            #expect(run.value("event", in: "a") == "workflow_dispatch true")
            #expect(run.value("typed", in: "a") == "true")
            #expect(run.value("workflow", in: "a") == ".github/workflows/ci.yml")
            #expect(run.step("a", "only in debug")?.outcome == .success)
            let missing = try await fixture.run("ci")
            #expect(missing.exitStatus == 64)
            #expect(missing.diagnostics.contains { $0.message.contains("'name'") })
            let wrong = try await fixture.run("ci", "--input", "name=x", "--input", "target=moon")
            #expect(wrong.exitStatus == 64)
            #expect(wrong.diagnostics.contains { $0.help?.contains("`production`") == true })
            let unknown = try await fixture.run("ci", "--input", "name=x", "--input", "nmae=y")
            #expect(unknown.exitStatus == 64)
        }
    }

    @Test("`--event` and `-e` decide what the run stands for")
    func event() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                on: [push, pull_request, release]
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo "event=$GITHUB_EVENT_NAME $GITHUB_REF"
                          echo "base=$GITHUB_BASE_REF ${{ github.event.pull_request.title }}"
                          echo "tag=${{ github.event.release.tag_name }}"
                """
            )
            try await fixture.commit("The subject")
            let push = try await fixture.run("ci")
            #expect(push.value("event", in: "a") == "push refs/heads/main")
            let request = try await fixture.run("ci", "--event", "pull_request")
            #expect(request.value("event", in: "a") == "pull_request refs/pull/1/merge")
            #expect(request.value("base", in: "a") == "main The subject", "\(request)")
            try fixture.write("payload.json", #"{"release": {"tag_name": "v9"}}"#)
            let release = try await fixture.run("ci", "--event", "release", "-e", "payload.json")
            #expect(release.value("tag", in: "a") == "v9")
            let other = try await fixture.run("ci", "--event", "schedule")
            #expect(other.exitStatus == 5)
        }
    }

    @Test("without a workflow all that a push starts is run, each job under its workflow's name")
    func everything() async throws {
        try await ProgramFixture.with { fixture in
            let job = """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]

                """
            try fixture.workflow("on: push\n" + job, named: "one")
            try fixture.workflow("on: [push, release]\n" + job, named: "two")
            try fixture.workflow("on: release\n" + job, named: "three")
            let run = try await fixture.run()
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.finishedJobs.sorted() == ["one/a", "two/a"])
            let folder = try await fixture.run("-W", ".github/workflows/three.yml", "three")
            #expect(folder.exitStatus == 0, "\(folder)")
            #expect(folder.finishedJobs == ["a"])
        }
    }

    @Test("the report for people goes to standard error and shows what failed")
    func report() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  fine:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                  bad:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo before
                      - name: checks
                        run: |
                          echo "expected 4, got 5"
                          exit 1
                """
            )
            let run = try await fixture.program("run", "ci")
            #expect(run.exitStatus == 1)
            #expect(run.standardOutput.isEmpty)
            #expect(run.standardError.contains("[bad]   expected 4, got 5"), "\(run)")
            #expect(run.standardError.contains("ci.yml:10"))
            #expect(!run.standardError.contains("\u{1B}["), "no colour without a terminal")
        }
    }
}
