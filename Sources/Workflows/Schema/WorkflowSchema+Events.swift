extension WorkflowSchema {
    /// `on`.
    static let events = Definition.oneOf(
        eventName,
        .sequence { eventName },
        .mapping(known.map { Property($0.name, definition(of: $0)) })
    )

    private static let known = EventTable.all + EventTable.unfired
    private static let eventName = Definition.words(known.map(\.name))

    /// What may stand below an event.
    ///
    /// GitHub's server passes over other keys and unknown activity types; its editor refuses them.
    /// Source: `on-mapping-new` of the server and `on-mapping-strict` of the editor, in
    /// <https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/workflow-v1.0.json>
    private static func definition(of event: EventDescription) -> Definition {
        if let own = ownDefinitions[event.name] {
            return own
        }
        var properties: [Property] = []
        if !event.types.isEmpty {
            let type = Definition.words(event.types).lenient
            properties.append(Property("types", .oneOf(type, .sequence { type })))
        }
        properties += event.filters.map { Property($0, .oneOrMoreStrings.lenient) }
        return .oneOf(.null, .mapping(properties).lenient)
    }

    private static let ownDefinitions: [String: Definition] = [
        "schedule": .sequence { scheduleItem },
        "repository_dispatch": .oneOf(
            .null,
            .mapping([Property("types", .oneOrMoreStrings)]).lenient
        ),
        "workflow_call": .oneOf(.null, .mapping(workflowCall)),
        "workflow_dispatch": .oneOf(
            .null,
            .mapping([Property("inputs", nullOr(.map(of: dispatchInput)))]).lenient
        ),
    ]

    private static let scheduleItem = Definition.mapping([
        Property("cron", .nonEmptyString, required: true),
        Property("timezone", .nonEmptyString),
    ]).lenient

    private static let workflowCall: [Property] = [
        Property("inputs", nullOr(.map(of: callInput))),
        Property("secrets", nullOr(.map(of: .oneOf(.null, callSecret)))),
        Property("outputs", nullOr(.map(of: callOutput))),
    ]

    private static let callInput = Definition.mapping([
        Property("description", .string),
        Property("type", .words(["boolean", "number", "string"]), required: true),
        Property("required", .boolean),
        Property("default", .scalar.with(.runName)),
    ])

    private static let callSecret = Definition.mapping([
        Property("description", .string),
        Property("required", .boolean),
    ])

    private static let callOutput = Definition.mapping([
        Property("description", .string),
        Property("value", .string.with(.callOutput), required: true),
    ])

    private static let dispatchInput = Definition.oneOf(
        .null,
        .mapping([
            Property("description", .string),
            Property("deprecationMessage", .string),
            // The server takes any word for a text; its schema calls this `relaxed`.
            Property("type", .words(InputType.allCases.map(\.rawValue)).lenient),
            Property("required", .boolean),
            Property("default", .scalar),
            Property("options", .sequence { .string }),
        ]).lenient
    )

    private static func nullOr(_ definition: Definition) -> Definition {
        .oneOf(.null, definition)
    }
}
