import Diagnostics
import Expressions
import Workflows

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
