/// Why a scalar with `${{ }}` is no template, in GitHub's words.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package let problem: Problem

    /// The UTF-8 bytes of the scalar's text that show it.
    package let range: Range<Int>

    /// The kinds of mistakes.
    package enum Problem: Hashable, Sendable {
        /// `${{` without `}}`.
        case notClosed
        /// Nothing between `${{` and `}}`.
        case expressionExpected
        /// The key allows no expressions.
        case notAllowed
        /// What is between `${{` and `}}` is no expression.
        case invalid(ExpressionError)
        /// `${{ insert }}` in a place that is no mapping key.
        case insertNotSupported
        /// `${{ insert }}` with text beside it.
        case insertInText
        /// `${{ insert }}` with arguments.
        case insertParameters(count: Int)
    }

    /// The message without the place.
    package var description: String {
        switch problem {
        case .notClosed:
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} "
                + "sequence was not found."
        case .expressionExpected: "An expression was expected"
        case .notAllowed: "A template expression is not allowed in this context"
        case .invalid(let error): error.description
        case .insertNotSupported:
            "The expression directive 'insert' is not supported in this context"
        case .insertInText:
            "The directive 'insert' is not allowed in this context. Directives are not supported "
                + "for expressions that are embedded within a string. Directives are only "
                + "supported when the entire value is an expression."
        case .insertParameters(let count):
            "Exactly 0 parameter(s) were expected following the directive 'insert'. "
                + "Actual parameter count: \(count)"
        }
    }
}
