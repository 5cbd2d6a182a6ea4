import Diagnostics

/// Versions of GitHub's own actions that its services no longer serve.
enum ClosedDownVersionRule {
    /// Checks the `uses` of a step.
    static func check(_ step: Step, _ report: inout CheckReport) {
        guard case .uses(let uses) = step.kind,
            let refusal = ClosedDownVersion.refusal(of: uses.reference.value)
        else { return }
        report.warn(
            .actionReference,
            "GitHub fails a job that names `\(uses.reference.value)`: \(refusal)",
            at: uses.reference.span
        )
    }
}
