/// What a workflow file may hold.
///
/// Source: `workflow-v1.0.json` of <https://github.com/actions/languageservices>
enum WorkflowSchema {
    /// The whole file.
    static let root = Definition.mapping([
        Property("on", events, required: true),
        Property("name", .string),
        Property("description", .string),
        Property("run-name", .string.with(.runName)),
        Property("permissions", permissions),
        Property("cache-mode", cacheMode),
        Property("env", environmentVariables.with(.workflowEnv)),
        Property("defaults", defaults),
        Property("concurrency", workflowConcurrency.with(.runName)),
        Property("jobs", jobs, required: true),
    ])

    /// `cache-mode`, which is newer than GitHub's published schema.
    static let cacheMode = Definition.words(CacheMode.allCases.map(\.rawValue))

    /// A mapping of variables to texts.
    static let environmentVariables = Definition.map(of: .string)

    /// `defaults` of the workflow.
    static let defaults = Definition.mapping([Property("run", runDefaults)])

    /// `defaults.run`.
    static let runDefaults = Definition.mapping([
        Property("shell", .nonEmptyString),
        Property("working-directory", .nonEmptyString),
    ])

    /// `concurrency` of the workflow.
    static let workflowConcurrency = Definition.oneOf(.string, concurrencyMapping)

    /// The long form of `concurrency`.
    static let concurrencyMapping = Definition.mapping([
        Property("group", .nonEmptyString, required: true),
        Property("cancel-in-progress", .boolean),
        Property("queue", .words(["single", "max"])),
    ])

    /// `permissions`.
    static let permissions = Definition.oneOf(
        .mapping(
            PermissionScope.all.map { scope in
                Property(scope.name, .words(scope.levels.map(\.rawValue)))
            }
        ),
        .words(["read-all", "write-all"])
    )
}
