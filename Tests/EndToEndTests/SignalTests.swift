import HostProcesses
import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What signals do, and that nothing stays behind.
@Suite("Signals", .needsDocker)
struct SignalTests {
    /// A job with a service, a step that waits and a clean-up step.
    private static let waiting = """
        jobs:
          a:
            runs-on: ubuntu-latest
            services:
              store: { image: actlocal/redis:7 }
            steps:
              - uses: actions/checkout@v4
              - { name: wait, run: "trap 'echo asked; exit 1' INT; echo ready; sleep 1000 & wait" }
              - { name: plain, run: echo never }
              - { name: clean up, if: always(), run: echo cleaned }
              - { name: cancelled, if: cancelled(), run: echo saw it }
          later:
            needs: a
            runs-on: ubuntu-latest
            steps: [{ run: echo never }]
        """

    @Test(
        "SIGINT, SIGTERM and SIGHUP cancel as GitHub does: clean-up steps run",
        arguments: [SIGINT, SIGTERM, SIGHUP]
    )
    func cancel(signal: Int32) async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            let running = fixture.start(["run", "--json", "ci"])
            try await running.line(containing: "ready")
            running.signal(signal)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.step("a", "wait")?.outcome == .cancelled)
            #expect(run.step("a", "plain")?.outcome == .skipped)
            #expect(run.step("a", "clean up")?.outcome == .success)
            #expect(run.step("a", "cancelled")?.outcome == .success)
            #expect(run.conclusion("a") == .cancelled)
            #expect(run.conclusion("later") == .cancelled)
            #expect(run.output("a").contains("asked"))
        }
    }

    @Test("SIGINT cancels also a run that a script has started with `&`")
    func background() async throws {
        try await ProgramFixture.with { fixture in
            let mark = "\(fixture.folder)/mark"
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{ run: "echo > '\(mark)'; sleep 1000" }]
                """
            )
            // A shell that is no terminal's ignores SIGINT for what it starts so.
            let script = """
                export HOME="$3" XDG_CACHE_HOME="$3/cache" XDG_STATE_HOME="$3/state"
                "$1" run --host ci > /dev/null 2>&1 & run=$!
                until [ -e "$2" ]; do sleep 0.05; done
                kill -INT $run; wait $run; echo status=$?
                """
            let arguments = ["sh", fixture.program, mark, fixture.folder]
            let output = try await fixture.execute("sh", ["-c", script] + arguments)
            #expect(output == "status=130\n")
        }
    }

    @Test("a second SIGINT ends everything at once")
    func abort() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    services: { store: { image: actlocal/redis:7 } }
                    steps:
                      - run: |
                          trap 'echo asked' INT
                          trap '' TERM
                          echo ready
                          while true; do sleep 1; done
                      - { if: always(), run: 'echo going on; sleep 1000' }
                """
            )
            let running = fixture.start(["run", "--json", "ci"], deadline: .seconds(300))
            try await running.line(containing: "ready")
            running.signal(SIGINT)
            try await running.line(containing: "asked")
            try await running.lateEnoughForAnotherSignal()
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(!run.output("a").contains("going on"))
        }
    }

    @Test("SIGINT while containers are made ends the run without a trace")
    func cancelEarly() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            let running = fixture.start(["run", "--json", "ci"])
            try await running.event { event in
                if case .jobStarted = event.happening { true } else { false }
            }
            running.signal(SIGINT)
            let run = try await running.finish()
            try await fixture.expectNothingLeft(by: running)
            #expect(run.exitStatus == 130, "\(run)")
            #expect(run.conclusion("a") == .cancelled)
        }
    }

    @Test("what a killed run left behind is removed by the next one")
    func killed() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(Self.waiting)
            try fixture.workflow(
                "jobs: { b: { runs-on: ubuntu-latest, steps: [{ run: 'true' }] } }\n",
                named: "next"
            )
            let running = fixture.start(["run", "--json", "ci"])
            try await running.line(containing: "ready")
            running.signal(SIGKILL)
            let killed = try await running.finish()
            #expect(killed.status == .signalled(SIGKILL))
            let process = try #require(running.process)
            #expect(try await !fixture.leftovers(of: process).isEmpty)
            let next = try await fixture.run("next")
            #expect(next.exitStatus == 0, "\(next)")
            #expect(try await fixture.leftovers(of: process).isEmpty)
        }
    }

    @Test("two runs in one repository at once do not disturb each other")
    func twoRuns() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.write("file", "here\n")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    services:
                      store:
                        image: actlocal/redis:7
                        ports: ['6379:6379']
                        options: --health-cmd "redis-cli ping"
                    steps:
                      - uses: actions/checkout@v4
                      - run: |
                          echo "file=$(cat file)"
                          exec 3<>/dev/tcp/localhost/6379
                          printf 'INCR runs\\r\\n' >&3
                          echo "count=$(head -1 <&3 | tr -d '\\r')"
                          echo changed > file
                """
            )
            let both = [fixture.start(["run", "--json"]), fixture.start(["run", "--json", "ci"])]
            for running in both {
                let run = try await running.finish()
                #expect(run.exitStatus == 0, "\(run)")
                #expect(run.value("file", in: "a") == "here")
                #expect(run.value("count", in: "a") == ":1")
            }
            for running in both { try await fixture.expectNothingLeft(by: running) }
        }
    }
}
