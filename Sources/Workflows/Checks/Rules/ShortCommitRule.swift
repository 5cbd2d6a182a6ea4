import Diagnostics

/// References to a commit by the beginning of its number, which GitHub does not look for.
///
/// Source: `warnIfShortSha` of <https://github.com/actions/languageservices>
enum ShortCommitRule {
    /// Checks the `uses` of a step.
    static func check(_ step: Step, _ report: inout CheckReport) {
        guard case .uses(let uses) = step.kind,
            case .repository(_, _, _, let ref) = uses.reference.value
        else { return }
        check(ref, .actionReference, at: uses.reference.span, &report)
    }

    /// Checks the `uses` of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .call(let call) = job.kind,
            case .repository(_, _, _, let ref) = call.reference.value
        else { return }
        check(ref, .workflowReference, at: call.reference.span, &report)
    }

    private static func check(
        _ ref: String,
        _ code: DiagnosticCode,
        at span: SourceSpan,
        _ report: inout CheckReport
    ) {
        let isHex = ref.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
        }
        guard isHex, (7...8).contains(ref.utf8.count) else { return }
        report.warn(
            code,
            "The provided ref '\(ref)' may be a shortened commit SHA. If so, please use the full "
                + "40-character commit SHA instead, as short SHAs are not supported.",
            at: span
        )
    }
}
