import Workflows

extension WorkflowCatalog {
    /// What narrows an event, as written: `branches` and its patterns, `cron` and its times.
    package struct Filter: Sendable, Hashable {
        /// The key, such as `branches-ignore` or `inputs`.
        package let key: String
        /// The patterns, types, times or names.
        package let values: [String]
    }

    /// An event that starts a workflow.
    package struct EventEntry: Sendable, Hashable {
        /// The event's name.
        package let name: String
        /// What narrows it, in the order of GitHub's documentation.
        package let filters: [Filter]
    }
}

extension WorkflowCatalog.EventEntry {
    /// Describes a trigger as it is written.
    init(_ trigger: Trigger) {
        name = trigger.event.value
        switch trigger.configuration {
        case .webhook(let filter): filters = filter.listed
        case .schedule(let times): filters = [.init(key: "cron", values: times.map(\.cron.value))]
        case .workflowCall(let call): filters = Self.inputs(call.inputs)
        case .workflowDispatch(let inputs): filters = Self.inputs(inputs)
        case .workflowRun(let workflows, let filter):
            filters = Self.filter("workflows", workflows) + filter.listed
        case .imageVersion(let names, let versions, let filter):
            filters =
                Self.filter("names", names) + Self.filter("versions", versions) + filter.listed
        }
    }

    private static func inputs(_ inputs: [InputDefinition]) -> [WorkflowCatalog.Filter] {
        filter("inputs", inputs.map(\.name))
    }

    /// A filter that is written and says something.
    fileprivate static func filter(
        _ key: String,
        _ values: [Located<String>]?
    ) -> [WorkflowCatalog.Filter] {
        guard let values, !values.isEmpty else { return [] }
        return [.init(key: key, values: values.map(\.value))]
    }
}

extension WebhookFilter {
    fileprivate var listed: [WorkflowCatalog.Filter] {
        WorkflowCatalog.EventEntry.filter("types", types)
            + Self.listed(branches, "branches") + Self.listed(tags, "tags")
            + Self.listed(paths, "paths")
    }

    private static func listed(_ filter: PatternFilter?, _ key: String) -> [WorkflowCatalog.Filter]
    {
        switch filter {
        case nil: []
        case .only(let patterns): WorkflowCatalog.EventEntry.filter(key, patterns)
        case .ignore(let patterns): WorkflowCatalog.EventEntry.filter("\(key)-ignore", patterns)
        case .both(let only, let ignore):
            listed(.only(only), key) + listed(.ignore(ignore), key)
        }
    }
}
