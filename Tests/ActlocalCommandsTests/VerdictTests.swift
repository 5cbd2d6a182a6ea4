import RunEvents
import Testing

@testable import ActlocalCommands

@Suite("Verdict")
struct VerdictTests {
    @Test(
        "the last line counts what passed, and never what did not run as passed",
        arguments: [
            ([.success], Conclusion.success, "✓ passed: 1 job passed"),
            ([.success, .skipped], .success, "✓ passed: 1 of 2 jobs passed, 1 skipped"),
            ([.success, .notRun], .notRun, "! not run: 1 of 2 jobs did not run, 1 passed"),
            ([.notRun], .notRun, "! not run: 1 job did not run"),
            ([.failure, .failure], .failure, "✗ failed: 2 jobs failed"),
            ([.skipped, .skipped], .skipped, "– skipped: 2 jobs skipped"),
            ([], .success, "✓ passed: no job ran"),
            (
                [.failure, .cancelled, .notRun, .success], .failure,
                "✗ failed: 1 of 4 jobs failed, 1 did not run, 1 cancelled, 1 passed"
            ),
        ] as [([Conclusion], Conclusion, String)]
    )
    func verdict(jobs: [Conclusion], run: Conclusion, expected: String) throws {
        var recording = Recording()
        for (index, conclusion) in jobs.enumerated() {
            recording.at(0, .jobFinished(.init(job: "j\(index)", conclusion: conclusion)))
        }
        recording.finish(at: 1.5, run, exitStatus: 0)
        let text = try ConsoleRun.text(recording, .quiet)
        #expect(text.split(separator: "\n").last.map(String.init) == "\(expected), in 1.5s")
    }

    @Test(
        "workflows that are not valid are told before what ran",
        arguments: [
            ([".github/workflows/b.yml"], "✗ failed: `.github/workflows/b.yml` is not valid"),
            (["a.yml", "b.yml"], "✗ failed: 2 workflows are not valid"),
        ]
    )
    func invalidWorkflows(files: [String], expected: String) throws {
        var recording = Recording()
        recording.at(0, .jobFinished(.init(job: "a", conclusion: .success)))
        recording.at(
            1,
            .runFinished(
                .init(conclusion: .failure, exitStatus: 3, seconds: 1, invalidWorkflows: files)
            )
        )
        let text = try ConsoleRun.text(recording, .quiet)
        #expect(text.hasSuffix("\(expected), 1 job passed, in 1.0s\n"))
    }

    @Test("a failure that the workflow allows is named, and is not counted as failed")
    func allowedFailure() throws {
        var recording = Recording()
        recording.at(
            0,
            .jobFinished(.init(job: "a", conclusion: .failure, isFailureAllowed: true, seconds: 1))
        )
        recording.finish(at: 1, .success, exitStatus: 0)
        let text = try ConsoleRun.text(recording, .log)
        #expect(text.contains("✗ a  failed  1.0s  the workflow lets it fail, 0.0s outside"))
        #expect(text.hasSuffix("✓ passed: 1 job failed as allowed, in 1.0s\n"))
    }
}
