/// What `.actlocal.yml` and the user's `config.yml` may hold.
enum ConfigurationSchema {
    /// The whole of `.actlocal.yml`.
    static let root = Definition.oneOf(
        .null,
        .mapping([
            Property("images", texts),
            Property("actions", texts),
            Property("repositories", .oneOf(.null, .mapping(places))),
            Property("certificates", .nonEmptyString),
            Property("docker", .words(["own", "host", "none"])),
            Property("registries", .oneOf(.null, .map(of: .words(["local"])))),
            Property("environments", .oneOf(.null, .map(of: environment))),
            Property("env", .oneOf(.null, .map(of: .string))),
            Property("vars", .oneOf(.null, .map(of: .string))),
            Property("secrets-file", .nonEmptyString),
            Property("vars-file", .nonEmptyString),
            Property("env-file", .nonEmptyString),
            Property("input-file", .nonEmptyString),
        ])
    )

    /// The whole of the user's file.
    static let user = Definition.oneOf(
        .null,
        .mapping([
            Property(
                "repositories",
                .oneOf(.null, .mapping(places + [Property("tokens", texts)]))
            )
        ])
    )

    private static let places = [
        Property("server", .nonEmptyString),
        Property("mirrors", texts),
    ]
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
