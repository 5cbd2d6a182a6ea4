import Diagnostics
import Foundation
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Called workflows of other repositories, fetched from a git host of the test.
@Suite("Workflows of other repositories", .needsDocker)
struct RemoteWorkflowTests {
    @Test("a called workflow is fetched with the neighbours it calls and the actions beside it")
    func calledWorkflow() async throws {
        try await ProgramFixture.with { fixture in
            let commit = try await fixture.publish(
                "acme/flows",
                [
                    ".github/workflows/outer.yml": """
                    on: { workflow_call: { inputs: { word: { type: string } } } }
                    jobs:
                      near:
                        uses: ./.github/workflows/inner.yml
                        with: { word: '${{ inputs.word }}!' }
                    """,
                    ".github/workflows/inner.yml": """
                    on: { workflow_call: { inputs: { word: { type: string } } } }
                    jobs:
                      j:
                        runs-on: ubuntu-latest
                        steps:
                          - run: |
                              echo "word=${{ inputs.word }}"
                              echo "sha=${{ job.workflow_sha }}"
                          - uses: $/printer
                    """,
                    "printer/action.yml": """
                    name: Printer
                    description: Prints.
                    runs:
                      using: composite
                      steps: [{ shell: bash, run: 'echo "printer=yes"' }]
                    """,
                ],
                as: "refs/heads/main"
            )
            try fixture.workflow(
                """
                jobs:
                  far:
                    uses: acme/flows/.github/workflows/outer.yml@main
                    with: { word: hi }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            let job = try #require(run.finishedJobs.first { $0.hasSuffix("j") }, "\(run)")
            #expect(run.value("word", in: job) == "hi!")
            #expect(run.value("sha", in: job) == commit)
            #expect(run.value("printer", in: job) == "yes")
            #expect(run.substitutions.contains { $0.replacement == commit })
        }
    }

    @Test("a called workflow that is not there is an error where it is called")
    func calledWorkflowNotThere() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/flows", ["a": ""], as: "refs/heads/main")
            for (reference, message) in [
                ("acme/flows/.github/workflows/x.yml@main", "workflow was not found."),
                (
                    "acme/flows/.github/workflows/x.yml@v9",
                    "reference to workflow should be either a valid branch, tag, or commit"
                ),
                ("acme/none/.github/workflows/x.yml@main", "workflow was not found."),
            ] {
                try fixture.workflow("jobs: { far: { uses: \(reference) } }\n")
                let run = try await fixture.run("ci")
                #expect(run.exitStatus == 3, "\(run)")
                let found = run.diagnostics.first { $0.message.contains(message) }
                #expect(found?.span?.start.line == 2, "\(run)")
            }
        }
    }

    @Test("what a run fetched is planned and checked without asking anybody again")
    func fetchedBefore() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish(
                "acme/flows",
                [
                    ".github/workflows/outer.yml": """
                    on: { workflow_call: { inputs: { word: { type: string } } } }
                    jobs:
                      near: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                    """
                ],
                as: "refs/heads/main"
            )
            try fixture.workflow(
                """
                on: push
                jobs:
                  far:
                    uses: acme/flows/.github/workflows/outer.yml@main
                    with: { wrd: hi }

                """
            )
            let before = try await fixture.program("check")
            #expect(before.exitStatus == 0, "\(before)")
            let unknown = try await fixture.program("plan")
            #expect(unknown.standardOutput.contains("`acme/flows@main` was not fetched yet"))
            let refused = try await fixture.run("ci")
            #expect(refused.exitStatus == 3, "\(refused)")
            for command in ["check", "plan"] {
                let after = try await fixture.program(command)
                // `main` may have the input by now.
                #expect(after.exitStatus == 0, "\(after)")
                let said = after.standardOutput + after.standardError
                #expect(said.contains("wrd"), "\(after)")
                #expect(said.contains("read from the copy of `acme/flows`"), "\(after)")
            }
        }
    }

    @Test("a call that was never fetched is told of, though its job is skipped")
    func skippedOffline() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  far: { if: false, uses: acme/none/.github/workflows/x.yml@v1 }
                  near: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] }
                """
            )
            let run = try await fixture.run("--action-offline-mode", "ci")
            #expect(run.exitStatus == 0, "\(run)")
            let told = try #require(run.notHonoured.first { $0.subject.contains("acme/none") })
            #expect(told.reason.contains("it was not looked at, as its job is skipped"))
            #expect(told.span?.start.line == 3, "\(run)")
        }
    }

    @Test("SIGINT ends a run that waits for a called workflow's host")
    func interrupted() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                "jobs: { far: { uses: acme/flows/.github/workflows/outer.yml@main } }"
            )
            // A git that says when it is asked for the repository, and waits for an answer.
            try await fixture.writeProgram(
                "../bin/git",
                """
                #!/bin/sh
                case "$*" in
                  *ls-remote*|*fetch*) echo $$ > '\(fixture.folder)/asked'; exec sleep 1000 ;;
                esac
                exec /usr/bin/git "$@"

                """
            )
            let running = fixture.start(
                ["run", "--json", "ci"],
                adding: ["PATH": "\(fixture.folder)/bin:/usr/local/bin:/usr/bin:/bin"],
                deadline: .seconds(60)
            )
            let deadline = ContinuousClock.now + .seconds(30)
            let asked = "\(fixture.folder)/asked"
            func asking() -> pid_t? {
                let text = try? String(contentsOfFile: asked, encoding: .utf8)
                return text.flatMap { $0.hasSuffix("\n") ? pid_t($0.dropLast()) : nil }
            }
            while asking() == nil, .now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            let git = try #require(asking(), "git was not asked within 30 seconds")
            running.signal(SIGINT)
            let run = try await running.finish()
            #expect(kill(git, 0) != 0, "git still waits")
            #expect(run.exitStatus == 130, "\(run)")
            let said = run.diagnostics.map(\.message)
            #expect(said.contains("cancelled before any job began"), "\(run)")
        }
    }
}
