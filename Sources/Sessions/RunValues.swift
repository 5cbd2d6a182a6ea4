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
                return InputFile(path: path, shown: name.value)
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

/// The `inputs` context of a run that somebody starts by hand.
enum DispatchInputs {
    /// The values given, typed and completed by the workflow's defaults.
    ///
    /// - Returns: the context, and what GitHub would refuse.
    static func context(
        _ workflow: Workflow,
        event: String,
        given: [String: String]
    ) -> (ExpressionValue, [Diagnostic]) {
        guard event == "workflow_dispatch",
            case .workflowDispatch(let inputs) = workflow.on.trigger(event)?.configuration
        else { return (.object([]), []) }
        var entries: [(String, ExpressionValue)] = []
        var diagnostics: [Diagnostic] = []
        for input in inputs {
            let name = input.name.value
            let text = given.first { $0.key.lowercased() == name.lowercased() }?.value
            if text == nil, input.isRequired, input.defaultValue == nil {
                diagnostics.append(
                    problem(
                        "Required input '\(name)' not provided",
                        at: input,
                        help: "give it with `--input \(name)=VALUE`"
                    )
                )
            }
            if let text, !accepts(text, input) {
                let allowed = input.options.map { "`\($0.value)`" }.joined(separator: ", ")
                diagnostics.append(
                    problem(
                        "Provided value '\(text)' for input '\(name)' not in the list of "
                            + "allowed values",
                        at: input,
                        help: input.type == .boolean
                            ? "it is `true` or `false`" : "allowed are \(allowed)"
                    )
                )
            }
            entries.append((name, value(text ?? defaultText(input), input)))
        }
        for name in given.keys.sorted()
        where !inputs.contains(where: { $0.name.value.lowercased() == name.lowercased() }) {
            diagnostics.append(
                Diagnostic(
                    code: .input,
                    severity: .error,
                    message: "Unexpected inputs provided: [\"\(name)\"]",
                    span: workflow.on.span
                )
            )
        }
        return (.object(entries), diagnostics)
    }

    private static func accepts(_ text: String, _ input: InputDefinition) -> Bool {
        switch input.type {
        case .boolean: text == "true" || text == "false"
        case .choice: input.options.contains { $0.value == text }
        case .string, .number, .environment: true
        }
    }

    private static func defaultText(_ input: InputDefinition) -> String {
        let value = try? input.defaultValue?.evaluate(in: EvaluationContext())
        return value?.asString ?? (input.type == .boolean ? "false" : "")
    }

    /// Only booleans are typed; a number arrives as text.
    private static func value(_ text: String, _ input: InputDefinition) -> ExpressionValue {
        input.type == .boolean ? .boolean(text == "true") : .string(text)
    }

    private static func problem(
        _ message: String,
        at input: InputDefinition,
        help: String
    ) -> Diagnostic {
        Diagnostic(
            code: .input,
            severity: .error,
            message: message,
            span: input.name.span,
            help: help
        )
    }
}
