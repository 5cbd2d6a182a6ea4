package import Diagnostics

/// Whether an event starts a workflow, with what each of its filters said.
package struct FilterVerdict: Sendable, Hashable {
    /// What can keep an event from starting a workflow, named as the workflow writes it.
    package enum Filter: String, Sendable, Hashable {
        case types, branches, tags, paths, workflows, names, versions, schedule
        case branchesIgnore = "branches-ignore"
        case tagsIgnore = "tags-ignore"
        case pathsIgnore = "paths-ignore"
        /// An instruction such as `[skip ci]` in the head commit's message.
        case skipInstruction = "skip instruction"
        /// A push that removes its branch or tag.
        case deletion
    }

    /// What one filter said.
    package struct Check: Sendable, Hashable {
        /// The filter.
        package let filter: Filter
        /// Whether it lets the event pass.
        package let passes: Bool
        /// Why, such as ``branch `next` matches none of its patterns``.
        package let reason: String
        /// The pattern or type that decided, else the filter's first; nil for what is not written.
        package let span: SourceSpan?

        /// Records what a filter said.
        package init(_ filter: Filter, passes: Bool, reason: String, span: SourceSpan? = nil) {
            self.filter = filter
            self.passes = passes
            self.reason = reason
            self.span = span
        }
    }

    /// Every filter that was looked at, in GitHub's order; empty when nothing narrows the event.
    package let checks: [Check]

    /// Gathers what filters said.
    package init(_ checks: [Check]) {
        self.checks = checks
    }

    /// The first filter that said no; nil when the workflow starts.
    package var refusal: Check? { checks.first { !$0.passes } }

    /// Whether the event starts the workflow.
    package var isStarted: Bool { refusal == nil }
}
