import Diagnostics
import Execution
import Expressions
import RunEvents
import Workflows

/// The secrets, variables, inputs and environment of a run, from everywhere they may come from.
struct RunValues: Sendable {
    /// The `secrets` context, sorted by name.
    let secrets: [(name: String, value: String)]
    /// The `vars` context.
    let variables: ExpressionValue
    /// Variables of every step below the workflow's own `env`.
    let environment: [(name: String, value: String)]
    /// How many of them the project's `.env` gives, which GitHub does not read.
    private let unaskedVariables: Int
    /// Inputs of a run that somebody starts by hand, by name.
    let inputs: [String: String]
    /// What jobs of an environment get besides, by its name in lower case.
    let environments: [String: EnvironmentValues]
    /// The token that stands for `GITHUB_TOKEN`.
    let token: String
    /// The token of the run's own, which is worth nothing outside of it.
    let ownToken: String
    /// Whether it is the run's own, rather than one that the user grants.
    let isTokenOwn: Bool
    /// What is wrong with the files that `.actlocal.yml` names.
    let diagnostics: [Diagnostic]

    /// Gathers the values: the request's own before those of the configuration.
    init(
        _ request: RunRequest,
        _ configuration: ProjectConfiguration,
        root: String,
        runID: String
    ) throws(InputError) {
        let environments = try Self.environments(configuration, request, root: root)
        self.environments = environments.values
        func values(
            _ kind: InputKind,
            _ file: Located<String>?,
            _ given: [String: String],
            _ top: [String: String]
        ) throws(InputError) -> InputValues {
            let merged = given.map { ($0.key, $0.value) } + top.map { ($0.key, $0.value) }
            return try InputValues(
                kind,
                given: merged,
                files: Self.files(file, root: root),
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
            + inputs.diagnostics + environments.diagnostics
        ownToken = "ghs_local\(runID.replacing("-", with: ""))"
        token = secrets.values["GITHUB_TOKEN"] ?? ownToken
        isTokenOwn = secrets.values["GITHUB_TOKEN"] == nil
        var all = secrets.values
        all["GITHUB_TOKEN"] = token
        self.secrets = all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.variables = .object(
            variables.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }
        )
        self.environment = environment.values.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
        unaskedVariables = environment.defaultCount
    }

    /// That steps get variables of the project's `.env`; nil when it has none.
    var unaskedReport: Substitution? {
        guard unaskedVariables > 0 else { return nil }
        let count = unaskedVariables == 1 ? "one variable" : "\(unaskedVariables) variables"
        return Substitution(
            kind: .environment,
            original: "nothing, on GitHub",
            replacement: "\(count) of every step",
            source: InputKind.environment.defaultFile
        )
    }

    private static func files(_ file: Located<String>?, root: String) -> [InputFile] {
        guard let name = file?.value else { return [] }
        let path = name.hasPrefix("/") ? name : "\(root)/\(name)"
        return [InputFile(path: path, shown: name, mayBePipe: false)]
    }

    /// What `.actlocal.yml` gives environments, without the names that options set.
    private static func environments(
        _ configuration: ProjectConfiguration,
        _ request: RunRequest,
        root: String
    ) throws(InputError) -> (values: [String: EnvironmentValues], diagnostics: [Diagnostic]) {
        var values: [String: EnvironmentValues] = [:]
        var diagnostics: [Diagnostic] = []
        for (name, environment) in configuration.environments {
            func own(
                _ kind: InputKind,
                _ given: [String: String],
                _ file: Located<String>?,
                except options: [String: String]
            ) throws(InputError) -> [(name: String, value: String)] {
                let read = try InputValues(
                    kind,
                    given: given.map { ($0.key, $0.value) },
                    files: files(file, root: root),
                    projectRoot: nil
                )
                diagnostics += read.diagnostics
                // What the request has from the default file is no option's.
                let usual = try InputValues(kind, given: [], files: [], projectRoot: root).values
                let set = options.filter { usual[kind.key(for: $0.key)] != $0.value }
                let taken = Set(set.keys.map { kind.key(for: $0) } + ["GITHUB_TOKEN"])
                return read.values.filter { !taken.contains($0.key) }
                    .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            }
            values[name] = EnvironmentValues(
                secrets: try own(.secret, [:], environment.secretsFile, except: request.secrets),
                variables: try own(
                    .variable,
                    environment.vars,
                    environment.varsFile,
                    except: request.variables
                )
            )
        }
        return (values, diagnostics)
    }
}
