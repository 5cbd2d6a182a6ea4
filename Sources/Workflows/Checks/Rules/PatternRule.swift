import Diagnostics

/// Filter patterns of `on` that match nothing, or not what they seem to.
///
/// Source:
/// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#filter-pattern-cheat-sheet>
enum PatternRule {
    /// Checks the filters of every trigger.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        for trigger in workflow.on.events {
            if case .workflowRun(let workflows, _) = trigger.configuration, workflows.isEmpty {
                report.warn(
                    .trigger,
                    "`workflow_run` names no workflow, so it never starts this one",
                    at: trigger.event.span,
                    help: "add `workflows: [NAME]` with the `name` of each workflow to wait for"
                )
            }
            switch trigger.configuration {
            case .webhook(let filter), .workflowRun(_, let filter):
                check(filter.branches, prefix: "refs/heads/", "branches", &report)
                check(filter.tags, prefix: "refs/tags/", "tags", &report)
                checkPaths(filter.paths, &report)
            case .imageVersion, .schedule, .workflowCall, .workflowDispatch: break
            }
        }
    }

    private static func check(
        _ filter: PatternFilter?,
        prefix: String,
        _ what: String,
        _ report: inout CheckReport
    ) {
        for pattern in patterns(of: filter) {
            checkForm(pattern, &report)
            let bare = pattern.value.hasPrefix("!") ? pattern.value.dropFirst() : pattern.value[...]
            if let problem = GlobForm.problem(withRefPattern: bare) {
                report.warn(.pattern, "\(problem), so this never matches", at: pattern.span)
            }
            if bare.hasPrefix(prefix) {
                report.warn(
                    .pattern,
                    "patterns of \(what) are held against the name without `\(prefix)`",
                    at: pattern.span,
                    help: "write `\(bare.dropFirst(prefix.count))`"
                )
            }
        }
    }

    private static func checkPaths(_ filter: PatternFilter?, _ report: inout CheckReport) {
        for pattern in patterns(of: filter) {
            checkForm(pattern, &report)
            let bare = pattern.value.hasPrefix("!") ? pattern.value.dropFirst() : pattern.value[...]
            if bare.isEmpty {
                report.warn(
                    .pattern,
                    "nothing stands after `!`, so this never matches",
                    at: pattern.span
                )
            }
            for lead in ["./", "../", "/"] where bare.hasPrefix(lead) {
                report.warn(
                    .pattern,
                    "paths are written from the repository's root, so none starts with `\(lead)`",
                    at: pattern.span,
                    help: lead == "../" ? nil : "write `\(bare.dropFirst(lead.count))`"
                )
                break
            }
        }
    }

    private static func patterns(of filter: PatternFilter?) -> [Located<String>] {
        switch filter {
        case .only(let patterns), .ignore(let patterns): patterns
        case .both(let only, let ignore): only + ignore
        case nil: []
        }
    }

    private static func checkForm(_ pattern: Located<String>, _ report: inout CheckReport) {
        if let alternatives = GlobForm.alternatives(in: pattern.value[...]) {
            report.warn(
                .pattern,
                "patterns have no alternatives: `\(alternatives)` stands for these characters",
                at: pattern.span,
                help: "write one pattern for each"
            )
        }
        guard let problem = GlobForm.problem(with: pattern.value) else {
            return
        }
        report.warn(.pattern, problem, at: pattern.span, help: "put `\\` before the character")
    }
}
