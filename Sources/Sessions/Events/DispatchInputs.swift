import Diagnostics
import Expressions
import Workflows

/// The `inputs` context of a run that somebody starts by hand, or as another workflow would.
struct DispatchInputs {
    /// The values, typed and completed by the workflow's defaults.
    private(set) var context: ExpressionValue = .object([])
    /// The values as `github.event.inputs` has them, by name as written.
    private(set) var texts: [String: String] = [:]
    /// What GitHub would refuse of what is given.
    private(set) var refusals: [Diagnostic] = []
    /// What GitHub takes and nobody means.
    private(set) var notes: [Diagnostic] = []
    /// What is wrong with the workflow's defaults.
    private(set) var diagnostics: [Diagnostic] = []

    private let isCall: Bool
    private let contexts: EvaluationContext

    /// Fits what is given to what the workflow declares for the event.
    ///
    /// - Parameters:
    ///   - workflow: What declares inputs; without one there are none.
    ///   - event: The event, whose payload may have inputs.
    ///   - given: Inputs that beat those of the payload.
    ///   - secrets: The names of the secrets that are known.
    ///   - contexts: What defaults may use.
    init(
        _ workflow: Workflow?,
        event: Event,
        given: [String: String],
        secrets: [String],
        contexts: EvaluationContext
    ) {
        isCall = event.name == "workflow_call"
        self.contexts = contexts
        guard let workflow, let inputs = Self.definitions(workflow, event: event.name) else {
            return
        }
        if case .workflowCall(let call) = workflow.on.trigger(event.name)?.configuration {
            notes += Self.missing(call.secrets, known: secrets)
        }
        let given = Self.values(event, given)
        var entries: [(String, ExpressionValue)] = []
        for input in inputs { entries.append((input.name.value, value(of: input, given))) }
        context = .object(entries)
        let known = Set(inputs.map { $0.name.value.lowercased() })
        for (name, _) in given.values.sorted(by: { $0.name < $1.name })
        where !known.contains(name.lowercased()) {
            let message =
                isCall
                ? "Invalid input, \(name) is not defined in the referenced workflow."
                : "Unexpected inputs provided: [\"\(name)\"]"
            let help =
                inputs.isEmpty
                ? "the workflow takes none"
                : "it takes " + inputs.map { "`\($0.name.value)`" }.joined(separator: ", ")
            let place = workflow.on.trigger(event.name)?.event.span ?? workflow.on.span
            refusals.append(Diagnostic(.input, message, at: place, help: help))
        }
    }

    /// The secrets that a caller would have to give.
    private static func missing(
        _ secrets: [WorkflowCallTrigger.CallSecret],
        known: [String]
    ) -> [Diagnostic] {
        let known = Set(known.map { $0.lowercased() })
        return secrets.filter { $0.required?.value == true }.map(\.name)
            .filter { !known.contains($0.value.lowercased()) }
            .map { name in
                Diagnostic(
                    .input,
                    severity: .warning,
                    "Secret \(name.value) is required, but not provided while calling.",
                    at: name.span,
                    help: "give it with `--secret \(name.value)=VALUE`"
                )
            }
    }

    /// What a workflow declares for an event; nil for an event that has no inputs.
    static func definitions(_ workflow: Workflow, event: String) -> [InputDefinition]? {
        switch workflow.on.trigger(event)?.configuration {
        case .workflowDispatch(let inputs): inputs
        case .workflowCall(let call): call.inputs
        default: nil
        }
    }

    /// The payload's inputs below those given, by name in lower case.
    private static func values(
        _ event: Event,
        _ given: [String: String]
    ) -> [String: (name: String, value: String)] {
        var values: [String: (name: String, value: String)] = [:]
        if case .object(let inputs) = event.payload["inputs"] {
            for (name, value) in inputs.entries where value != .null {
                values[name.lowercased()] = (name, value.asString)
            }
        }
        for (name, value) in given { values[name.lowercased()] = (name, value) }
        return values
    }

    private mutating func value(
        of input: InputDefinition,
        _ given: [String: (name: String, value: String)]
    ) -> ExpressionValue {
        let name = input.name.value
        let text: String
        if let found = given[name.lowercased()]?.value {
            text = found
            check(found, input)
        } else {
            if input.isRequired, isCall || input.defaultValue == nil {
                let message =
                    isCall
                    ? "Input \(name) is required, but not provided while calling."
                    : "Required input '\(name)' not provided"
                refuse(message, input, help: "give it with `--input \(name)=VALUE`")
            }
            text = defaultText(input)
        }
        texts[name] = text
        return typed(text, input)
    }

    private mutating func check(_ text: String, _ input: InputDefinition) {
        let help: String
        switch input.type {
        case .boolean where text != "true" && text != "false": help = "it is `true` or `false`"
        case .choice where !input.options.contains { $0.value == text }:
            help = "allowed are " + input.options.map { "`\($0.value)`" }.joined(separator: ", ")
        case .number where ExpressionValue.string(text).asNumber.isNaN:
            help = "it is a number, such as `1` or `0.5`"
            guard isCall else {
                notes.append(
                    Diagnostic(
                        .input,
                        severity: .warning,
                        "the value '\(text)' of the input '\(input.name.value)' is no number",
                        at: input.name.span,
                        help: help
                    )
                )
                return
            }
        case .string, .number, .environment, .boolean, .choice: return
        }
        let message =
            isCall
            ? "Unexpected value '\(text)'"
            : "Provided value '\(text)' for input '\(input.name.value)' not in the list of "
                + "allowed values"
        refuse(message, input, help: help)
    }

    private mutating func defaultText(_ input: InputDefinition) -> String {
        do {
            if let value = try input.defaultValue?.evaluate(in: contexts) { return value.asString }
        } catch {
            diagnostics.append(
                Diagnostic(
                    .input,
                    "\(error)",
                    at: input.name.span,
                    help: "correct the input's `default`"
                )
            )
        }
        return input.type == .boolean ? "false" : ""
    }

    /// Started by hand only booleans are typed, and a number is text; in a call numbers are, too.
    private func typed(_ text: String, _ input: InputDefinition) -> ExpressionValue {
        switch input.type {
        case .boolean: .boolean(text == "true")
        case .number where isCall: .number(ExpressionValue.string(text).asNumber)
        case .string, .number, .choice, .environment: .string(text)
        }
    }

    private mutating func refuse(_ message: String, _ input: InputDefinition, help: String) {
        refusals.append(Diagnostic(.input, message, at: input.name.span, help: help))
    }
}
