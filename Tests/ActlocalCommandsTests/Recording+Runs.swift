import Diagnostics
import RunEvents

extension Recording {
    /// One job that passes, with a pull, a group and a composite action.
    static var passing: Recording {
        var run = Recording()
        run.begin()
        run.queue("build", name: "Build")
        run.at(0.1, .imagePull(.init(image: "redis:7", received: 0, total: 0, isComplete: false)))
        run.at(
            0.5,
            .imagePull(
                .init(image: "redis:7", received: 22_550_000, total: 45_100_000, isComplete: false)
            )
        )
        run.at(
            1,
            .imagePull(
                .init(image: "redis:7", received: 45_100_000, total: 45_100_000, isComplete: true)
            )
        )
        run.at(
            1,
            .jobStarted(.init(job: "build", image: "ubuntu:24.04", services: ["redis": "redis:7"]))
        )
        run.step("build", "1", "Check out", from: 1.2, to: 1.3)
        run.begin("build", "2", "Set up", at: 1.3)
        run.step("build", "2.1", "Install", from: 1.3, to: 2.4, log: ["fetching", "done"])
        run.end("build", "2", "Set up", at: 2.5, seconds: 1.2)
        run.begin("build", "3", "Run make", at: 2.5)
        run.at(2.6, .log(.init(job: "build", step: "3", kind: .group, text: "Compile")))
        run.at(2.7, .log(.init(job: "build", step: "3", text: "cc a.c")))
        run.at(2.8, .log(.init(job: "build", step: "3", kind: .endgroup, text: "")))
        run.at(2.8, .log(.init(job: "build", step: "3", kind: .debug, text: "cache is warm")))
        run.at(2.9, .log(.init(job: "build", step: "3", kind: .warning, text: "unused x")))
        run.at(
            2.9,
            .annotation(
                .init(
                    job: "build",
                    step: "3",
                    level: .warning,
                    message: "unused x",
                    file: "a.c",
                    line: 3,
                    column: 7
                )
            )
        )
        run.end("build", "3", "Run make", at: 63, seconds: 60.5)
        run.end("build", "4", "Publish", at: 63, seconds: 0, outcome: .skipped)
        run.at(63, .summary(.init(job: "build", step: "3", markdown: "## Tests\n\n12 passed")))
        run.at(
            63.4,
            .jobFinished(
                .init(job: "build", conclusion: .success, seconds: 62.4, secondsOutsideSteps: 0.6)
            )
        )
        run.finish(at: 63.5, .success, exitStatus: 0)
        return run
    }

    /// Two legs side by side of which one fails, a job that is skipped for it, and one that cannot run here.
    static var failing: Recording {
        var run = Recording()
        run.begin()
        run.queue("test (0)", name: "test (3.12)", line: 12)
        run.queue("test (1)", name: "test (3.13)", line: 12)
        run.queue("deploy", needs: ["test"], line: 30)
        run.queue("windows", line: 40)
        run.at(
            0,
            .substitution(
                .init(
                    kind: .runnerImage,
                    original: "ubuntu-latest",
                    replacement: "node:22-bookworm",
                    source: ".actlocal.yml"
                )
            )
        )
        run.at(
            0,
            .notHonoured(
                .init(subject: "concurrency", reason: "one run at a time", span: span(3, column: 1))
            )
        )
        run.at(
            0,
            .jobFinished(
                .init(
                    job: "windows",
                    conclusion: .notRun,
                    reason: "no image stands for `windows-latest`"
                )
            )
        )
        run.at(0.2, .jobStarted(.init(job: "test (0)", image: "node:22-bookworm", services: [:])))
        run.at(0.2, .jobStarted(.init(job: "test (1)", image: "node:22-bookworm", services: [:])))
        run.begin("test (0)", "1", "Run pytest", at: 0.5, line: 21)
        run.begin("test (1)", "1", "Run pytest", at: 0.6, line: 21)
        run.at(0.7, .log(.init(job: "test (0)", step: "1", text: "collected 2 items")))
        run.at(0.8, .log(.init(job: "test (1)", step: "1", text: "collected 2 items\n2 passed")))
        run.at(0.9, .log(.init(job: "test (0)", step: "1", text: "E  assert 1 == 2\n1 failed")))
        run.end("test (1)", "1", "Run pytest", at: 1.6, line: 21)
        run.end(
            "test (0)",
            "1",
            "Run pytest",
            at: 1.7,
            seconds: 1.2,
            line: 21,
            outcome: .failure,
            exitStatus: 1
        )
        run.at(
            1.8,
            .jobFinished(
                .init(
                    job: "test (1)",
                    conclusion: .success,
                    seconds: 1.6,
                    secondsOutsideSteps: 0.6
                )
            )
        )
        run.at(
            1.9,
            .jobFinished(
                .init(
                    job: "test (0)",
                    conclusion: .failure,
                    seconds: 1.7,
                    secondsOutsideSteps: 0.5
                )
            )
        )
        run.at(
            2,
            .jobFinished(
                .init(job: "deploy", conclusion: .skipped, reason: "`test` did not succeed")
            )
        )
        run.finish(at: 2, .failure, exitStatus: 1)
        return run
    }

    /// A job that the user cancelled in its second step.
    static var cancelled: Recording {
        var run = Recording()
        run.begin()
        run.queue("build")
        run.queue("deploy", needs: ["build"])
        run.at(0.2, .jobStarted(.init(job: "build", image: "host", services: [:])))
        run.step("build", "1", "Check out", from: 0.3, to: 0.4)
        run.begin("build", "2", "Run sleep 100", at: 0.4)
        run.end("build", "2", "Run sleep 100", at: 3, seconds: 2.6, outcome: .cancelled)
        run.step("build", "3", "Clean up", from: 3, to: 3.2)
        run.at(
            3.3,
            .jobFinished(
                .init(
                    job: "build",
                    conclusion: .cancelled,
                    seconds: 3.1,
                    secondsOutsideSteps: 0.2
                )
            )
        )
        run.at(
            3.3,
            .jobFinished(
                .init(job: "deploy", conclusion: .cancelled, reason: "the run was cancelled")
            )
        )
        run.finish(at: 3.4, .cancelled, exitStatus: 130)
        return run
    }
}
