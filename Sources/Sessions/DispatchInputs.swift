import Diagnostics
import Expressions
import Workflows

/// The `inputs` context of a run that somebody starts by hand, or as another workflow would.
struct DispatchInputs {
    /// The values, typed and completed by the workflow's defaults.
    private(set) var context: ExpressionValue = .object([])
    /// What GitHub would refuse.
    private(set) var diagnostics: [Diagnostic] = []

    private let isCall: Bool
    private let contexts: EvaluationContext

    /// Fits what is given to what the workflow declares for the event.
    ///
    /// - Parameters:
    ///   - workflow: What declares inputs; without one there are none.
    ///   - event: The event, whose payload may have inputs.
    ///   - given: Inputs that beat those of the payload.
    ///   - contexts: What defaults may use.
    init(
        _ workflow: Workflow?,
        event: Event,
        given: [String: String],
        contexts: EvaluationContext
    ) {
        isCall = event.name == "workflow_call"
        self.contexts = contexts
        guard let workflow, let inputs = Self.definitions(workflow, event: event.name) else {
            return
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
            diagnostics.append(Diagnostic(.input, message, at: workflow.on.span))
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
        guard let text = given[name.lowercased()]?.value else {
            if input.isRequired, isCall || input.defaultValue == nil {
                report(
                    "Required input '\(name)' not provided",
                    at: input,
                    help: "give it with `--input \(name)=VALUE`"
                )
            }
            return typed(defaultText(input), input)
        }
        check(text, input)
        return typed(text, input)
    }

    private mutating func check(_ text: String, _ input: InputDefinition) {
        let help: String
        switch input.type {
        case .boolean where text != "true" && text != "false": help = "it is `true` or `false`"
        case .choice where !input.options.contains { $0.value == text }:
            help = "allowed are " + input.options.map { "`\($0.value)`" }.joined(separator: ", ")
        case .number where isCall && ExpressionValue.string(text).asNumber.isNaN:
            help = "it is a number, such as `1` or `0.5`"
        case .string, .number, .environment, .boolean, .choice: return
        }
        let name = input.name.value
        let reason = input.type == .number ? "is no number" : "not in the list of allowed values"
        report("Provided value '\(text)' for input '\(name)' \(reason)", at: input, help: help)
    }

    private mutating func defaultText(_ input: InputDefinition) -> String {
        do {
            if let value = try input.defaultValue?.evaluate(in: contexts) { return value.asString }
        } catch {
            report("\(error)", at: input, help: "correct the input's `default`")
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

    private mutating func report(_ message: String, at input: InputDefinition, help: String) {
        diagnostics.append(Diagnostic(.input, message, at: input.name.span, help: help))
    }
}
