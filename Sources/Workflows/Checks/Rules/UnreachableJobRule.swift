import Diagnostics
import Expressions

/// Jobs that never run, as a job they need is switched off.
enum UnreachableJobRule {
    /// Checks what the jobs of a workflow need.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        let isOff = workflow.jobs.map(isSwitchedOff)
        guard isOff.contains(true) else {
            return
        }
        for (job, isOff) in zip(workflow.jobs, isOff) where !isOff {
            check(job, in: workflow, &report)
        }
    }

    private static func check(_ job: Job, in workflow: Workflow, _ report: inout CheckReport) {
        guard job.condition?.isGuarded ?? true else {
            return
        }
        for need in job.needs {
            guard let needed = workflow.job(need.value), isSwitchedOff(needed) else {
                continue
            }
            report.warn(
                .unreachableJob,
                "`\(job.id)` never runs: it needs `\(needed.id)`, which `if: false` switches off",
                at: need.span,
                help: "write `if: always()` to run it all the same, or switch it off too"
            )
        }
    }

    private static func isSwitchedOff(_ job: Job) -> Bool {
        if case .literal(.boolean(false)) = job.condition?.expression?.root.kind {
            true
        } else {
            false
        }
    }
}
