import Diagnostics
import RunEvents
import Testing

@testable import ActlocalCommands

@Suite("Console on a terminal")
struct ConsoleTerminalTests {
    @Test("finished jobs scroll above with a line a step, failed ones with their last lines")
    func finishedJobs() throws {
        let text = try ConsoleRun.text(.failing, .live)
        #expect(
            text.hasPrefix(
                """
                CI (.github/workflows/ci.yml): push of refs/heads/main at 0123456, on Docker 20.10
                ! windows  not run  no image stands for `windows-latest`
                ✓ test (3.13)  1.6s
                  ✓ Run pytest  1.0s
                ✗ test (3.12)  failed  1.7s
                  ✗ Run pytest  1.2s  exit status 1  .github/workflows/ci.yml:21:9
                    │ collected 2 items
                    │ E  assert 1 == 2
                    │ 1 failed
                – deploy  skipped  `test` did not succeed

                Jobs

                """
            )
        )
    }

    @Test("the live area is drawn over, and finished jobs leave it upwards")
    func frames() throws {
        let text = try ConsoleRun.text(.failing, .live, ticks: true)
        let frames = text.split(separator: "␛[J").map { $0.split(separator: "␛[")[0] }
        #expect(
            frames[3] == """
                ● test (3.12)  0.6s
                  ▶ Run pytest  0.3s  │ collected 2 items
                ● test (3.13)  0.6s
                  ▶ Run pytest  0.2s
                ○ waiting: deploy

                """
        )
        #expect(
            frames[8] == """
                ✓ test (3.13)  1.6s
                  ✓ Run pytest  1.0s
                ● test (3.12)  1.7s
                  ✗ Run pytest  1.2s  exit status 1  .github/workflows/ci.yml:21:9
                ○ waiting: deploy

                """
        )
        // Every frame goes up by as many lines as the one before it drew, less what scrolled away.
        #expect(text.contains("␛[5A\r␛[J✓ test (3.13)"))
        #expect(text.contains("␛[3A\r␛[J✗ test (3.12)"))
        #expect(text.contains("␛[1A\r␛[J– deploy"))
    }

    @Test("`-v` adds every line, those for debugging too")
    func verbose() throws {
        let text = try ConsoleRun.text(.passing, .liveLog)
        #expect(text.contains("[Build]   cc a.c\n[Build]   debug: cache is warm\n"))
        #expect(try !ConsoleRun.text(.passing, .live).contains("cc a.c"))
    }

    @Test("colours change nothing but colours")
    func colours() throws {
        for mode in [ConsoleReporter.Mode.log, .live, .quiet] {
            let coloured = try ConsoleRun.text(.failing, mode, style: .coloured)
            #expect(coloured.contains("␛[31m✗␛[0m"))
            #expect(
                try coloured.replacing(/␛\[[0-9;]*m/, with: "")
                    == ConsoleRun.text(.failing, mode)
            )
        }
    }

    @Test("a low screen drops finished steps first, then says how much is hidden")
    func lowScreen() {
        var run = Recording()
        for job in ["a", "b"] {
            run.at(0, .jobStarted(.init(job: job, image: "i", services: [:])))
            run.step(job, "1", "First", from: 0, to: 1)
            run.step(job, "2", "Second", from: 1, to: 2)
            run.begin(job, "3", "Third", at: 2)
        }
        var picture = RunPicture()
        run.events.forEach { picture.apply($0) }
        let view = LiveView(style: .plain, showsFinishedSteps: true)
        func lines(rows: Int) -> [String] {
            let size = TerminalSize(columns: 80, rows: rows)
            return view.lines(picture, now: Recording.start + 5, size: size)
        }
        #expect(lines(rows: 9).count == 8)
        #expect(
            lines(rows: 7) == [
                "● a  5.0s", "  ▶ Third  3.0s",
                "● b  5.0s", "  ✓ First  1.0s", "  ✓ Second  1.0s", "  ▶ Third  3.0s",
            ]
        )
        #expect(lines(rows: 4) == ["● a  5.0s", "  ▶ Third  3.0s", "… 2 more lines"])
        #expect(lines(rows: 1).count == 1)
    }

    @Test("a pull shows its progress until it is complete")
    func pulls() {
        var picture = RunPicture()
        func lines(received: Int, total: Int, isComplete: Bool) -> [String] {
            let pull = ImagePull(
                image: "redis:7",
                received: received,
                total: total,
                isComplete: isComplete
            )
            picture.apply(RunEvent(time: 0, run: "r1", happening: .imagePull(pull)))
            return LiveView(style: .plain, showsFinishedSteps: true)
                .lines(picture, now: 0, size: TerminalSize(columns: 80, rows: 24))
        }
        #expect(lines(received: 10, total: 0, isComplete: false) == ["⇣ redis:7  10 B"])
        #expect(
            lines(received: 500_000, total: 2_000_000, isComplete: false)
                == ["⇣ redis:7  500.0 kB of 2.0 MB  25%"]
        )
        #expect(lines(received: 2_000_000, total: 2_000_000, isComplete: true) == [])
    }

    @Test("after the terminal was made narrower, the rows that wrapped are erased, too")
    func resize() {
        var area = LiveArea()
        #expect(area.frame(scroll: "", lines: ["123456789", "1"], columns: 10) == "123456789\n1\n")
        #expect(area.frame(scroll: "up\n", lines: [], columns: 5) == "\u{1B}[3A\r\u{1B}[Jup\n")
        #expect(area.frame(scroll: "", lines: [], columns: 5).isEmpty)
    }

    @Test(
        "how a run is shown follows the stream, the environment and the options",
        arguments: [
            (true, ["TERM": "xterm"], false, false, ConsoleReporter.Mode.live),
            (true, ["TERM": "xterm"], true, false, .liveLog),
            (true, ["TERM": "xterm"], false, true, .quiet),
            (true, ["TERM": "dumb"], false, false, .log),
            (true, ["CI": "true"], false, false, .log),
            (true, ["CI": "false"], false, false, .live),
            (false, ["TERM": "xterm"], true, false, .log),
            (false, [:], false, true, .quiet),
        ]
    )
    func mode(
        isTerminal: Bool,
        environment: [String: String],
        isVerbose: Bool,
        isQuiet: Bool,
        expected: ConsoleReporter.Mode
    ) {
        let mode = ConsoleReporter.mode(
            isTerminal: isTerminal,
            environment: environment,
            isVerbose: isVerbose,
            isQuiet: isQuiet
        )
        #expect(mode == expected)
    }

    @Test(
        "colours follow the conventions of the environment",
        arguments: [
            (true, [:], true),
            (false, [:], false),
            (true, ["NO_COLOR": "1"], false),
            (true, ["NO_COLOR": ""], true),
            (false, ["FORCE_COLOR": "1"], true),
            (false, ["FORCE_COLOR": "0"], false),
            (false, ["CLICOLOR_FORCE": "1"], true),
            (true, ["CLICOLOR": "0"], false),
            (true, ["TERM": "dumb"], false),
            (true, ["NO_COLOR": "1", "FORCE_COLOR": "1"], false),
        ] as [(Bool, [String: String], Bool)]
    )
    func colour(isTerminal: Bool, environment: [String: String], expected: Bool) {
        let style = TextStyle.chosen(isTerminal: isTerminal, environment: environment)
        #expect(style.isColoured == expected)
    }
}
