import Diagnostics
import Expressions

extension Converter {
    /// `on`.
    mutating func triggers(_ value: ValueTemplate?) -> Triggers? {
        guard let value else {
            return nil
        }
        guard let fields = Fields(value) else {
            let events = value.texts.map { name in
                Trigger(event: name, configuration: Self.emptyConfiguration(of: name.value))
            }
            if value.items?.isEmpty == true {
                reportNoTriggers(at: value.span)
            }
            for event in value.texts {
                if event.value == "schedule" { warnOfNoTimes(at: event.span) }
                warnIfUnfired(event)
            }
            return Triggers(events: Self.withoutRepeats(events), span: value.span)
        }
        if fields.isEmpty {
            reportNoTriggers(at: value.span)
        }
        var events: [Trigger] = []
        for (name, value) in fields.named where EventTable.event(name.value) != nil {
            warnIfUnfired(name)
            events.append(Trigger(event: name, configuration: configuration(of: name, value)))
        }
        return Triggers(events: events, span: value.span)
    }

    /// Says that `on` is empty, unless what stood there was refused before.
    private mutating func reportNoTriggers(at span: SourceSpan) {
        guard !wasRefused(in: span) else {
            return
        }
        report(
            Diagnostic(
                .trigger,
                "No event triggers defined in `on`",
                at: span,
                help: "name what starts the workflow: `on: push`"
            )
        )
    }

    private mutating func warnIfUnfired(_ event: Located<String>) {
        guard EventTable.unfired.contains(where: { $0.name == event.value }) else { return }
        report(
            Diagnostic(
                .trigger,
                severity: .warning,
                "GitHub takes `\(event.value)` and starts no workflow for it",
                at: event.span
            )
        )
    }

    private mutating func warnOfNoTimes(at span: SourceSpan) {
        report(
            Diagnostic(
                .trigger,
                severity: .warning,
                "`schedule` names no time, so it never starts this workflow",
                at: span,
                help: "write a list below it: `- cron: '30 5 * * 1-5'`"
            )
        )
    }

    private static func withoutRepeats(_ events: [Trigger]) -> [Trigger] {
        var seen: Set<String> = []
        return events.filter { seen.insert($0.event.value).inserted }
    }

    private static func emptyConfiguration(of event: String) -> Trigger.Configuration {
        switch event {
        case "schedule": .schedule([])
        case "workflow_call":
            .workflowCall(WorkflowCallTrigger(inputs: [], outputs: [], secrets: []))
        case "workflow_dispatch": .workflowDispatch(inputs: [])
        case "workflow_run": .workflowRun(workflows: [], WebhookFilter())
        case "image_version": .imageVersion(names: nil, versions: nil, WebhookFilter())
        default: .webhook(WebhookFilter())
        }
    }

    private mutating func configuration(
        of event: Located<String>,
        _ value: ValueTemplate
    ) -> Trigger.Configuration {
        if event.value == "schedule" {
            if value.items?.isEmpty == true { warnOfNoTimes(at: value.span) }
            return .schedule((value.items ?? []).compactMap { schedule($0) })
        }
        guard let fields = Fields(value) else {
            return Self.emptyConfiguration(of: event.value)
        }
        warnOfEmptyLists(in: fields)
        switch event.value {
        case "workflow_call":
            return .workflowCall(workflowCall(fields))
        case "workflow_dispatch":
            let inputs = inputs(fields["inputs"], takesQuoted: true)
            checkCount(of: inputs)
            return .workflowDispatch(inputs: inputs)
        case "workflow_run":
            return .workflowRun(workflows: fields["workflows"]?.texts ?? [], filter(fields))
        case "image_version":
            return .imageVersion(
                names: fields["names"]?.texts,
                versions: fields["versions"]?.texts,
                filter(fields)
            )
        default:
            return .webhook(filter(fields))
        }
    }

    // MARK: Filters

    private mutating func warnOfEmptyLists(in fields: Fields) {
        // A `workflow_run` without names is told by what checks patterns.
        for (key, value) in fields.named
        where value.items?.isEmpty == true && key.value != "workflows" {
            report(
                Diagnostic(
                    .trigger,
                    severity: .warning,
                    "`\(key.value)` is an empty list",
                    at: value.span,
                    help: "name something, or remove the key"
                )
            )
        }
    }

    private mutating func filter(_ fields: Fields) -> WebhookFilter {
        var filter = WebhookFilter()
        filter.types = Self.written("types", fields)?.texts
        filter.branches = patterns("branches", fields)
        filter.tags = patterns("tags", fields)
        filter.paths = patterns("paths", fields)
        return filter
    }

    /// What a key holds; nil also for a key that nothing follows, which filters nothing.
    private static func written(_ key: String, _ fields: Fields) -> ValueTemplate? {
        guard let value = fields[key] else { return nil }
        if case .null = value.content { return nil }
        return value
    }

    private mutating func patterns(_ key: String, _ fields: Fields) -> PatternFilter? {
        let only = Self.written(key, fields)
        let ignore = Self.written("\(key)-ignore", fields)
        if only != nil, let ignore {
            report(
                Diagnostic(
                    .trigger,
                    "you may only define one of `\(key)` and `\(key)-ignore` for a single event",
                    at: ignore.span,
                    help: "write what to leave out as `!` patterns below `\(key)`"
                )
            )
        }
        guard let only else {
            return ignore.map { .ignore($0.texts) }
        }
        checkPatterns(only.texts, key, fields)
        return ignore.map { .both(only: only.texts, ignore: $0.texts) } ?? .only(only.texts)
    }

    /// A list of nothing but `!` patterns can never match.
    ///
    /// Beside `branches` that is how no tag at all is asked for, and the other way round.
    private mutating func checkPatterns(
        _ patterns: [Located<String>],
        _ key: String,
        _ fields: Fields
    ) {
        let other = ["branches": "tags", "tags": "branches"][key]
        let hasOther = other.map { fields[$0] != nil || fields["\($0)-ignore"] != nil } ?? false
        if !hasOther, let first = patterns.first,
            patterns.allSatisfy({ $0.value.hasPrefix("!") })
        {
            report(
                Diagnostic(
                    .trigger,
                    severity: .warning,
                    "`\(key)` has only patterns that take back, so nothing ever matches",
                    at: first.span,
                    help: "add `'**'` above them"
                )
            )
        }
    }

    // MARK: Schedules

    private mutating func schedule(_ value: ValueTemplate) -> Schedule? {
        guard let fields = Fields(value), let cron = fields["cron"]?.plainText else {
            return nil
        }
        if !CronExpression.isValid(cron.value) {
            report(
                Diagnostic(
                    .cron,
                    "Invalid cron expression. Expected format: '* * * * *' (minute hour day month "
                        + "weekday)",
                    at: cron.span
                )
            )
        }
        return Schedule(cron: cron, timezone: fields["timezone"]?.plainText)
    }
}
