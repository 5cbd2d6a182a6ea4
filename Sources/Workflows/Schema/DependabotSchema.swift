/// What `.github/dependabot.yml` may hold.
///
/// Sources: <https://docs.github.com/code-security/reference/supply-chain-security/dependabot-options-reference>,
/// the ecosystems of <https://github.com/dependabot/dependabot-core>
enum DependabotSchema {
    /// The whole file.
    static let root = Definition.mapping([
        Property("version", .number, required: true),
        Property("enable-beta-ecosystems", .boolean),
        Property("registries", .map(of: registry)),
        Property("multi-ecosystem-groups", .map(of: ecosystemGroup)),
        Property("updates", .sequence { update }, required: true),
    ])

    private static let ecosystems = words(
        """
        bazel bun bundler cargo composer conda deno devcontainers docker docker-compose dotnet-sdk \
        elm github-actions gitsubmodule gomod gradle helm julia maven mix nix npm nuget opentofu \
        pip pre-commit pub rust-toolchain sbt swift terraform uv vcpkg
        """
    )

    /// Keys of an update and of a group of several ecosystems.
    private static let pullRequestKeys: [Property] = [
        Property("assignees", texts),
        Property("commit-message", commitMessage),
        Property("labels", texts),
        Property("milestone", .number),
        Property("open-pull-requests-limit", .number),
        Property("pull-request-branch-name", branchName),
        Property("rebase-strategy", words("auto disabled")),
        Property("reviewers", texts),
        Property("target-branch", .nonEmptyString),
    ]

    private static let update = Definition.mapping(
        pullRequestKeys + [
            Property("package-ecosystem", ecosystems, required: true),
            Property("directory", .nonEmptyString),
            Property("directories", .nonEmptyStrings),
            Property("schedule", schedule),
            Property("allow", .sequence { allowed }),
            Property("cooldown", cooldown),
            Property("exclude-paths", texts),
            Property("groups", .map(of: group)),
            Property("ignore", .sequence { ignored }),
            Property("insecure-external-code-execution", words("allow deny")),
            Property("multi-ecosystem-group", .nonEmptyString),
            Property("patterns", texts),
            Property("registries", .oneOf(words("*"), .nonEmptyStrings)),
            Property("vendor", .boolean),
            Property(
                "versioning-strategy",
                words("auto increase increase-if-necessary lockfile-only widen")
            ),
        ]
    )

    private static let ecosystemGroup = Definition.mapping(
        pullRequestKeys + [Property("schedule", schedule, required: true)]
    )

    private static let schedule = Definition.openMapping(
        [
            Property(
                "interval",
                words("daily weekly monthly quarterly semiannually yearly cron"),
                required: true
            ),
            Property(
                "day",
                words("monday tuesday wednesday thursday friday saturday sunday")
            ),
            Property("time", .nonEmptyString),
            Property("timezone", .nonEmptyString),
            Property("cronjob", .nonEmptyString),
        ],
        others: .any
    )

    private static let commitMessage = Definition.mapping([
        Property("prefix", .string),
        Property("prefix-development", .string),
        Property("include", words("scope")),
    ])

    private static let branchName = Definition.mapping([
        Property("separator", words("- _ /"), required: true)
    ])

    private static let cooldown = Definition.mapping([
        Property("default-days", .number),
        Property("semver-major-days", .number),
        Property("semver-minor-days", .number),
        Property("semver-patch-days", .number),
        Property("include", texts),
        Property("exclude", texts),
    ])

    private static let allowed = Definition.mapping([
        Property("dependency-name", .string),
        Property("dependency-type", words("direct indirect all production development")),
        Property("update-types", .sequence { versionUpdate }),
    ])

    private static let ignored = Definition.mapping([
        Property("dependency-name", .string),
        Property("versions", .oneOf(.string, .sequence { .string })),
        Property("update-types", .sequence { versionUpdate }),
    ])

    private static let versionUpdate = words(
        """
        version-update:semver-major version-update:semver-minor version-update:semver-patch
        """
    )

    private static let group = Definition.mapping([
        Property("applies-to", words("version-updates security-updates")),
        Property("dependency-type", words("development production")),
        Property("exclude-patterns", texts),
        Property("group-by", words("dependency-name")),
        Property("patterns", texts),
        Property("update-types", .sequence { words("major minor patch") }),
    ])

    /// Which keys belong to which type is for the registry itself to say.
    private static let registry = Definition.openMapping(
        [
            Property(
                "type",
                words(
                    """
                    cargo-registry composer-repository docker-registry git goproxy-server \
                    helm-registry hex-organization hex-repository maven-repository npm-registry \
                    nuget-feed pub-registry pub-repository python-index rubygems-server \
                    terraform-registry
                    """
                ),
                required: true
            )
        ],
        others: .scalar
    ).with(.dependabotRegistry)

    private static let texts = Definition.sequence { .string }

    private static func words(_ list: String) -> Definition {
        .words(list.split(separator: " ").map(String.init))
    }
}
