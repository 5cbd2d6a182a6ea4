package import Diagnostics
package import Expressions

/// An expression of the workflow that cannot be evaluated, or gives what its key cannot hold.
package struct EvaluationFailure: Error, Sendable, Hashable {
    /// What is wrong, in GitHub's words where it has some.
    package let message: String
    /// Where the workflow says it.
    package let span: SourceSpan

    /// Describes a failure.
    package init(message: String, span: SourceSpan) {
        self.message = message
        self.span = span
    }

    /// A value of a kind that its key cannot hold.
    package init(unexpected value: ExpressionValue, at span: SourceSpan) {
        self.init(message: Self.unexpected(value), span: span)
    }

    /// GitHub's words for a value of a kind that its key cannot hold.
    static func unexpected(_ value: ExpressionValue) -> String {
        switch value {
        case .array: "A sequence was not expected"
        case .object: "A mapping was not expected"
        case .null, .boolean, .number, .string: "Unexpected value '\(value.asString)'"
        }
    }

    /// The failure as it is shown to the user.
    package var diagnostic: Diagnostic {
        Diagnostic(code: .evaluationFailed, severity: .error, message: message, span: span)
    }
}
