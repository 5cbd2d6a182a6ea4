import Diagnostics
import Sessions

/// Says in one line what a check found.
enum CheckSummary {
    /// Such as `3 files checked: 2 errors in 1 file, 1 warning`.
    static func text(_ report: CheckReport) -> String {
        let checked = "\(Wording.count(report.sources.count, "file")) checked"
        let (errors, warnings) = (report.count(.error), report.count(.warning))
        var parts: [String] = []
        if errors > 0 {
            let files = Wording.count(report.brokenFiles, "file")
            parts.append("\(Wording.count(errors, "error")) in \(files)")
        }
        if warnings > 0 {
            parts.append(Wording.count(warnings, "warning"))
        }
        return parts.isEmpty
            ? "\(checked), nothing to report" : "\(checked): \(parts.joined(separator: ", "))"
    }
}
