import Diagnostics
import Expressions

extension Converter {
    /// What stands below `workflow_call`.
    mutating func workflowCall(_ fields: Fields) -> WorkflowCallTrigger {
        var outputs: [WorkflowCallTrigger.CallOutput] = []
        for (name, value) in Fields(fields["outputs"])?.named ?? [] {
            if let output = Fields(value), let value = output["value"]?.text {
                outputs.append(
                    WorkflowCallTrigger.CallOutput(
                        name: name,
                        description: output["description"]?.plainText,
                        value: value
                    )
                )
            }
        }
        let secrets = (Fields(fields["secrets"])?.named ?? []).map { name, value in
            checkSecretName(name)
            let secret = Fields(value)
            return WorkflowCallTrigger.CallSecret(
                name: name,
                description: secret?["description"]?.plainText,
                required: secret?["required"]?.locatedBoolean
            )
        }
        return WorkflowCallTrigger(
            inputs: inputs(fields["inputs"], takesQuoted: false),
            outputs: outputs,
            secrets: secrets
        )
    }

    /// `inputs` of `workflow_call` or `workflow_dispatch`.
    ///
    /// - Parameters:
    ///   - value: the mapping of names to definitions.
    ///   - takesQuoted: whether a default such as `'true'` may stand for a boolean, as it does in
    ///     the form that `workflow_dispatch` shows.
    /// - Returns: the inputs, in order.
    mutating func inputs(_ value: ValueTemplate?, takesQuoted: Bool) -> [InputDefinition] {
        var inputs: [InputDefinition] = []
        for (name, value) in Fields(value)?.named ?? [] {
            let fields = Fields(value)
            let type = fields?["type"]?.plainText.flatMap { text in
                InputType(rawValue: text.value).map { Located($0, at: text.span) }
            }
            let input = InputDefinition(
                name: name,
                declaredType: type,
                description: fields?["description"]?.plainText,
                required: fields?["required"]?.locatedBoolean,
                defaultValue: fields?["default"],
                options: fields?["options"]?.texts ?? []
            )
            checkOptions(of: input, optionsAt: fields?["options"]?.span)
            if !takesQuoted { checkNeed(of: input) }
            checkDefault(of: input, takesQuoted: takesQuoted)
            inputs.append(input)
        }
        return inputs
    }

    private mutating func checkSecretName(_ name: Located<String>) {
        if name.value.uppercased() == "GITHUB_TOKEN" {
            report(
                Diagnostic(
                    .input,
                    "secret name `\(name.value)` within `workflow_call` can not be used since it "
                        + "would collide with system reserved name",
                    at: name.span,
                    help: "leave it out: every called workflow has the token"
                )
            )
        }
    }

    /// GitHub shows a form for `workflow_dispatch`, which holds so many inputs.
    ///
    /// Source:
    /// <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#onworkflow_dispatchinputs>
    mutating func checkCount(of inputs: [InputDefinition]) {
        let limit = 25
        if inputs.count > limit {
            report(
                Diagnostic(
                    .input,
                    "you may only define up to \(limit) `inputs` for a `workflow_dispatch` event",
                    at: inputs[limit].name.span
                )
            )
        }
    }

    private mutating func checkOptions(of input: InputDefinition, optionsAt span: SourceSpan?) {
        checkRepeats(in: input.options)
        if input.type == .choice, input.options.isEmpty {
            report(
                Diagnostic(
                    .input,
                    "Missing 'options' for choice input",
                    at: span ?? input.name.span,
                    help: "add `options:` with the values to choose from"
                )
            )
        } else if input.type != .choice, let span {
            report(
                Diagnostic(
                    .input,
                    "Input type is not 'choice', but 'options' is defined",
                    at: span,
                    help: "add `type: choice`, or remove `options`"
                )
            )
        }
    }

    /// A caller has to give a required input, so that its default is never read.
    private mutating func checkNeed(of input: InputDefinition) {
        guard input.isRequired, let value = input.defaultValue else { return }
        report(
            Diagnostic(
                .input,
                severity: .warning,
                "the input `\(input.name.value)` is required, so its default is never used",
                at: value.span,
                help: "remove `required` or the default"
            )
        )
    }

    private mutating func checkRepeats(in options: [Located<String>]) {
        var seen: Set<String> = []
        for option in options where !seen.insert(option.value).inserted {
            report(
                Diagnostic(
                    .input,
                    severity: .warning,
                    "the option `\(option.value)` is listed twice",
                    at: option.span,
                    help: "remove one of the two"
                )
            )
        }
    }

    private mutating func checkDefault(of input: InputDefinition, takesQuoted: Bool) {
        guard let value = input.defaultValue, value.wholeExpression == nil,
            let text = value.plainText
        else {
            return
        }
        let fits: Bool
        switch input.type {
        case .boolean:
            fits =
                value.plainBoolean != nil
                || takesQuoted && ["true", "false"].contains(text.value.lowercased())
        case .number:
            if case .number = value.content {
                fits = true
            } else {
                fits = takesQuoted && !NumberText.parse(text.value).isNaN
            }
        case .choice:
            fits = input.options.isEmpty || input.options.contains { $0.value == text.value }
        case .string, .environment: fits = true
        }
        guard !fits else {
            return
        }
        let options = input.options.map { "`\($0.value)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .input,
                "Unexpected value '\(text.value)'",
                at: text.span,
                notes: ["the input's type is `\(input.type.rawValue)`"],
                help: input.type == .choice
                    ? "write one of \(options)" : "write the value without quotes"
            )
        )
    }
}

extension ValueTemplate {
    /// The boolean and its place, when it is written out.
    fileprivate var locatedBoolean: Located<Bool>? {
        plainBoolean.map { Located($0, at: span) }
    }
}
