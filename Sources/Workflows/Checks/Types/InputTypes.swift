import Expressions

/// The types of `inputs` and `github`, which the triggers decide.
struct InputTypes {
    /// `inputs`; null where no trigger brings any.
    let inputs: StaticType
    /// `github`.
    let github: StaticType

    /// Takes the triggers of a workflow, and how many inputs of `workflow_call` to look at.
    init(_ triggers: Triggers, called count: Int = .max) {
        var types: StaticObject?
        var dispatched: [InputDefinition]?
        var isCalled = false
        for trigger in triggers.events {
            switch trigger.configuration {
            case .workflowDispatch(let inputs):
                dispatched = inputs
                types = Self.merged(types, inputs, isDispatch: true)
            case .workflowCall(let call):
                isCalled = true
                types = Self.merged(types, Array(call.inputs.prefix(count)), isDispatch: false)
            default: break
            }
        }
        inputs = types.map(StaticType.object) ?? .null
        guard !isCalled else {
            github = FixedTypes.github
            return
        }
        guard let dispatched else {
            // Nothing but `workflow_dispatch` brings inputs.
            let event = StaticObject([("inputs", .null)], others: .any)
            github = FixedTypes.github(event: .object(event))
            return
        }
        let texts = StaticObject(dispatched.map { ($0.name.value, .string) })
        github = FixedTypes.github(
            event: .object(StaticObject([("inputs", .object(texts))], others: .any))
        )
    }

    private static func merged(
        _ known: StaticObject?,
        _ inputs: [InputDefinition],
        isDispatch: Bool
    ) -> StaticObject {
        let object = StaticObject(
            inputs.map { ($0.name.value, type(of: $0, isDispatch: isDispatch)) }
        )
        return known?.joined(with: object) ?? object
    }

    /// A number that somebody typed in arrives as a text, on some of GitHub's servers.
    private static func type(of input: InputDefinition, isDispatch: Bool) -> StaticType {
        switch input.type {
        case .boolean: .boolean
        case .number: isDispatch ? .any : .number
        case .choice where !input.options.isEmpty:
            .words(input.options.map(\.value))
        case .string, .choice, .environment: .string
        }
    }
}
