import Diagnostics
import Expressions

/// Checks what a job passes to a workflow it calls, with GitHub's texts.
///
/// Source: the runner's `ReusableWorkflowsLoader` and `WorkflowTemplateConverter`
struct CallArguments {
    private let call: ReusableCall
    private let trigger: WorkflowCallTrigger

    /// Takes a call and what the called workflow declares.
    init(_ call: ReusableCall, _ trigger: WorkflowCallTrigger) {
        self.call = call
        self.trigger = trigger
    }

    /// Everything wrong with the inputs and secrets.
    var problems: [Diagnostic] {
        inputProblems + secretProblems
    }

    private var inputProblems: [Diagnostic] {
        let given = Fields(call.with)
        var problems: [Diagnostic] = []
        for (name, value) in given?.named ?? [] {
            guard let input = trigger.inputs.first(where: { $0.name.value.isSame(as: name.value) })
            else {
                problems.append(
                    undefined(
                        "Invalid input, \(name.value) is not defined in the referenced workflow.",
                        name,
                        value,
                        trigger.inputs.map(\.name.value)
                    )
                )
                continue
            }
            if !input.type.accepts(value) {
                problems.append(
                    Diagnostic(
                        .input,
                        "Unexpected value '\(value.plainText?.value ?? "")'",
                        at: value.span,
                        notes: ["the input's type is `\(input.type.rawValue)`"],
                        help: input.type.helpForText
                    )
                )
            }
        }
        guard given?.expressionKeys.isEmpty ?? true else {
            return problems
        }
        return problems
            + trigger.inputs.filter { input in
                input.isRequired && !(given?.has(input.name.value) ?? false)
            }.map { input in
                Diagnostic(
                    .input,
                    "Input \(input.name.value) is required, but not provided while calling.",
                    at: call.reference.span,
                    help: "add it below `with:`"
                )
            }
    }

    private var secretProblems: [Diagnostic] {
        var given: Fields?
        if let secrets = call.secrets {
            // Neither what is inherited nor what could not be read is known here.
            guard case .mapping(let value) = secrets, let fields = Fields(value) else {
                return []
            }
            given = fields
        }
        let unknown = (given?.named ?? []).filter { name, _ in
            !trigger.secrets.contains { $0.name.value.isSame(as: name.value) }
        }.map { name, value in
            undefined(
                "Invalid secret, \(name.value) is not defined in the referenced workflow.",
                name,
                value,
                trigger.secrets.map(\.name.value)
            )
        }
        let missing = trigger.secrets.filter { secret in
            secret.isRequired && !(given?.has(secret.name.value) ?? false)
        }.map { secret in
            Diagnostic(
                .input,
                "Secret \(secret.name.value) is required, but not provided while calling.",
                at: call.reference.span,
                help: "add it below `secrets:`, or write `secrets: inherit`"
            )
        }
        return unknown + (given?.expressionKeys.isEmpty ?? true ? missing : [])
    }

    private func undefined(
        _ message: String,
        _ name: Located<String>,
        _ value: ValueTemplate,
        _ known: [String]
    ) -> Diagnostic {
        let nearest = NearestMatch.nearest(to: name.value, in: known)
        return Diagnostic(
            .input,
            message,
            at: name.span,
            help: nearest.map { "did you mean `\($0)`?" } ?? "remove it",
            githubLocation: .at(value.span.start)
        )
    }
}

extension Fields {
    /// Whether there is an entry of a name, letter case aside.
    fileprivate func has(_ name: String) -> Bool {
        named.contains { $0.name.value.isSame(as: name) }
    }
}

extension String {
    /// Whether two names differ in letter case at most.
    fileprivate func isSame(as other: String) -> Bool {
        lowercased() == other.lowercased()
    }
}

extension InputType {
    /// How a value of the type is passed where there is only a text, such as an output.
    package var helpForText: String? {
        switch self {
        case .boolean: "write `true` or `false`, or make one of a text: `${{ fromJSON(…) }}`"
        case .number: "write a number, or make one of a text: `${{ fromJSON(…) }}`"
        case .string, .choice, .environment: nil
        }
    }

    /// Whether a value that is passed fits; what an expression gives is not known yet.
    fileprivate func accepts(_ value: ValueTemplate) -> Bool {
        switch value.content {
        case .template(let template):
            if case .formatted = template.content {
                self != .boolean && self != .number
            } else {
                true
            }
        case .boolean: self != .number
        case .number: self != .boolean
        default: self != .boolean && self != .number
        }
    }
}
