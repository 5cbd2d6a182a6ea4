/// What `.actlocal.yml` may hold.
enum ConfigurationSchema {
    /// The whole file.
    static let root = Definition.oneOf(
        .null,
        .mapping([
            Property("images", texts),
            Property("actions", texts),
            Property("certificates", .nonEmptyString),
            Property("docker", .words(["own", "host", "none"])),
            Property("environments", .oneOf(.null, .map(of: environment))),
            Property("env", .oneOf(.null, .map(of: .string))),
            Property("vars", .oneOf(.null, .map(of: .string))),
            Property("secrets-file", .nonEmptyString),
            Property("vars-file", .nonEmptyString),
            Property("env-file", .nonEmptyString),
            Property("input-file", .nonEmptyString),
        ])
    )

    private static let environment = Definition.oneOf(
        .null,
        .mapping([
            Property("vars", .oneOf(.null, .map(of: .string))),
            Property("secrets-file", .nonEmptyString),
            Property("vars-file", .nonEmptyString),
        ])
    )
    private static let texts = Definition.oneOf(.null, .map(of: .nonEmptyString))
}
