package import Expressions
package import Workflows

/// A job, or one leg of it, that is to run: all that is decided before a runner takes it.
package struct PlannedJob: Sendable {
    /// Unique within the run: the job's id, and for a leg of several `id (n)` with its index;
    /// behind the key of the call that leads to its workflow, such as `deploy/build (2)`.
    package let key: String
    /// The display name.
    package let name: String
    /// The job as written.
    package let job: Job
    /// What is written of its steps and containers.
    package let work: StepsJob
    /// The leg it is.
    package let leg: MatrixLeg
    /// The `strategy` context's values.
    package let strategy: StrategyFacts
    /// Where it may run.
    package let runner: RunnerRequest
    /// When it is cancelled, in minutes from its start.
    package let timeoutMinutes: Int
    /// How long steps may go on after a cancellation, in minutes.
    package let cancelTimeoutMinutes: Int
    /// Whether a failure of it lets the run pass.
    package let continueOnError: Bool
    /// The environment it deploys to; nil for none.
    package let environment: String?
    /// The group whose jobs and runs do not run at the same time; nil for none.
    package let concurrency: ConcurrencyGroup?
    /// What its token may do: its own `permissions`, else those around it; nil for what the
    /// repository grants.
    package let permissions: Permissions?
    /// What it may do with caches.
    package let cacheMode: CacheMode
    /// The `needs` context.
    package let needs: ExpressionValue
    /// The calls that lead to its workflow, from the run's own on; none for a job of that one.
    package let calls: [PlannedCall]
    /// Why it cannot be run here, as far as a plan knows; nil when nothing stands in the way.
    package var obstacle: String?

    /// The steps in order.
    package var steps: [PlannedStep] { PlannedStep.numbered(work.steps) }
}

/// A step of a planned job.
package struct PlannedStep: Sendable {
    /// Its place, from `1`; an inner step of a composite action is `3.1`.
    package let key: String
    /// The step as written.
    package let step: Step

    /// A step in its place.
    package init(key: String, step: Step) {
        self.key = key
        self.step = step
    }

    /// Numbers steps in order, below a parent's key when there is one.
    package static func numbered(_ steps: [Step], below parent: String? = nil) -> [PlannedStep] {
        steps.enumerated().map { index, step in
            PlannedStep(key: key(index, below: parent), step: step)
        }
    }

    /// The key of the step at an index, below a parent's key when there is one.
    static func key(_ index: Int, below parent: String?) -> String {
        (parent.map { $0 + "." } ?? "") + String(index + 1)
    }
}

/// What the `strategy` context says.
package struct StrategyFacts: Sendable, Hashable, Codable {
    /// Whether one failed leg cancels the others.
    package let failFast: Bool
    /// The leg's place, from 0.
    package let jobIndex: Int
    /// How many legs there are.
    package let jobTotal: Int
    /// How many of them may run at once.
    package let maxParallel: Int

    /// The context of a job without a strategy.
    package static let none = StrategyFacts(
        failFast: true,
        jobIndex: 0,
        jobTotal: 1,
        maxParallel: 1
    )

    /// The `strategy` context.
    package var context: ExpressionValue {
        .object([
            ("fail-fast", .boolean(failFast)), ("job-index", .number(Double(jobIndex))),
            ("job-total", .number(Double(jobTotal))),
            ("max-parallel", .number(Double(maxParallel))),
        ])
    }
}
