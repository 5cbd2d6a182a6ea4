package import Diagnostics
package import Expressions
package import Workflows

/// Evaluates what a workflow file holds, with GitHub's rules for the type each key needs.
///
/// A text that an expression gives is never turned into a boolean or a number.
package struct TemplateReader: Sendable {
    /// The contexts and functions that expressions see.
    package let context: EvaluationContext

    /// Reads with these contexts.
    package init(_ context: EvaluationContext) {
        var context = context
        context.memoryLimit = ExpressionLimits.templateMemory
        self.context = context
    }

    /// The text of a key; scalars of other types become text, arrays and objects are refused.
    package func text(_ template: Located<Template>) throws(EvaluationFailure) -> String {
        let value = try value(template.value, at: template.span)
        guard value.isPrimitive else {
            throw EvaluationFailure(unexpected: value, at: template.span)
        }
        return value.asString
    }

    /// The value of an expression or a text.
    package func value(
        _ template: Template,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> ExpressionValue {
        do {
            return try template.evaluate(in: context)
        } catch {
            throw EvaluationFailure(message: error.description, span: span)
        }
    }

    /// A boolean key.
    package func boolean(_ template: Templated<Bool>) throws(EvaluationFailure) -> Bool {
        switch template {
        case .literal(let value, _): return value
        case .expression(let template, let span):
            let value = try value(template, at: span)
            guard case .boolean(let result) = value else {
                throw EvaluationFailure(unexpected: value, at: span)
            }
            return result
        }
    }

    /// A number key.
    package func number(_ template: Templated<Double>) throws(EvaluationFailure) -> Double {
        switch template {
        case .literal(let value, _): return value
        case .expression(let template, let span):
            let value = try value(template, at: span)
            guard case .number(let result) = value else {
                throw EvaluationFailure(unexpected: value, at: span)
            }
            return result
        }
    }

    /// A whole YAML value, spliced sequences and inserted mappings included.
    package func value(_ template: ValueTemplate) throws(EvaluationFailure) -> ExpressionValue {
        do {
            return try template.evaluate(in: context)
        } catch {
            throw EvaluationFailure(message: error.message, span: error.span)
        }
    }

    /// A mapping whose keys are known when it is evaluated.
    func object(_ template: ValueTemplate) throws(EvaluationFailure) -> ExpressionObject {
        let value = try value(template)
        guard case .object(let object) = value else {
            throw EvaluationFailure(unexpected: value, at: template.span)
        }
        return object
    }

    /// A sequence whose items become text, such as the `args` of a container action.
    package func textSequence(_ template: ValueTemplate) throws(EvaluationFailure) -> [String] {
        guard case .array(let array) = try value(template) else {
            throw EvaluationFailure(message: "a sequence of texts is needed", span: template.span)
        }
        var texts: [String] = []
        for item in array.elements {
            guard item.isPrimitive else {
                throw EvaluationFailure(unexpected: item, at: template.span)
            }
            texts.append(item.asString)
        }
        return texts
    }

    /// A mapping whose values become text, such as `env` or `with`; an expression has to give one.
    package func textMapping(
        _ template: ValueTemplate
    ) throws(EvaluationFailure) -> [(name: String, value: String)] {
        let value = try value(template)
        guard case .object(let object) = value else {
            if case .null = template.content { return [] }
            throw EvaluationFailure(unexpected: value, at: template.span)
        }
        var entries: [(name: String, value: String)] = []
        for (name, value) in object.entries {
            guard value.isPrimitive else {
                throw EvaluationFailure(unexpected: value, at: template.span)
            }
            entries.append((name, value.asString))
        }
        return entries
    }

    /// An `if`, with the lines that GitHub's debug log has on it.
    package func tracedCondition(
        _ condition: Condition?,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> (holds: Bool, lines: [String]) {
        do {
            let (holds, trace) = try (condition ?? .success).trace(in: context)
            return (holds, trace.lines)
        } catch {
            throw EvaluationFailure(message: error.description, span: span)
        }
    }

    /// An `if`; an absent one is `success()`.
    package func condition(
        _ condition: Condition?,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> Bool {
        do {
            return try (condition ?? .success).evaluate(in: context)
        } catch {
            throw EvaluationFailure(message: error.description, span: span)
        }
    }
}
