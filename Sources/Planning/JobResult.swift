package import Expressions

/// `needs.<id>.result`.
package enum JobResult: String, Sendable, Hashable, Codable {
    case success, failure, cancelled, skipped
}

/// What a job left for the jobs that need it.
package struct FinishedJob: Sendable {
    /// The job's id, as written.
    package let id: String
    /// Its result, after a job-level `continue-on-error`.
    package let result: JobResult
    /// Its outputs, the legs of a matrix merged, in the order they were set.
    package let outputs: [(name: String, value: String)]

    /// Records a job's end.
    package init(id: String, result: JobResult, outputs: [(name: String, value: String)] = []) {
        self.id = id
        self.result = result
        self.outputs = outputs
    }

    /// One entry of the `needs` context.
    package var contextValue: ExpressionValue {
        .object([
            ("result", .string(result.rawValue)),
            ("outputs", .object(outputs.map { ($0.name, .string($0.value)) })),
        ])
    }
}

/// What is known of a run when the turn of a job comes.
package struct NeedsState: Sendable {
    /// The jobs it needs directly, in the order written.
    package let direct: [FinishedJob]
    /// All jobs it waits for, directly or through others.
    package let ancestors: [FinishedJob]
    /// True once the run was cancelled.
    package let isRunCancelled: Bool

    /// The `needs` context.
    var context: ExpressionValue {
        .object(direct.map { ($0.id, $0.contextValue) })
    }

    /// Gathers what is known.
    package init(
        direct: [FinishedJob] = [],
        ancestors: [FinishedJob] = [],
        isRunCancelled: Bool = false
    ) {
        self.direct = direct
        self.ancestors = ancestors
        self.isRunCancelled = isRunCancelled
    }
}
