extension WorkflowSchema {
    /// `jobs`.
    static let jobs = Definition.map(of: job)

    /// One job, of either kind.
    static let job = Definition(mappings: [MappingRule(stepsJob), MappingRule(callJob)])

    private static let sharedKeys: [Property] = [
        Property("name", .string.with(.jobLeg)),
        Property("needs", .oneOrMoreStrings),
        Property("if", .condition.with(.jobIf)),
        Property("strategy", strategy.with(.strategy)),
        Property("permissions", permissions),
        Property("cache-mode", cacheMode),
        Property("concurrency", jobConcurrency.with(.jobLeg)),
    ]

    private static let stepsJob: [Property] =
        sharedKeys + [
            Property("runs-on", runsOn.with(.jobLeg), required: true),
            Property("timeout-minutes", .number.with(.jobLeg)),
            Property("cancel-timeout-minutes", .number.with(.jobLeg)),
            Property("continue-on-error", .boolean.with(.jobLeg)),
            Property("container", .oneOf(.string, container).with(.jobLeg)),
            Property("services", .map(of: service).with(.jobLeg)),
            Property("env", environmentVariables.with(.jobEnv)),
            Property("environment", environment.with(.jobLeg)),
            Property("outputs", .map(of: .string.with(.jobOutputs))),
            Property("defaults", .mapping([Property("run", runDefaults.with(.jobDefaults))])),
            Property("steps", .sequence { step }),
            Property("snapshot", snapshot),
        ]

    private static let callJob: [Property] =
        sharedKeys + [
            Property("uses", .nonEmptyString, required: true),
            Property("with", .map(of: .scalar.with(.jobLeg))),
            Property("secrets", .oneOf(.map(of: .scalar.with(.jobEnv)), .words(["inherit"]))),
        ]

    private static let jobConcurrency = Definition.oneOf(.nonEmptyString, concurrencyMapping)

    private static let runsOn = Definition.oneOf(
        .oneOrMoreStrings,
        .mapping([
            Property("group", .nonEmptyString),
            Property("labels", .oneOrMoreStrings),
        ])
    )

    private static let environment = Definition.oneOf(
        .string,
        .mapping([
            Property("name", .string, required: true),
            Property("url", .string.with(.environmentURL)),
            Property("deployment", .boolean),
        ])
    )

    private static let snapshot = Definition.oneOf(
        .nonEmptyString,
        .mapping([
            Property("image-name", .nonEmptyString, required: true),
            Property("if", .condition.with(.snapshotIf)),
            Property("version", .nonEmptyString),
        ])
    )

    private static let strategy = Definition.mapping([
        Property("fail-fast", .boolean),
        Property("max-parallel", .number),
        Property("matrix", matrix),
    ])

    private static let matrix = Definition.openMapping(
        [
            Property("include", .sequence { .map(of: .any) }),
            Property("exclude", .sequence { .map(of: .any) }),
        ],
        others: .sequence { .any }
    )

    private static let containerKeys: [Property] = [
        Property("image", .writtenString),
        Property("options", .string),
        Property("env", .map(of: .string.with(.jobOutputs))),
        Property("ports", .nonEmptyStrings),
        Property("volumes", .nonEmptyStrings),
        Property(
            "credentials",
            .mapping([
                Property("username", .nonEmptyString),
                Property("password", .nonEmptyString),
            ]).with(.credentials)
        ),
    ]

    private static let container = Definition.mapping(containerKeys)

    private static let service = Definition.oneOf(
        .string,
        .mapping(
            containerKeys + [
                Property("entrypoint", .string),
                Property("command", .string),
            ]
        )
    )
}
