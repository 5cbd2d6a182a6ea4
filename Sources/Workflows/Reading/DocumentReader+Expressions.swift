import Diagnostics
import Expressions
import YAMLSyntax

extension DocumentReader {
    /// What the text of a scalar is.
    enum ParsedText {
        /// It is, or holds, an expression.
        case template(Template)
        /// It is an expression that says nothing but a text.
        case literal(String)
        /// The error is reported.
        case failed
    }

    /// Parses the text of a scalar that holds `${{`.
    mutating func parseTemplate(
        _ scalar: YAMLScalar,
        at span: SourceSpan,
        in scope: Scope
    ) -> ParsedText {
        do throws(TemplateError) {
            let template = try parsed.template(scalar.text, in: scope)
            return template.literal.map(ParsedText.literal) ?? .template(template)
        } catch {
            report(expressionError(error, at: span, scope: scope))
            return .failed
        }
    }

    /// Parses a key that holds `${{`; nil when it cannot be, which is reported.
    mutating func readExpressionKey(
        _ scalar: YAMLScalar,
        at span: SourceSpan,
        in scope: Scope
    ) -> ValueTemplate.Key? {
        do throws(TemplateError) {
            let template = try Template.parse(
                scalar.text,
                scope: scope.names,
                allowsInsert: true
            )
            if case .insert = template.content {
                return .insert
            }
            parsed.note(template)
            return template.literal.map(ValueTemplate.Key.literal) ?? .template(template)
        } catch {
            report(expressionError(error, at: span, scope: scope))
            return nil
        }
    }

    /// Parses an `if`; an absent one and one that cannot be parsed, which is reported, give nil.
    ///
    /// `pre-if` and `post-if` are of the lifecycle kind, which gets no `success()` guard.
    mutating func condition(
        _ value: ValueTemplate?,
        in scope: Scope,
        isLifecycle: Bool = false
    ) -> Condition? {
        guard let value, let text = value.plainText else {
            return nil
        }
        warnOfText(in: text.value, at: value.span, scope)
        do throws(TemplateError) {
            return isLifecycle
                ? try parsed.lifecycleCondition(text.value, in: scope)
                : try parsed.condition(text.value, in: scope)
        } catch {
            report(expressionError(error, at: value.span, scope: scope))
            return nil
        }
    }

    /// Warns of an `if` with text beside `${{ }}`: the whole is a text then, and a text is true.
    private mutating func warnOfText(in text: String, at span: SourceSpan, _ scope: Scope) {
        guard Template.hasExpression(text),
            case .formatted = (try? parsed.template(text, in: scope))?.content
        else {
            return
        }
        report(
            Diagnostic(
                .conditionAlwaysTrue,
                severity: .warning,
                "this `if` is always true, as it is a text with an expression in it",
                at: span,
                help: Self.helpForText(text)
            )
        )
    }

    /// How a text becomes one expression; the line break that ends a block is easily overlooked.
    private static func helpForText(_ text: String) -> String {
        let isBlock =
            text.last == "\n" && text.dropLast().last == "}" && text.hasPrefix("${{")
            && text.components(of: "${{") == 1
        return isBlock
            ? "the line break after `}}` is the text: write `|-` or `>-` in place of `|` or `>`"
            : "write one expression, without `${{ }}` or with it around the whole"
    }

    private func expressionError(
        _ error: TemplateError,
        at span: SourceSpan,
        scope: Scope
    ) -> Diagnostic {
        let exact = ScalarText(of: span, in: file).span(ofText: error.range)
        return error.diagnostic(
            at: error.range.isEmpty ? span : exact,
            scope: scope.names,
            githubLocation: .at(span.start)
        )
    }
}

extension String {
    /// How often a part is in the text.
    fileprivate func components(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
