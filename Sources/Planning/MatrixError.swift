import Expressions

/// Why a matrix cannot be expanded, in GitHub's words where it has some.
package struct MatrixError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message.
    package let description: String

    /// An error of this wording.
    init(_ description: String) {
        self.description = description
    }

    /// A value of a kind that has no place where it stands.
    init(unexpected value: ExpressionValue) {
        description = EvaluationFailure.unexpected(value)
    }

    /// More legs than one matrix may have.
    static func tooManyLegs(_ count: String, job: String) -> MatrixError {
        MatrixError(
            "Strategy for job '\(job)' produced \(count) configurations which exceeds the "
                + "maximum of \(MatrixExpansion.limit) configurations"
        )
    }
}
