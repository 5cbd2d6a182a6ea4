import Diagnostics
import Expressions
import Workflows

/// The `inputs` context of a called workflow, made of what the call passes and of its defaults.
///
/// Source: <https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows>
struct CallInputs {
    /// The declared inputs.
    let definitions: [InputDefinition]
    /// Evaluates in the contexts of the calling job.
    let reader: TemplateReader

    /// The context: every declared input with a value of its type.
    ///
    /// What is passed has been held against what is declared when the files were read.
    func context(of call: ReusableCall) throws(EvaluationFailure) -> ExpressionValue {
        let given = try given(call)
        var entries: [(String, ExpressionValue)] = []
        for input in definitions {
            entries.append((input.name.value, try value(of: input, given: given)))
        }
        return .object(entries)
    }

    private struct Given {
        let name: String
        let value: ExpressionValue
        let span: SourceSpan
    }

    private func given(_ call: ReusableCall) throws(EvaluationFailure) -> [Given] {
        guard let with = call.with else { return [] }
        guard case .object(let object) = try reader.value(with) else { return [] }
        var spans: [String: SourceSpan] = [:]
        if case .mapping(let entries) = with.content {
            for entry in entries {
                if case .literal(let name) = entry.key {
                    spans[name.lowercased()] = entry.value.span
                }
            }
        }
        return object.entries.map { name, value in
            Given(name: name, value: value, span: spans[name.lowercased()] ?? with.span)
        }
    }

    private func value(
        of input: InputDefinition,
        given: [Given]
    ) throws(EvaluationFailure) -> ExpressionValue {
        let name = input.name.value.lowercased()
        if let given = given.first(where: { $0.name.lowercased() == name }) {
            return try typed(given.value, input.type, at: given.span)
        }
        if let fallback = input.defaultValue {
            return try typed(try reader.value(fallback), input.type, at: fallback.span)
        }
        switch input.type {
        case .boolean: return false
        case .number: return .number(0)
        case .string, .choice, .environment: return ""
        }
    }

    /// A value of the input's type: everything plain becomes a text, nothing becomes another type.
    private func typed(
        _ value: ExpressionValue,
        _ type: InputType,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> ExpressionValue {
        switch (type, value) {
        case (.boolean, .boolean), (.number, .number): return value
        case (.string, _), (.choice, _), (.environment, _):
            guard value.isPrimitive else { throw EvaluationFailure(unexpected: value, at: span) }
            return .string(value.asString)
        case (.boolean, _), (.number, _):
            throw EvaluationFailure(unexpected: value, at: span, help: type.helpForText)
        }
    }
}
