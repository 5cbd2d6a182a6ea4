/// The name of a function and how many arguments it takes; names ignore case.
package struct FunctionSignature: Sendable, Hashable {
    /// The name as GitHub documents it, such as `startsWith`.
    package let name: String

    /// The fewest arguments.
    package let minimum: Int

    /// The most arguments.
    package let maximum: Int

    /// Whether an even number of arguments is a mistake.
    package let requiresOddCount: Bool

    /// A function with this name, and this many arguments.
    package init(
        _ name: String,
        _ counts: ClosedRange<Int>,
        requiresOddCount: Bool = false
    ) {
        self.name = name
        minimum = counts.lowerBound
        maximum = counts.upperBound
        self.requiresOddCount = requiresOddCount
    }

    /// `hashFiles`, known to keys that are evaluated on the runner.
    package static let hashFiles = FunctionSignature("hashFiles", 1...ExpressionLimits.parameters)

    /// The status functions of a step, which take no arguments.
    package static let stepStatus = ["always", "cancelled", "success", "failure"].map {
        FunctionSignature($0, 0...0)
    }

    /// The status functions of a job: `success` and `failure` may name needed jobs.
    package static let jobStatus =
        ["always", "cancelled"].map { FunctionSignature($0, 0...0) }
        + ["success", "failure"].map { FunctionSignature($0, 0...Int.max) }
}
