/// The text of a scalar, in which `${{ }}` may hold expressions.
package struct Template: Sendable {
    /// The scalar's text as written.
    package let source: String

    /// What the text says beyond itself, shared by all copies: workflows hold many templates.
    private let parsed: Parsed?

    private final class Parsed: Sendable {
        let content: Content

        init(_ content: Content) {
            self.content = content
        }
    }

    /// What all copies of a template with expressions have in common; nil for plain text.
    package var identity: ObjectIdentifier? { parsed.map(ObjectIdentifier.init) }

    /// What the text says.
    package var content: Content { parsed?.content ?? .literal(source) }

    /// The shapes of a template.
    package enum Content: Sendable {
        /// Text without expressions, or one expression that is nothing but a string.
        case literal(String)
        /// One expression and nothing beside it: the value keeps its kind.
        case expression(Expression)
        /// Text with expressions in it: the value is a string.
        case formatted([Segment])
        /// The whole text is `${{ insert }}`, a key whose value is merged into its mapping.
        case insert
    }

    /// A stretch of text, or an expression between such.
    package enum Segment: Sendable {
        /// Text as written.
        case literal(String)
        /// An expression whose value becomes text.
        case expression(Expression)
    }

    /// A template that says this text, whatever it contains.
    package init(literal text: String) {
        let isPlain = TemplateScanner.firstOpening(in: text) == nil
        source = isPlain ? text : "${{ \(ExpressionValue.string(text).literalText) }}"
        parsed = isPlain ? nil : Parsed(.literal(text))
    }

    private init(plain text: String) {
        source = text
        parsed = nil
    }

    private init(source: String, content: Content) {
        self.source = source
        parsed = Parsed(content)
    }

    /// Parses the text of a scalar.
    ///
    /// Text without `${{` costs one search.
    ///
    /// - Parameters:
    ///   - text: the scalar's text.
    ///   - scope: the names its expressions may use.
    ///   - allowsInsert: whether the scalar is a mapping key, which may be `${{ insert }}`.
    /// - Returns: the template, ready to be evaluated.
    /// - Throws: the first mistake; its range is within the text.
    package static func parse(
        _ text: String,
        scope: NameScope,
        allowsInsert: Bool = false
    ) throws(TemplateError) -> Template {
        guard let opening = TemplateScanner.firstOpening(in: text) else {
            return Template(plain: text)
        }
        var scanner = TemplateScanner(text, scope: scope)
        let content = try scanner.scan(from: opening)
        if case .insert = content, !allowsInsert {
            throw TemplateError(problem: .insertNotSupported, range: 0..<text.utf8.count)
        }
        return Template(source: text, content: content)
    }

    /// Whether a text holds at least one `${{`.
    package static func hasExpression(_ text: String) -> Bool {
        TemplateScanner.firstOpening(in: text) != nil
    }

    /// The text when no expression is involved.
    package var literal: String? {
        guard let parsed else { return source }
        guard case .literal(let text) = parsed.content else { return nil }
        return text
    }

    /// The expressions in order.
    package var expressions: [Expression] {
        switch content {
        case .literal, .insert: []
        case .expression(let expression): [expression]
        case .formatted(let segments):
            segments.compactMap { segment in
                guard case .expression(let expression) = segment else { return nil }
                return expression
            }
        }
    }

    /// The one expression GitHub makes of the template: as written, or a call of `format`.
    package var expressionText: String? {
        switch content {
        case .literal, .insert: nil
        case .expression(let expression): expression.text
        case .formatted(let segments): Segment.formatCall(segments)
        }
    }

    /// The value in a context: of its own kind for a lone expression, else a string.
    package func evaluate(
        in context: EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        switch content {
        case .literal(let text): return .string(text)
        case .insert: return .string(source)
        case .expression(let expression): return try expression.evaluate(in: context)
        case .formatted(let segments):
            var text = BoundedText(limit: context.memoryLimit / 2)
            for segment in segments {
                var piece = ""
                switch segment {
                case .literal(let literal): piece = literal
                case .expression(let expression):
                    piece = try expression.evaluate(in: context).asString
                }
                do throws(TextLimitExceeded) {
                    try text.append(piece)
                } catch {
                    throw .memoryExceeded(expression: expressionText ?? source)
                }
            }
            return .string(text.text)
        }
    }
}

extension Template.Segment {
    /// The call of `format` that stands for these segments.
    static func formatCall(_ segments: [Template.Segment]) -> String {
        var format = ""
        var arguments = ""
        var count = 0
        for segment in segments {
            switch segment {
            case .literal(let text):
                format += text.doubling([UInt8(ascii: "'"), UInt8(ascii: "{"), UInt8(ascii: "}")])
            case .expression(let expression):
                format += "{\(count)}"
                arguments += ", \(expression.text)"
                count += 1
            }
        }
        return "format('\(format)'\(arguments))"
    }
}

/// Two templates are equal when their texts are.
extension Template: Hashable {
    /// Whether both have the same text.
    package static func == (left: Template, right: Template) -> Bool {
        left.source == right.source
    }

    /// Feeds the text into the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(source)
    }
}

/// A template is stored as its text.
extension Template: Codable {
    /// Writes the text.
    package func encode(to encoder: any Encoder) throws {
        try source.encode(to: encoder)
    }

    /// Reads a text that was a template before: names are not checked again.
    package init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        self = try Template.parse(text, scope: .unchecked, allowsInsert: true)
    }
}
