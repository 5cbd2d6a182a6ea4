package import Diagnostics
package import Expressions

/// An expression of the workflow that cannot be evaluated, or gives what its key cannot hold.
package struct EvaluationFailure: Error, Sendable, Hashable {
    /// What is wrong, in GitHub's words where it has some.
    package let message: String
    /// Where the workflow says it.
    package let span: SourceSpan

    /// What to do about it, when that is known.
    package let help: String?

    /// Describes a failure.
    package init(message: String, span: SourceSpan, help: String? = nil) {
        self.message = message
        self.span = span
        self.help = help
    }

    /// A value of a kind that its key cannot hold.
    package init(unexpected value: ExpressionValue, at span: SourceSpan, help: String? = nil) {
        self.init(message: Self.unexpected(value), span: span, help: help)
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
        Diagnostic(.evaluationFailed, message, at: span, help: help)
    }
}
