import Diagnostics
import Expressions

/// Jobs that never run, as a job they need is switched off.
enum UnreachableJobRule {
    /// Checks what the jobs of a workflow need.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        let off = Dictionary(
            workflow.jobs.filter(isSwitchedOff).map { ($0.id.lowercased(), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
        guard !off.isEmpty else { return }
        for job in workflow.jobs {
            guard job.condition?.isGuarded ?? true, !isSwitchedOff(job) else { continue }
            for need in job.needs {
                guard let needed = off[need.value.lowercased()] else { continue }
                report.warn(
                    .unreachableJob,
                    "`\(job.id)` never runs: it needs `\(needed)`, which `if: false` switches off",
                    at: need.span,
                    help: "write `if: always()` to run it all the same, or switch it off too"
                )
            }
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
