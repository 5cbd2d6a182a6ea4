import Diagnostics
package import Workflows

extension Trigger {
    /// What the filters of this trigger say of an event of its name.
    ///
    /// Source: <https://docs.github.com/actions/reference/events-that-trigger-workflows>
    package func verdict(for facts: EventFacts) -> FilterVerdict {
        let checks = EventChecks(facts: facts)
        switch configuration {
        case .webhook(let filter):
            return FilterVerdict(
                checks.deletion + checks.types(filter) + checks.refs(filter)
                    + checks.paths(filter) + checks.skipInstruction
            )
        case .workflowRun(let workflows, let filter):
            return FilterVerdict(
                checks.workflows(workflows) + checks.types(filter) + checks.refs(filter)
            )
        case .imageVersion(let names, let versions, let filter):
            return FilterVerdict(
                checks.types(filter) + checks.image(names, .names, facts.imageName, "image")
                    + checks.image(versions, .versions, facts.imageVersion, "version")
            )
        case .schedule(let times):
            return FilterVerdict(checks.times(times))
        case .workflowCall, .workflowDispatch:
            return FilterVerdict([])
        }
    }
}

/// Holds one event against the filters of a trigger; each function gives one check or none.
private struct EventChecks {
    typealias Check = FilterVerdict.Check

    let facts: EventFacts

    // MARK: Types

    func types(_ filter: WebhookFilter) -> [Check] {
        let defaults = EventTable.event(facts.event)?.defaultTypes ?? []
        guard let written = filter.types else {
            guard !defaults.isEmpty, let activity = facts.activity else { return [] }
            let passes = defaults.contains(activity)
            return [Check(.types, passes: passes, reason: typeReason(activity, passes, defaults))]
        }
        guard let activity = facts.activity else {
            let reason = "the event says no activity, such as \(list(written.map(\.value)))"
            return [Check(.types, passes: false, reason: reason, span: written.first?.span)]
        }
        let chosen = written.first { $0.value == activity }
        let reason = typeReason(activity, chosen != nil, written.map(\.value))
        let span = (chosen ?? written.first)?.span
        return [Check(.types, passes: chosen != nil, reason: reason, span: span)]
    }

    private func typeReason(_ activity: String, _ passes: Bool, _ types: [String]) -> String {
        passes
            ? "activity `\(activity)` is among its types"
            : "activity `\(activity)` is none of its types: \(list(types))"
    }

    // MARK: Branches and tags

    func refs(_ filter: WebhookFilter) -> [Check] {
        switch facts.ref {
        case nil: []
        case .branch(let name):
            ref("branch `\(name)`", name, own: filter.branches, .branch, other: filter.tags)
        case .tag(let name):
            ref("tag `\(name)`", name, own: filter.tags, .tag, other: filter.branches)
        }
    }

    private enum Kind {
        case branch, tag

        var filters: (only: FilterVerdict.Filter, ignore: FilterVerdict.Filter) {
            self == .branch ? (.branches, .branchesIgnore) : (.tags, .tagsIgnore)
        }

        var other: Kind { self == .branch ? .tag : .branch }
        var plural: String { self == .branch ? "branches" : "tags" }
    }

    private func ref(
        _ subject: String,
        _ name: String,
        own: PatternFilter?,
        _ kind: Kind,
        other: PatternFilter?
    ) -> [Check] {
        switch own {
        case .only(let patterns), .both(let patterns, _):
            return [only(patterns, kind.filters.only, subject, name)]
        case .ignore(let patterns):
            return [ignore(patterns, kind.filters.ignore, subject, name)]
        case nil:
            guard let other else { return [] }
            let filters = kind.other.filters
            let (filter, patterns) =
                switch other {
                case .only(let patterns), .both(let patterns, _): (filters.only, patterns)
                case .ignore(let patterns): (filters.ignore, patterns)
                }
            let reason =
                "with `\(filter.rawValue)` alone only \(kind.other.plural) start it, "
                + "and this is \(subject)"
            return [Check(filter, passes: false, reason: reason, span: patterns.first?.span)]
        }
    }

    /// One name held against patterns of which one has to match.
    private func only(
        _ patterns: [Located<String>],
        _ filter: FilterVerdict.Filter,
        _ subject: String,
        _ name: String
    ) -> Check {
        let list = PatternList(patterns)
        let match = list.match(name)
        let reason =
            switch match.decider {
            case let decider? where match.isMatched: "\(subject) matches `\(decider.value)`"
            case let decider?: "\(subject) is taken back by `\(decider.value)`"
            case nil: "\(subject) matches none of its patterns" + hint(list)
            }
        return Check(
            filter,
            passes: match.isMatched,
            reason: reason,
            span: (match.decider ?? patterns.first)?.span
        )
    }

    /// One name held against patterns of which none may match.
    private func ignore(
        _ patterns: [Located<String>],
        _ filter: FilterVerdict.Filter,
        _ subject: String,
        _ name: String
    ) -> Check {
        let match = PatternList(patterns).match(name)
        let reason =
            match.isMatched
            ? "\(subject) matches `\(match.decider?.value ?? "")`"
            : "\(subject) matches none of its patterns"
        return Check(
            filter,
            passes: !match.isMatched,
            reason: reason,
            span: (match.decider ?? patterns.first)?.span
        )
    }

