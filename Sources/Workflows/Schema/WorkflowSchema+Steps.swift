extension WorkflowSchema {
    /// One step of a job, of any kind.
    static let step: Definition = Definition(
        mappings: [
            MappingRule(
                namedKeys + actionKeys + [
                    Property("run", .string.with(.step), required: true),
                    Property("working-directory", .string.with(.step)),
                    Property("shell", .nonEmptyString),
                ]
            ),
            MappingRule(
                namedKeys + actionKeys + [
                    Property("uses", .nonEmptyString, required: true),
                    Property("with", environmentVariables.with(.step)),
                ]
            ),
            MappingRule(namedKeys + [Property("wait", .oneOrMoreStrings, required: true)]),
            MappingRule(
                namedKeys + [Property("wait-all", .oneOf(.null, .boolean), required: true)]
            ),
            MappingRule(namedKeys + [Property("cancel", .nonEmptyString, required: true)]),
            MappingRule([Property("parallel", .sequence { step }, required: true)]),
        ])

    private static let namedKeys: [Property] = [
        Property("name", .string.with(.step)),
        Property("id", .nonEmptyString),
        Property("continue-on-error", .boolean.with(.step)),
    ]

    private static let actionKeys: [Property] = [
        Property("if", .condition.with(.stepIf)),
        Property("timeout-minutes", .number.with(.step)),
        Property("env", environmentVariables.with(.step)),
        Property("background", .boolean),
    ]
}
