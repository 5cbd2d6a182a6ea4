import Diagnostics
import RunEvents
import Testing

@testable import ActlocalCommands

@Suite("Console without a terminal")
struct ConsoleLogTests {
    @Test("a passing run is a log of steps, then the closing report")
    func passing() throws {
        #expect(
            try ConsoleRun.text(.passing, .log) == """
                CI (.github/workflows/ci.yml): push of refs/heads/main at 0123456, on Docker 20.10
                pulling redis:7
                pulled redis:7, 45.1 MB
                [Build] started in ubuntu:24.04, beside redis (redis:7)
                [Build] ▶ Check out
                [Build] ✓ Check out  0.1s
                [Build] ▶ Set up
                [Build]   ▶ Install
                [Build]     fetching
                [Build]     done
                [Build]   ✓ Install  1.1s
                [Build] ✓ Set up  1.2s
                [Build] ▶ Run make
                [Build]   ▾ Compile
                [Build]   cc a.c
                [Build]   warning: unused x
                [Build] ✓ Run make  1m 01s
                [Build] – Publish  skipped
                [Build] ✓ passed in 1m 02s

                Summary of Build › Run make
                  Tests

                  12 passed

                Jobs
                  ✓ Build  passed  1m 02s  0.6s outside the steps

                Annotations
                  a.c:3:7: warning: unused x  (Build)

                ✓ passed: 1 job passed, in 1m 04s

                """
        )
    }

    @Test("interleaved jobs can be told apart, and the closing report says what went wrong where")
    func failing() throws {
        #expect(
            try ConsoleRun.text(.failing, .log) == """
                CI (.github/workflows/ci.yml): push of refs/heads/main at 0123456, on Docker 20.10
                [windows] ! not run: no image stands for `windows-latest`
                [test (3.12)] started in node:22-bookworm
                [test (3.13)] started in node:22-bookworm
                [test (3.12)] ▶ Run pytest
                [test (3.13)] ▶ Run pytest
                [test (3.12)]   collected 2 items
                [test (3.13)]   collected 2 items
                [test (3.13)]   2 passed
                [test (3.12)]   E  assert 1 == 2
                [test (3.12)]   1 failed
                [test (3.13)] ✓ Run pytest  1.0s
                [test (3.12)] ✗ Run pytest  1.2s  exit status 1  .github/workflows/ci.yml:21:9
                [test (3.13)] ✓ passed in 1.6s
                [test (3.12)] ✗ failed in 1.7s
                [deploy] – skipped: `test` did not succeed

                Jobs
                  ✗ test (3.12)  failed   1.7s  0.5s outside the steps
                  ✓ test (3.13)  passed   1.6s  0.6s outside the steps
                  – deploy       skipped        `test` did not succeed
                  ! windows      not run        no image stands for `windows-latest`

                What stands for what
                  runner image  ubuntu-latest  → node:22-bookworm  (.actlocal.yml)

                Not honoured
                  ! concurrency: one run at a time  .github/workflows/ci.yml:3:1

                Failures
                ✗ test (3.12) › Run pytest
                  at .github/workflows/ci.yml:21:9
                  exit status 1
                  │ collected 2 items
                  │ E  assert 1 == 2
                  │ 1 failed

                ✗ failed: 1 of 4 jobs failed, 1 did not run, 1 passed, 1 skipped, in 2.0s

                """
        )
    }

    @Test("a cancelled run shows what was cut short and what still ran")
    func cancelled() throws {
        #expect(
            try ConsoleRun.text(.cancelled, .log) == """
                CI – Release 2 by ann (.github/workflows/ci.yml): push of refs/heads/main at 0123456, on \
                Docker 20.10
                [build] started on this machine
                [build] ▶ Check out
                [build] ✓ Check out  0.1s
                [build] ▶ Run sleep 100
                [build] ⊘ Run sleep 100  2.6s  cancelled
                [build] ▶ Clean up
                [build] ✓ Clean up  0.2s
                [build] ⊘ cancelled in 3.1s
                [deploy] ⊘ cancelled: the run was cancelled

                Jobs
                  ⊘ build   cancelled  3.1s  0.2s outside the steps
                  ⊘ deploy  cancelled        the run was cancelled

                ⊘ cancelled: 2 jobs cancelled, in 3.4s

                """
        )
    }

    @Test("`-q` shows failures, what did not run, and the verdict")
    func quiet() throws {
        #expect(
            try ConsoleRun.text(.passing, .quiet) == "✓ passed: 1 job passed, in 1m 04s\n"
        )
        #expect(
            try ConsoleRun.text(.failing, .quiet) == """
                ✗ test (3.12) › Run pytest
                  at .github/workflows/ci.yml:21:9
                  exit status 1
                  │ collected 2 items
                  │ E  assert 1 == 2
                  │ 1 failed

                ! windows did not run: no image stands for `windows-latest`

                ✗ failed: 1 of 4 jobs failed, 1 did not run, 1 passed, 1 skipped, in 2.0s

                """
        )
    }

    @Test("a summary is headed by the step's name as it is masked at its end")
    func maskedHeading() throws {
        var run = Recording()
        run.begin("a", "1", "Run echo hush", at: 0)
        run.at(1, .summary(.init(job: "a", step: "1", markdown: "text")))
        run.end("a", "1", "Run echo ***", at: 1)
        run.finish(at: 2, .success, exitStatus: 0)
        #expect(try ConsoleRun.text(run, .log).contains("Summary of a › Run echo ***\n"))
    }

    @Test("lines of steps that run at once in one job name their step")
    func parallelSteps() throws {
        var run = Recording()
        run.begin("a", "1", "Serve", at: 0)
        run.begin("a", "2", "Probe", at: 0)
        run.at(0, .log(.init(job: "a", step: "1", text: "listening")))
        run.begin("a", "2.1", "Inner", at: 0)
        run.at(0, .log(.init(job: "a", step: "2.1", text: "ok")))
        run.end("a", "1", "Serve", at: 0)
        run.at(0, .log(.init(job: "a", step: "2.1", text: "alone")))
        #expect(
            try ConsoleRun.text(run, .log) == """
                [a] ▶ Serve
                [a] ▶ Probe
                [a]   Serve: listening
                [a]   ▶ Inner
                [a]   Inner: ok
                [a] ✓ Serve  1.0s
                [a]     alone

                """
        )
    }

    @Test("with several workflows, every job is named after its own")
    func severalWorkflows() throws {
        var run = Recording()
        run.begin()
        run.queue("ci/a", name: "Test")
        run.queue("ci/call/b", name: "ci / b")
        run.start("ci/a", at: 0, image: "host")
        run.start("ci/call/b", at: 0, image: "host")
        #expect(
            try ConsoleRun.text(run, .log).split(separator: "\n").dropFirst() == [
                "[ci / Test] started on this machine",
                "[ci / b] started on this machine",
            ]
        )
    }

    @Test("a step whose failure is forgiven says so, and is no failure of the run")
    func forgiven() throws {
        var run = Recording()
        run.queue("a")
        run.begin("a", "1", "Lint", at: 0)
        run.end("a", "1", "Lint", at: 1, outcome: .failure, conclusion: .success, exitStatus: 2)
        run.at(1, .jobFinished(.init(job: "a", conclusion: .success, seconds: 1)))
        run.finish(at: 1, .success, exitStatus: 0)
        let text = try ConsoleRun.text(run, .log)
        let line = "✗ Lint  1.0s  exit status 2, the job goes on  .github/workflows/ci.yml:10:9"
        #expect(text.contains(line))
        #expect(!text.contains("Failures"))
        #expect(text.hasSuffix("✓ passed: 1 job passed, in 1.0s\n"))
    }

    @Test("of a composite action the inner step that failed is shown, once")
    func innermostFailure() throws {
        var run = Recording()
        run.queue("a")
        run.begin("a", "1", "Set up", at: 0, line: 8)
        run.begin("a", "1.2", "Install", at: 0, line: 40)
        run.at(0.5, .log(.init(job: "a", step: "1.2", text: "no such package")))
        run.end("a", "1.2", "Install", at: 1, line: 40, outcome: .failure, exitStatus: 100)
        run.end("a", "1", "Set up", at: 1, line: 8, outcome: .failure)
        run.at(1, .jobFinished(.init(job: "a", conclusion: .failure, seconds: 1)))
        run.finish(at: 1, .failure, exitStatus: 1)
        #expect(
            try ConsoleRun.text(run, .quiet) == """
                ✗ a › Install
                  at .github/workflows/ci.yml:40:9
                  exit status 100
                  │ no such package

                ✗ failed: 1 job failed, in 1.0s

                """
        )
    }

    @Test("a job that fails outside its steps shows its reason and its own lines")
    func failureOutsideSteps() throws {
        var run = Recording()
        run.queue("a", line: 7)
        run.at(0, .jobStarted(.init(job: "a", image: "i", services: ["db": "postgres:16"])))
        run.at(1, .log(.init(job: "a", step: nil, text: "db: password is not set")))
        run.at(
            2,
            .jobFinished(
                .init(
                    job: "a",
                    conclusion: .failure,
                    seconds: 2,
                    secondsOutsideSteps: 2,
                    reason: "service `db` did not become healthy"
                )
            )
        )
        run.finish(at: 2, .failure, exitStatus: 1)
        #expect(
            try ConsoleRun.text(run, .quiet) == """
                ✗ a
                  at .github/workflows/ci.yml:7:3
                  service `db` did not become healthy
                  │ db: password is not set

                ✗ failed: 1 job failed, in 2.0s

                """
        )
    }
}
