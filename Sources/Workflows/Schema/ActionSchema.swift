/// What an action's metadata file may hold.
///
/// The file is open at its top, as GitHub reads it; `runs` is not.
/// Source: `action-v1.0.json` of <https://github.com/actions/languageservices>, the runner's
/// `action_yaml.json`
enum ActionSchema {
    /// The whole file.
    static let root = Definition.openMapping(
        [
            Property("name", .string),
            Property("description", .string),
            Property("author", .string),
            Property("inputs", .oneOf(.null, .map(of: .oneOf(.null, input)))),
            Property("outputs", .oneOf(.null, .map(of: .oneOf(.null, output)))),
            Property("runs", .oneOf(.null, .mapping(runsKeys))),
        ],
        others: .any
    )

    private static let input = Definition.openMapping(
        [
            Property("description", .string),
            Property("default", .string.with(.actionInputDefault)),
            Property("deprecationMessage", .string),
        ],
        others: .any
    )

    private static let output = Definition.openMapping(
        [
            Property("description", .string),
            Property("value", .string.with(.actionOutput)),
        ],
        others: .any
    )

    /// Every key any kind of action knows; which belong together, the converter checks by `using`.
    private static let runsKeys: [Property] = [
        Property("using", .string),
        Property("image", .string),
        Property("entrypoint", .nonEmptyString),
        Property("args", .sequence { .string.with(.actionInputs) }),
        Property("env", WorkflowSchema.environmentVariables.with(.actionInputs)),
        Property("pre-entrypoint", .nonEmptyString),
        Property("post-entrypoint", .nonEmptyString),
        Property("main", .string),
        Property("pre", .nonEmptyString),
        Property("pre-if", .condition.with(.actionIf)),
        Property("post", .nonEmptyString),
        Property("post-if", .condition.with(.actionIf)),
        Property("steps", .sequence { step }),
    ]

    private static let step = Definition(
        mappings: [
            MappingRule(
                sharedKeys + [
                    Property("run", .string.with(.compositeStep), required: true),
                    Property("shell", .string.with(.compositeStep), required: true),
                    Property("working-directory", .string.with(.compositeStep)),
                ]
            ),
            MappingRule(
                sharedKeys + [
                    Property("uses", .nonEmptyString, required: true),
                    Property("with", WorkflowSchema.environmentVariables.with(.compositeStep)),
                ]
            ),
        ])

    private static let sharedKeys: [Property] = [
        Property("name", .string.with(.compositeStep)),
        Property("id", .nonEmptyString),
        Property("if", .condition.with(.compositeStepIf)),
        Property("env", WorkflowSchema.environmentVariables.with(.compositeStep)),
        Property("continue-on-error", .boolean.with(.compositeStep)),
    ]
}