    // MARK: Paths

    func paths(_ filter: WebhookFilter) -> [Check] {
        guard let paths = filter.paths else { return [] }
        if case .tag = facts.ref { return [] }
        let (name, patterns) =
            switch paths {
            case .only(let patterns), .both(let patterns, _):
                (FilterVerdict.Filter.paths, patterns)
            case .ignore(let patterns): (FilterVerdict.Filter.pathsIgnore, patterns)
            }
        let first = patterns.first?.span
        switch facts.changedFiles {
        case .unknown(let reason):
            let reason = "it cannot be told what changed: \(reason)"
            return [Check(name, passes: true, reason: reason, span: first)]
        case .known(let files):
            guard !files.isEmpty else {
                return [Check(name, passes: false, reason: "no file changed", span: first)]
            }
            let list = PatternList(patterns)
            let wanted = name == .paths
            let matches = files.lazy.map { ($0, list.match($0)) }
            // The first file that lets it start: one that is matched, or one that is not ignored.
            let chosen = matches.first { $0.1.isMatched == wanted }
            let takenBack = wanted ? matches.first { $0.1.decider != nil } : nil
            let deciding = chosen ?? takenBack
            return [
                Check(
                    name,
                    passes: chosen != nil,
                    reason: pathReason(chosen, takenBack, among: files, name) + hint(list),
                    span: deciding?.1.decider?.span ?? first
                )
            ]
        }
    }

    /// Says which file lets the workflow start or, when none does, whether a `!` pattern took one
    /// back.
    private func pathReason(
        _ chosen: (String, PatternMatch)?,
        _ takenBack: (String, PatternMatch)?,
        among files: [String],
        _ filter: FilterVerdict.Filter
    ) -> String {
        let count = files.count == 1 ? "the one changed file" : "the \(files.count) changed files"
        switch (chosen, filter) {
        case (let (file, match)?, .paths):
            return "`\(file)` changed and matches `\(match.decider?.value ?? "")`"
        case (let (file, _)?, _): return "`\(file)` changed and is not ignored"
        case (nil, .paths):
            if let (file, match) = takenBack, let pattern = match.decider?.value {
                return files.count == 1
                    ? "`\(file)`, \(count), is taken back by `\(pattern)`"
                    : "none of \(count) matches in the end: "
                        + "`\(file)` is taken back by `\(pattern)`"
            }
            return files.count == 1
                ? "`\(files[0])`, \(count), matches none of its patterns"
                : "none of \(count) matches its patterns"
        case (nil, _):
            return files.count == 1
                ? "`\(files[0])`, \(count), is ignored" : "all of \(count) are ignored"
        }
    }

    // MARK: The rest

    func workflows(_ names: [Located<String>]) -> [Check] {
        guard let workflow = facts.workflow else { return [] }
        let chosen = names.first { $0.value == workflow }
        let reason =
            chosen == nil
            ? "workflow `\(workflow)` is none of \(list(names.map(\.value)))"
            : "it follows workflow `\(workflow)`"
        let span = (chosen ?? names.first)?.span
        return [Check(.workflows, passes: chosen != nil, reason: reason, span: span)]
    }

    /// The time of a schedule, which starts the workflows that have just this one.
    func times(_ times: [Schedule]) -> [Check] {
        guard let time = facts.schedule else { return [] }
        let chosen = times.first { $0.cron.value == time }
        let reason =
            chosen == nil
            ? "`\(time)` is none of its times: \(list(times.map(\.cron.value)))"
            : "`\(time)` is among its times"
        let span = (chosen ?? times.first)?.cron.span
        return [Check(.schedule, passes: chosen != nil, reason: reason, span: span)]
    }

    func image(
        _ patterns: [Located<String>]?,
        _ filter: FilterVerdict.Filter,
        _ value: String?,
        _ kind: String
    ) -> [Check] {
        guard let patterns, let value else { return [] }
        return [only(patterns, filter, "\(kind) `\(value)`", value)]
    }

    /// An instruction of the head commit's message, which only pushes and pull requests follow.
    ///
    /// Source: <https://docs.github.com/actions/how-tos/manage-workflow-runs/skip-workflow-runs>
    var skipInstruction: [Check] {
        guard ["push", "pull_request"].contains(facts.event),
            let instruction = SkipInstruction.find(in: facts.headMessage ?? "")
        else { return [] }
        let reason = "the head commit's message has `\(instruction)`"
        return [Check(.skipInstruction, passes: false, reason: reason)]
    }

    /// A branch or tag that is gone has no workflows.
    var deletion: [Check] {
        guard facts.isDeletion else { return [] }
        let reason = "the push removes its branch or tag, which starts nothing"
        return [Check(.deletion, passes: false, reason: reason)]
    }

    private func hint(_ list: PatternList) -> String {
        list.problem.map { ", of which `\($0.pattern.value)` is none: \($0.error.message)" } ?? ""
    }

    private func list(_ words: [String]) -> String {
        words.map { "`\($0)`" }.joined(separator: ", ")
    }
}
