import Diagnostics
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Jobs as processes of this machine.
@Suite("Host jobs")
struct HostEngineTests {
    @Test("a job runs in a workspace of its own, and the tree stays as it is")
    func workspace() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "here\n")
            try fixture.write("local/action.yml", Self.action)
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    outputs: { word: '${{ steps.s.outputs.word }}' }
                    steps:
                      - run: echo "before=$(ls -A | wc -l)"
                      - uses: actions/checkout@v4
                      - id: s
                        run: |
                          echo "file=$(cat file)"
                          echo changed > file
                          echo "same=$([ "$PWD" = "$GITHUB_WORKSPACE" ] && echo yes)"
                          echo "ENVIRONMENT=kept" >> "$GITHUB_ENV"
                          echo "word=out" >> "$GITHUB_OUTPUT"
                          echo "hidden: ${{ secrets.KEY }}"
                      - run: echo "kept=$ENVIRONMENT $(cat file)"
                      - uses: ./local
                  b:
                    needs: a
                    runs-on: ubuntu-latest
                    steps: [{ run: 'echo "word=${{ needs.a.outputs.word }}"' }]
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci", "--host", "-s", "KEY=hush-hush-4711")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("before", in: "a") == "0")
            #expect(run.value("file", in: "a") == "here")
            #expect(run.value("same", in: "a") == "yes")
            #expect(run.value("kept", in: "a") == "kept changed")
            #expect(run.value("action", in: "a") == "ran")
            #expect(run.value("word", in: "b") == "out")
            #expect(!run.standardOutput.contains("hush-hush-4711"))
            #expect(try await fixture.git("status", "--porcelain").isEmpty)
        }
    }

    @Test("a run is called by its `run-name`, without secrets; one that fails starts nothing")
    func runName() async throws {
        try await ProgramFixture.with { fixture in
            func run(_ name: String) async throws -> ProgramRun {
                try fixture.workflow(
                    """
                    on: { workflow_dispatch: { inputs: { to: { default: earth } } } }
                    run-name: \(name)
                    jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }
                    """
                )
                return try await fixture.run("ci", "--host", "-s", "KEY=hush-hush-4711")
            }
            func title(_ run: ProgramRun) -> String? {
                run.events.compactMap { event in
                    if case .runStarted(let start) = event.happening { start.runName } else { nil }
                }.first
            }
            let named = try await run(
                "To ${{ inputs.to }} hush-hush-4711 by ${{ github.event_name }}"
            )
            #expect(named.exitStatus == 0, "\(named)")
            #expect(title(named) == "To earth *** by workflow_dispatch")

            let blank = try await run("'${{ inputs.none }} '")
            #expect(blank.exitStatus == 0, "\(blank)")
            #expect(title(blank) == nil)

            let broken = try await run("${{ fromJSON(inputs.to) }}")
            #expect(broken.exitStatus == 3, "\(broken)")
            #expect(broken.standardOutput.contains(#""evaluation-failed""#), "\(broken)")
            #expect(broken.finishedJobs.isEmpty)
        }
    }

    @Test("an expression may give all of `defaults.run` and `environment`, but no null for `env`")
    func wholeMappings() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  defaults:
                    runs-on: ubuntu-latest
                    env: { DEFAULTS: '{"shell": "sh", "working-directory": "/usr"}' }
                    defaults: { run: "${{ fromJSON(env.DEFAULTS) }}" }
                    steps: [{ run: 'echo "shell=$0"; echo "folder=${PWD##*/}"' }]
                  unknown:
                    runs-on: ubuntu-latest
                    env: { DEFAULTS: '{"shel": "sh"}' }
                    defaults: { run: "${{ fromJSON(env.DEFAULTS) }}" }
                    steps: [{ run: echo ran=1 }]
                  environment:
                    runs-on: ubuntu-latest
                    environment: "${{ fromJSON('{\\"name\\":\\"dev\\",\\"url\\":\\"http://dev\\"}') }}"
                    steps: [{ run: 'true' }]
                  env:
                    runs-on: ubuntu-latest
                    env: ${{ github.nope }}
                    steps: [{ run: echo ran=1 }]
                  step-env:
                    runs-on: ubuntu-latest
                    steps: [{ run: echo ran=1, env: '${{ github.nope }}' }]
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.value("shell", in: "defaults")?.hasSuffix(".sh") == true, "\(run)")
            #expect(run.value("folder", in: "defaults") == "usr")
            #expect(run.output("environment").contains("Environment `dev`: http://dev"))
            for job in ["unknown", "env", "step-env"] {
                #expect(run.conclusion(job) == .failure, "\(job)")
                #expect(run.value("ran", in: job) == nil)
            }
            let said = run.diagnostics.map(\.message) + run.output("env") + run.output("step-env")
            #expect(said.contains { $0.contains("Unexpected value ''") }, "\(run)")
            #expect(run.standardOutput.contains("Unexpected value 'shel'"), "\(run)")
        }
    }

    @Test("an expression may read an output of nearly a mebibyte")
    func largeOutput() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - id: big
                        run: printf 'x=%s\\n' "$(head -c 700000 /dev/zero | tr '\\0' a)" >> "$GITHUB_OUTPUT"
                      - if: steps.big.outputs.x != ''
                        run: echo "read=yes"
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("read", in: "a") == "yes")
        }
    }

    @Test("a failure ends with 1, and jobs that need containers are not run and end with 5")
    func statuses() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: exit 3 }, { name: after, if: always(), run: 'true' }]
                """
            )
            let failed = try await fixture.run("ci", "--host")
            #expect(failed.exitStatus == 1)
            #expect(failed.steps("a").first?.exitStatus == 3)
            #expect(failed.step("a", "after")?.outcome == .success)
            try fixture.workflow(
                """
                jobs:
                  plain:
                    runs-on: ubuntu-latest
                    steps: [{ run: 'true' }]
                  boxed:
                    runs-on: ubuntu-latest
                    container: debian:12
                    steps: [{ run: 'true' }]
                  served:
                    runs-on: ubuntu-latest
                    services: { store: { image: redis:7 } }
                    steps: [{ run: 'true' }]
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 5, "\(run)")
            #expect(run.conclusion("plain") == .success)
            #expect(run.conclusion("boxed") == .notRun)
            #expect(run.conclusion("served") == .notRun)
        }
    }

    @Test("a process that a host job leaves behind is gone with the job")
    func daemon() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          setsid sleep 4321 > /dev/null 2>&1 &
                          echo "daemon=$!"
                          echo "DAEMON=$!" >> "$GITHUB_ENV"
                      - run: kill -0 "$DAEMON" && echo "there=yes"
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("there", in: "a") == "yes")
            let daemon = try #require(run.value("daemon", in: "a").flatMap { Int32($0) })
            #expect(kill(daemon, 0) != 0 && errno == ESRCH, "the daemon is still there")
        }
    }

    @Test("SIGINT ends a host job with all its processes, after its clean-up steps")
    func cancel() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - name: wait
                        run: |
                          sleep 1234 & echo "child=$!"
                          echo ready
                          wait
                      - { name: clean up, if: always(), run: echo cleaned }
                """
            )
            let running = fixture.start(["run", "--json", "--host", "ci"])
            try await running.line(containing: "ready")
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.step("a", "clean up")?.outcome == .success)
            let child = try #require(run.value("child", in: "a").flatMap { Int32($0) })
            #expect(kill(child, 0) != 0 && errno == ESRCH, "the step's child is still there")
        }
    }

    @Test("SIGINT while the workspace is made ends the run without a trace")
    func cancelEarly() async throws {
        try await ProgramFixture.with { fixture in
            for number in 0..<500 { try fixture.write("files/\(number)", "\(number)\n") }
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4 }, { run: sleep 1000 }]
                """
            )
            let running = fixture.start(["run", "--json", "--host", "ci"])
            try await running.event { event in
                if case .jobQueued = event.happening { true } else { false }
            }
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.conclusion("a") == .cancelled)
        }
    }

    @Test("a step of a group that needs an image keeps its job from running")
    func imageInGroup() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: echo began
                      - parallel:
                          - uses: docker://alpine:3
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 5, "\(run)")
            #expect(!run.standardOutput.contains("began"))
        }
    }

    @Test(
        "what a killed run left and cannot be removed is told",
        .enabled(if: geteuid() == 0, "mounting needs root")
    )
    func leftovers() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                "jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }"
            )
            let place = "\(fixture.cache)/actlocal/jobs/dead.1.1/mounted"
            try await fixture.execute("mkdir", ["-p", place])
            try await fixture.execute("mount", ["-t", "tmpfs", "tmpfs", place])
            fixture.onCleanUp { try await fixture.execute("umount", [place]) }
            let run = try await fixture.start(["run", "--json", "--host", "ci"]).finish()
            #expect(run.exitStatus == 0, "\(run)")
            let said = run.diagnostics.filter { $0.severity == .warning }.map(\.message)
            #expect(said.contains { $0.contains("cannot remove what a killed run left") }, "\(run)")
        }
    }

    private static let action = """
        name: Local
        description: Speaks.
        runs:
          using: composite
          steps: [{ shell: bash, run: echo "action=ran" }]
        """
}
