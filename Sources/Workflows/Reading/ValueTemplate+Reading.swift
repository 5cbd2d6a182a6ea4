import Diagnostics
import Expressions

// Conversions of a value to the type its key has. A value of another type gives nil: the schema has
// reported it.
extension ValueTemplate {
    /// The text, or the template that gives one.
    var text: Located<Template>? {
        switch content {
        case .template(let template): Located(template, at: span)
        default: plainText.map { Located(Template(literal: $0.value), at: span) }
        }
    }

    /// The text, when it holds no expression.
    var plainText: Located<String>? {
        switch content {
        case .string(let text): Located(text, at: span)
        case .boolean(let value): Located(value ? "true" : "false", at: span)
        case .number(let value): Located(ExpressionValue.number(value).asString, at: span)
        case .null, .template, .sequence, .mapping: nil
        }
    }

    /// The text, when it holds no expression and is not blank.
    var filledText: Located<String>? {
        plainText.flatMap { $0.value.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    /// The boolean, or the expression that gives one.
    var boolean: Templated<Bool>? {
        switch content {
        case .boolean(let value): .literal(value, span)
        case .template(let template): .expression(template, span)
        default: nil
        }
    }

    /// The number, or the expression that gives one.
    var number: Templated<Double>? {
        switch content {
        case .number(let value): .literal(value, span)
        case .template(let template): .expression(template, span)
        default: nil
        }
    }

    /// The boolean, when it is written out.
    var plainBoolean: Bool? {
        if case .boolean(let value) = content { value } else { nil }
    }

    /// The items of a sequence.
    var items: [ValueTemplate]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// One text or a sequence of texts, none of them an expression.
    var texts: [Located<String>] {
        if let items {
            return items.compactMap(\.plainText)
        }
        return plainText.map { [$0] } ?? []
    }

    /// A mapping without the entry of a key; anything else as it is.
    func without(_ name: String) -> ValueTemplate {
        guard case .mapping(let entries) = content else { return self }
        let others = entries.filter { entry in
            if case .literal(name) = entry.key { false } else { true }
        }
        return ValueTemplate(.mapping(others), at: span)
    }

    /// The one expression that the value is.
    var wholeExpression: Template? {
        if case .template(let template) = content { template } else { nil }
    }
}
