import ArgumentParser

/// Secrets, variables, inputs and environment, as typed.
///
/// Values are kept unread until the request is made, so that no parse error can print a secret.
struct ValueOptions: ParsableArguments {
    /// Secrets `NAME` or `NAME=value`.
    @Option(
        name: [.customShort("s", allowingJoined: true), .customLong("secret")],
        help: .init(
            """
            A secret (repeatable). Without a value it is taken from the environment, else asked \
            for when there is a terminal.
            """,
            valueName: "name[=value]"
        )
    )
    var secret: [String] = []

    /// Dotenv files of secrets.
    @Option(
        name: .customLong("secret-file"),
        help: .init("Read secrets from a dotenv file, after .secrets.", valueName: "file"),
        completion: .file()
    )
    var secretFile: [String] = []

    /// Variables `NAME` or `NAME=value`.
    @Option(
        name: .customLong("var"),
        help: .init(
            "A configuration variable, `vars.NAME` (repeatable).",
            valueName: "name[=value]"
        )
    )
    var variable: [String] = []

    /// Dotenv files of variables.
    @Option(
        name: .customLong("var-file"),
        help: .init("Read variables from a dotenv file, after .vars.", valueName: "file"),
        completion: .file()
    )
    var variableFile: [String] = []

    /// Environment variables `NAME` or `NAME=value`.
    @Option(
        name: .customLong("env"),
        help: .init(
            "An environment variable for every step (repeatable). The workflow's own `env` wins.",
            valueName: "name[=value]"
        )
    )
    var environment: [String] = []

    /// Dotenv files of environment variables.
    @Option(
        name: .customLong("env-file"),
        help: .init(
            "Read environment variables from a dotenv file, after .env.",
            valueName: "file"
        ),
        completion: .file()
    )
    var environmentFile: [String] = []

    /// Inputs `NAME` or `NAME=value`.
    @Option(
        name: .customLong("input"),
        help: .init(
            "An input of a workflow started by hand, `inputs.NAME` (repeatable).",
            valueName: "name[=value]"
        )
    )
    var input: [String] = []

    /// Dotenv files of inputs.
    @Option(
        name: .customLong("input-file"),
        help: .init("Read inputs from a dotenv file, after .input.", valueName: "file"),
        completion: .file()
    )
    var inputFile: [String] = []
}
