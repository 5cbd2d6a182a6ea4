import RunEvents
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program on a terminal: what a person sees while it runs and when it has ended.
@Suite("Live view", .timeLimit(.minutes(20)))
struct TerminalTests {
    private static let pipeline = """
        name: Pipe
        jobs:
          good:
            runs-on: x
            steps:
              - { name: quick, run: echo "$TOKEN" }
              - { name: held, run: 'echo waiting; while [ ! -e "$GATE" ]; do sleep 0.1; done' }
          bad:
            needs: good
            runs-on: x
            steps: [{ name: broken, run: 'echo "see $TOKEN"; exit 3' }]
        env: { TOKEN: '${{ secrets.TOKEN }}' }
        """

    /// Starts `actlocal run --host` on a terminal; its step `held` ends when `open` is called.
    private func start(
        _ fixture: ProgramFixture,
        _ workflow: String = Self.pipeline,
        on terminal: PseudoTerminal,
        arguments: [String] = []
    ) throws -> RunningProgram {
        try fixture.workflow(workflow)
        return fixture.start(
            ["run", "ci", "--host", "-s", "TOKEN=hunter2hunter2", "--env", "GATE=\(gate(fixture))"]
                + arguments,
            adding: ["TERM": "xterm", "CI": ""],
            on: terminal
        )
    }

    private func gate(_ fixture: ProgramFixture) -> String { "\(fixture.folder)/gate" }

    private func open(_ fixture: ProgramFixture) throws {
        let gate = creat(gate(fixture), 0o644)
        try #require(gate >= 0)
        close(gate)
    }

    /// A text with every duration replaced, so that two runs compare.
    private func withoutTimes(_ text: some StringProtocol) -> String {
        String(text).replacing(/\d+(\.\d+)?(ms|s)\b/, with: "T").replacing(/[ ]+/, with: " ")
    }

    @Test("a run is shown live, and ends with the report that a log ends with")
    func wholeRun() async throws {
        try await ProgramFixture.with { fixture in
            let terminal = try PseudoTerminal(columns: 100, rows: 30)
            let running = try start(fixture, on: terminal)
            #expect(await terminal.wait { $0.text.contains("▶ held") })
            let live = terminal.screen
            #expect(live.lines.contains { $0.hasPrefix("● good  ") }, "\(live.text)")
            #expect(live.text.contains("✓ quick"))
            try open(fixture)
            let run = try await running.finish()
            await terminal.close()
            #expect(run.exitStatus == 1)
            let screen = terminal.screen
            #expect(!screen.text.contains("●") && !screen.text.contains("▶"), "\(screen.text)")
            #expect(screen.unknown.isEmpty && screen.cursor.column == 0)
            #expect(screen.cursor.row == screen.rows.count - 1)
            #expect(!terminal.transcript.contains("hunter2"))
            #expect(screen.text.contains("see ***"))
            let log = try await fixture.program(
                "run",
                "ci",
                "--host",
                "-s",
                "TOKEN=hunter2hunter2",
                "--env",
                "GATE=\(gate(fixture))"
            )
            let report = try #require(log.standardError.firstRange(of: "\nJobs\n"))
            let shown = try #require(screen.text.firstRange(of: "\nJobs\n"))
            #expect(
                withoutTimes(screen.text[shown.lowerBound...])
                    == withoutTimes(log.standardError[report.lowerBound...])
            )
            try await fixture.expectNothingLeft(by: running)
        }
    }

    @Test("no line of the live view is wider than a narrow terminal, also after it was resized")
    func narrow() async throws {
        try await ProgramFixture.with { fixture in
            let name = "a step with 漢字 and a name much longer than the terminal is wide"
            let terminal = try PseudoTerminal(columns: 60, rows: 8)
            let workflow = Self.pipeline.replacing("name: held", with: "name: \(name)")
            let running = try start(fixture, workflow, on: terminal)
            #expect(await terminal.wait { $0.text.contains("▶ a step with 漢字") })
            let wide = terminal.screen
            #expect(wide.lines.contains { $0.hasSuffix("…") } && wide.widest <= 60)
            // Above it are the two rows of a note on files that are not in git.
            #expect(wide.rows.count <= 2 + 8, "\(wide.text)")
            terminal.resize(columns: 30, rows: 8)
            #expect(
                await terminal.wait { screen in
                    screen.lines.contains { $0.hasPrefix("  ▶ a step") && $0.count <= 30 }
                }
            )
            try open(fixture)
            #expect(try await running.finish().exitStatus == 1)
            await terminal.close()
            let screen = terminal.screen
            #expect(!screen.text.contains("▶"), "\(screen.text)")
            #expect(screen.text.contains("✗ failed"))
        }
    }

    @Test("SIGINT while live says what happens, lets clean-up steps run and leaves a clean screen")
    func interrupt() async throws {
        try await ProgramFixture.with { fixture in
            let terminal = try PseudoTerminal(columns: 100, rows: 30)
            let workflow = """
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - { name: held, run: sleep 1000 }
                      - { name: tidy, if: always(), run: echo tidied }
                """
            let running = try start(fixture, workflow, on: terminal)
            #expect(await terminal.wait { $0.text.contains("▶ held") })
            running.signal(SIGINT)
            #expect(await terminal.wait { $0.text.contains("cancelling: ") })
            let run = try await running.finish()
            await terminal.close()
            #expect(run.exitStatus == 130)
            let screen = terminal.screen
            #expect(screen.lines.contains { $0.contains("✓ tidy") }, "\(screen.text)")
            #expect(!screen.text.contains("▶") && !screen.text.contains("●"))
            #expect(screen.unknown.isEmpty && screen.cursor.column == 0)
            #expect(screen.text.contains("a  cancelled"))
            try await fixture.expectNothingLeft(by: running)
        }
    }

    @Test("with -v every line scrolls above the live view, in its order")
    func verbose() async throws {
        try await ProgramFixture.with { fixture in
            let terminal = try PseudoTerminal(columns: 100, rows: 12)
            let workflow = """
                jobs:
                  a: { runs-on: x, steps: [{ name: count, run: 'for i in $(seq 200); do echo "n $i."; done' }] }
                """
            let running = try start(fixture, workflow, on: terminal, arguments: ["-v"])
            #expect(try await running.finish().exitStatus == 0)
            await terminal.close()
            let shown = terminal.screen.lines.compactMap { line in
                line.wholeMatch(of: /.*\bn (\d+)\./)?.1
            }
            #expect(shown.map { Int($0) } == (1...200).map { $0 })
        }
    }
}
