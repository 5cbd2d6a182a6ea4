import Diagnostics
import Expressions
import Planning
import Testing
import Workflows

/// The table of needs and conditions, row by row.
@Suite("Whether a job runs")
struct JobConditionTests {
    /// What is known of the jobs before, by the rows of GitHub's table.
    enum Before: String, CaseIterable {
        case allSuccess, someFailed, skippedItself, skippedAfterFailure, runCancelled
        case cancelledAfterFailure, failureAllowed

        var needs: NeedsState {
            let success = FinishedJob(id: "one", result: .success)
            let failed = FinishedJob(id: "two", result: .failure)
            let skipped = FinishedJob(id: "two", result: .skipped)
            let far = FinishedJob(id: "far", result: .failure)
            return switch self {
            case .allSuccess, .failureAllowed: state([success])
            case .someFailed: state([success, failed])
            case .skippedItself: state([success, skipped])
            case .skippedAfterFailure: state([skipped], far: [far])
            case .runCancelled: state([success], cancelled: true)
            case .cancelledAfterFailure: state([success, failed], cancelled: true)
            }
        }

        private func state(
            _ direct: [FinishedJob],
            far: [FinishedJob] = [],
            cancelled: Bool = false
        ) -> NeedsState {
            NeedsState(direct: direct, ancestors: direct + far, isRunCancelled: cancelled)
        }
    }

    @Test(
        "conditions see the jobs before as GitHub's do",
        arguments: [
            (Before.allSuccess, [true, false, true, true, false]),
            (.someFailed, [false, true, true, true, false]),
            (.skippedItself, [false, false, true, true, false]),
            (.skippedAfterFailure, [false, true, true, true, false]),
            (.runCancelled, [false, false, true, false, true]),
            (.cancelledAfterFailure, [false, true, true, false, true]),
            (.failureAllowed, [true, false, true, true, false]),
        ]
    )
    func table(before: Before, expected: [Bool]) throws {
        let conditions = ["", "failure()", "always()", "!cancelled()", "cancelled()"]
        let runs = try conditions.map { condition in
            let line = condition.isEmpty ? "" : "if: ${{ \(condition) }}"
            return try isRun(line, before.needs)
        }
        #expect(runs == expected)
    }

    @Test("a condition without a status function is guarded by success()")
    func guarded() throws {
        #expect(try isRun("if: github.ref == 'refs/heads/main'", Before.allSuccess.needs))
        #expect(try !isRun("if: github.ref == 'refs/heads/main'", Before.someFailed.needs))
        #expect(try !isRun("if: github.ref == 'refs/heads/other'", Before.allSuccess.needs))
    }

    @Test("success and failure look only at the jobs they are given")
    func arguments() throws {
        let needs = Before.someFailed.needs
        #expect(try isRun("if: success('one')", needs))
        #expect(try !isRun("if: success('two')", needs))
        #expect(try isRun("if: failure('TWO')", needs))
        #expect(try !isRun("if: failure('one')", needs))
    }

    @Test("results and outputs of needed jobs are read by id")
    func needsContext() throws {
        let before = FinishedJob(
            id: "build",
            result: .success,
            outputs: [(name: "version", value: "7")]
        )
        let needs = NeedsState(direct: [before], ancestors: [before])
        #expect(try isRun("if: needs.build.outputs.version == 7", needs))
        #expect(try isRun("if: needs.BUILD.result == 'success'", needs))
        #expect(try isRun("if: contains(needs.*.result, 'success')", needs))
        #expect(try !isRun("if: needs.build.outputs.missing", needs))
    }

    @Test("a condition that fails to evaluate fails the job")
    func failingCondition() throws {
        let failure = try Planned.failure("if: fromJSON(vars.missing)")
        #expect(failure?.isEmpty == false)
    }

    @Test("what is wrong with a condition is told where it is written")
    func failingPlace() throws {
        let decision = try Planned.decision("if: fromJSON(vars.missing)\nname: x")
        guard case .fail(let failure) = decision else {
            Issue.record("\(decision)")
            return
        }
        let job = try Planned.decision("if: ${{ true }}\nname: ${{ fromJSON('x') }}")
        guard case .fail(let name) = job else {
            Issue.record("\(job)")
            return
        }
        #expect(failure.span.start.line == name.span.start.line - 1)
    }

    @Test(
        "a skipped job says why",
        arguments: [
            ("", Before.someFailed, "`two`, which it needs, failed"),
            ("", .skippedItself, "`two`, which it needs, was skipped"),
            ("", .skippedAfterFailure, "`two`, which it needs, was skipped"),
            ("", .runCancelled, "the run was cancelled"),
            ("if: github.ref == 'x'", .allSuccess, "its `if` is false: github.ref == 'x'"),
            ("if: github.ref != 'x'", .someFailed, "`two`, which it needs, failed"),
            ("if: ${{ failure() }}", .allSuccess, "its `if` is false: failure()"),
        ]
    )
    func reasons(line: String, before: Before, reason: String) throws {
        guard case .skip(let said) = try Planned.decision(line, needs: before.needs) else {
            Issue.record("the job is not skipped")
            return
        }
        #expect(said == reason)
    }

    private func isRun(_ line: String, _ needs: NeedsState) throws -> Bool {
        if case .run = try Planned.decision(line, needs: needs) { true } else { false }
    }
}
