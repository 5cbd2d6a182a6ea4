import Expressions

/// A text with its expressions evaluated, each with what its parts came to.
struct EvaluatedText {
    /// The two kinds of texts.
    enum Parsed {
        /// One expression, without `${{ }}`.
        case expression(Expression)
        /// Text with expressions in `${{ }}`.
        case template(Template)
    }

    /// The value of the whole, or the first failure.
    let result: Result<ExpressionValue, EvaluationError>
    /// The expressions, in order.
    let expressions: [Expression]
    /// What the parts of each expression came to.
    let roots: [EvaluatedPart]

    /// Reads a text as an expression; if it is none and has `${{`, as a template.
    static func parse(_ text: String, scope: NameScope) throws(TemplateError) -> Parsed {
        let isTemplate = Template.hasExpression(text)
        do throws(ExpressionError) {
            return .expression(try Expression.parse(text, scope: scope))
        } catch {
            guard isTemplate else {
                throw TemplateError.invalid(error, offset: 0)
            }
            return .template(try Template.parse(text, scope: scope))
        }
    }

    /// Evaluates every expression of a text, up to the first that has no value.
    init(_ parsed: Parsed, in context: EvaluationContext) {
        switch parsed {
        case .expression(let expression):
            let (result, root) = expression.explain(in: context)
            (self.result, expressions, roots) = (result, [expression], [root])
        case .template(let template):
            expressions = template.expressions
            var roots: [EvaluatedPart] = []
            for expression in expressions {
                let (result, root) = expression.explain(in: context)
                roots.append(root)
                if case .failure = result { break }
            }
            self.roots = roots
            result = Result { () throws(EvaluationError) in try template.evaluate(in: context) }
        }
    }
}
