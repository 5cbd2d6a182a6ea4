package import Diagnostics
package import Expressions

extension ValueTemplate {
    /// The value in a context: literals as they are, expressions evaluated, arrays spliced,
    /// mappings merged.
    package func evaluate(
        in context: EvaluationContext
    ) throws(ValueError) -> ExpressionValue {
        switch content {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .number(let value): .number(value)
        case .string(let text): .string(text)
        case .template(let template): try Self.evaluate(template, at: span, in: context)
        case .sequence(let items): try Self.evaluate(items, in: context)
        case .mapping(let entries): try Self.evaluate(entries, in: context)
        }
    }

    private static func evaluate(
        _ template: Template,
        at span: SourceSpan,
        in context: EvaluationContext
    ) throws(ValueError) -> ExpressionValue {
        do throws(EvaluationError) {
            return try template.evaluate(in: context)
        } catch {
            throw ValueError(message: error.description, span: span)
        }
    }

    private static func evaluate(
        _ items: [ValueTemplate],
        in context: EvaluationContext
    ) throws(ValueError) -> ExpressionValue {
        var values: [ExpressionValue] = []
        for item in items {
            let value = try item.evaluate(in: context)
            if case .template = item.content, case .array(let array) = value {
                values += array.elements
            } else {
                values.append(value)
            }
        }
        return .array(values)
    }

    private static func evaluate(
        _ entries: [Entry],
        in context: EvaluationContext
    ) throws(ValueError) -> ExpressionValue {
        var merged = MergedEntries()
        for entry in entries {
            let value = try entry.value.evaluate(in: context)
            switch entry.key {
            case .literal(let key):
                try merged.add(key, value, at: entry.keySpan)
            case .template(let template):
                let key = try evaluate(template, at: entry.keySpan, in: context)
                guard key.isPrimitive else {
                    throw ValueError(
                        message: "a mapping's key has to be a text",
                        span: entry.keySpan
                    )
                }
                try merged.add(key.asString, value, at: entry.keySpan)
            case .insert:
                guard case .object(let object) = value else {
                    throw ValueError(
                        message: "`${{ insert }}` needs a mapping",
                        span: entry.value.span
                    )
                }
                for (key, value) in object.entries {
                    try merged.add(key, value, at: entry.keySpan)
                }
            }
        }
        return .object(merged.entries)
    }
}

/// The entries of a mapping as expressions bring them in; a key may come once only.
private struct MergedEntries {
    private(set) var entries: [(String, ExpressionValue)] = []
    private var keys: Set<String> = []

    mutating func add(
        _ key: String,
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(ValueError) {
        guard keys.insert(key.lowercased()).inserted else {
            throw ValueError(message: "'\(key)' is already defined", span: span)
        }
        entries.append((key, value))
    }
}

/// Why a value with expressions in it has none in some context.
package struct ValueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in GitHub's words where it has some.
    package let message: String
    /// The scalar or key it is about.
    package let span: SourceSpan

    /// The message alone.
    package var description: String { message }
}
