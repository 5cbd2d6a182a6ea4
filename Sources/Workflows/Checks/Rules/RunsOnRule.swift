import Diagnostics
import Expressions

/// Labels that no runner has together.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idruns-on>
enum RunsOnRule {
    /// The systems that GitHub's own runners have, by the beginnings of their labels.
    private static let systems = ["ubuntu-", "windows-", "macos-"]

    /// Checks the labels of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .steps(let work) = job.kind else { return }
        switch work.runsOn {
        case .labels(let labels): check(labels, hasGroup: false, &report)
        case .group(let group, let labels, _):
            if let labels { check(labels, hasGroup: group != nil, &report) }
        }
    }

    private static func check(
        _ labels: ValueTemplate,
        hasGroup: Bool,
        _ report: inout CheckReport
    ) {
        if labels.items?.isEmpty == true, !hasGroup {
            report.warn(
                .runsOnLabels,
                "this list of labels is empty, so no runner takes the job",
                at: labels.span,
                help: "name a label such as `ubuntu-latest`"
            )
        }
        let hosted = labels.texts.compactMap { label in
            systems.first { label.value.lowercased().hasPrefix($0) }.map { ($0, label) }
        }
        guard let first = hosted.first, let other = hosted.first(where: { $0.0 != first.0 }) else {
            return
        }
        report.warn(
            .runsOnLabels,
            "no runner is both `\(first.1.value)` and `\(other.1.value)`",
            at: other.1.span,
            notes: ["a job waits for a runner that has all labels of `runs-on`"],
            help: "make a matrix of the two, and write `runs-on: ${{ matrix.os }}`"
        )
    }
}
