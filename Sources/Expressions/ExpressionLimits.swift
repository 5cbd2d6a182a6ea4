/// The limits GitHub sets to expressions.
package enum ExpressionLimits {
    /// The longest expression, in UTF-16 units.
    package static let length = 21_000

    /// The deepest tree; a leaf counts 1.
    package static let depth = 50

    /// Bytes one evaluation of an expression by itself may hold, as GitHub counts them.
    package static let memory = 1_048_576

    /// Bytes one evaluation may hold where the expression stands in a workflow or an action.
    ///
    /// Source: <https://github.com/actions/runner>, `PipelineTemplateEvaluator.MaxResultSize`
    package static let templateMemory = 10 * 1024 * 1024

    /// The most arguments a function takes unless it says otherwise.
    package static let parameters = 255

    /// Whether a text is longer than an expression may be.
    static func isTooLong(_ text: String) -> Bool {
        text.utf8.count > length && text.utf16.count > length
    }
}
