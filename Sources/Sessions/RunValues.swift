import Diagnostics
import Expressions
import Workflows

/// The secrets, variables, inputs and environment of a run, from everywhere they may come from.
struct RunValues: Sendable {
    /// The `secrets` context, sorted by name.
    let secrets: [(name: String, value: String)]
    /// The `vars` context.
    let variables: ExpressionValue
    /// Variables of every step below the workflow's own `env`.
    let environment: [(name: String, value: String)]
    /// Inputs of a run that somebody starts by hand, by name.
    let inputs: [String: String]
    /// The token that stands for `GITHUB_TOKEN`.
    let token: String
    /// What is wrong with the files that `.actlocal.yml` names.
    let diagnostics: [Diagnostic]

    /// Gathers the values: the request's own before those of the configuration.
    init(
        _ request: RunRequest,
        _ configuration: ProjectConfiguration,
        root: String,
        runID: String
    ) throws(InputError) {
        func values(
            _ kind: InputKind,
            _ file: Located<String>?,
            _ given: [String: String],
            _ top: [String: String]
        ) throws(InputError) -> InputValues {
            let files = file.map { name in
                let path = name.value.hasPrefix("/") ? name.value : "\(root)/\(name.value)"
                return InputFile(path: path, shown: name.value, mayBePipe: false)
            }
            let merged = given.map { ($0.key, $0.value) } + top.map { ($0.key, $0.value) }
            return try InputValues(
                kind,
                given: merged,
                files: files.map { [$0] } ?? [],
                projectRoot: root
            )
        }
        let secrets = try values(.secret, configuration.secretsFile, [:], request.secrets)
        let variables = try values(
            .variable,
            configuration.varsFile,
            configuration.vars,
            request.variables
        )
        let environment = try values(
            .environment,
            configuration.envFile,
            configuration.env,
            request.environment
        )
        let inputs = try values(.input, configuration.inputFile, [:], request.inputs)
        self.inputs = inputs.values
        diagnostics =
            secrets.diagnostics + variables.diagnostics + environment.diagnostics
            + inputs.diagnostics
        token = secrets.values["GITHUB_TOKEN"] ?? "ghs_local\(runID.replacing("-", with: ""))"
        var all = secrets.values
        all["GITHUB_TOKEN"] = token
        self.secrets = all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.variables = .object(
            variables.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
        )
        self.environment = environment.values.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }
}
