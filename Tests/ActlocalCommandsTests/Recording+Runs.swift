import Diagnostics
import RunEvents

extension Recording {
    /// One job that passes, with a pull, a group and a composite action.
    static var passing: Recording {
        var run = Recording()
        run.begin()
        run.queue("build", name: "Build")
        for (time, received) in [(0.1, 0), (0.5, 22_550_000), (1, 45_100_000)] {
            let pull = ImagePull(
                image: "redis:7",
                received: received,
                total: 45_100_000,
                isComplete: received == 45_100_000
            )
            run.at(time, .imagePull(pull))
        }
        run.start("build", at: 1, image: "ubuntu:24.04", services: ["redis": "redis:7"])
        run.step("build", "1", "Check out", from: 1.2, to: 1.3)
        run.begin("build", "2", "Set up", at: 1.3)
        run.step("build", "2.1", "Install", from: 1.3, to: 2.4, log: ["fetching", "done"])
        run.end("build", "2", "Set up", at: 2.5, seconds: 1.2)
        run.addMake()
        run.end("build", "4", "Publish", at: 63, seconds: 0, outcome: .skipped)
        run.at(63, .summary(.init(job: "build", step: "3", markdown: "## Tests\n\n12 passed")))
        run.finish("build", at: 63.4, .success, seconds: 62.4, outside: 0.6)
        run.finish(at: 63.5, .success, exitStatus: 0)
        return run
    }

    /// A step with a group of lines, a debug line and a warning.
    private mutating func addMake() {
        begin("build", "3", "Run make", at: 2.5)
        let lines: [(LogLines.Kind, String)] = [
            (.group, "Compile"), (.output, "cc a.c"), (.endgroup, ""), (.debug, "cache is warm"),
            (.warning, "unused x"),
        ]
        for (kind, text) in lines {
            at(2.6, .log(.init(job: "build", step: "3", kind: kind, text: text)))
        }
        let warning = Annotation(
            job: "build",
            step: "3",
            level: .warning,
            message: "unused x",
            file: "a.c",
            line: 3,
            column: 7
        )
        at(2.9, .annotation(warning))
        end("build", "3", "Run make", at: 63, seconds: 60.5)
    }

    /// Two legs of which one fails, a job skipped for it, and one that cannot run here.
    static var failing: Recording {
        var run = Recording()
        run.begin()
        run.queue("test (0)", name: "test (3.12)", line: 12)
        run.queue("test (1)", name: "test (3.13)", line: 12)
        run.queue("deploy", needs: ["test"], line: 30)
        run.queue("windows", line: 40)
        run.addDifferences()
        run.start("test (0)", at: 0.2, image: "node:22-bookworm")
        run.start("test (1)", at: 0.2, image: "node:22-bookworm")
        run.begin("test (0)", "1", "Run pytest", at: 0.5, line: 21)
        run.begin("test (1)", "1", "Run pytest", at: 0.6, line: 21)
        run.log("test (0)", "1", at: 0.7, "collected 2 items")
        run.log("test (1)", "1", at: 0.8, "collected 2 items\n2 passed")
        run.log("test (0)", "1", at: 0.9, "E  assert 1 == 2\n1 failed")
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
        run.finish("test (1)", at: 1.8, .success, seconds: 1.6, outside: 0.6)
        run.finish("test (0)", at: 1.9, .failure, seconds: 1.7, outside: 0.5)
        run.finish("deploy", at: 2, .skipped, reason: "`test` did not succeed")
        run.finish(at: 2, .failure, exitStatus: 1)
        return run
    }

    /// One of each thing in which a run can differ from GitHub's.
    private mutating func addDifferences() {
        let image = Substitution(
            kind: .runnerImage,
            original: "ubuntu-latest",
            replacement: "node:22-bookworm",
            source: ".actlocal.yml"
        )
        at(0, .substitution(image))
        let concurrency = NotHonoured(
            subject: "concurrency",
            reason: "one run at a time",
            span: Self.span(3, column: 1)
        )
        at(0, .notHonoured(concurrency))
        finish("windows", at: 0, .notRun, reason: "no image stands for `windows-latest`")
    }

    /// A job that the user cancelled in its second step.
    static var cancelled: Recording {
        var run = Recording()
        run.begin(runName: "Release 2 by ann")
        run.queue("build")
        run.queue("deploy", needs: ["build"])
        run.start("build", at: 0.2, image: "host")
        run.step("build", "1", "Check out", from: 0.3, to: 0.4)
        run.begin("build", "2", "Run sleep 100", at: 0.4)
        run.end("build", "2", "Run sleep 100", at: 3, seconds: 2.6, outcome: .cancelled)
        run.step("build", "3", "Clean up", from: 3, to: 3.2)
        run.finish("build", at: 3.3, .cancelled, seconds: 3.1, outside: 0.2)
        run.finish("deploy", at: 3.3, .cancelled, reason: "the run was cancelled")
        run.finish(at: 3.4, .cancelled, exitStatus: 130)
        return run
    }
}
