package import Workflows

/// One leg of a job that is to run.
package enum PlannedLeg: Sendable {
    /// Steps on a runner.
    case job(PlannedJob)
    /// The jobs of another workflow file.
    case call(PlannedCall)

    /// Unique within the run.
    package var key: String {
        switch self {
        case .job(let job): job.key
        case .call(let call): call.key
        }
    }

    /// The display name.
    package var name: String {
        switch self {
        case .job(let job): job.name
        case .call(let call): call.name
        }
    }

    /// The job as written.
    package var job: Job {
        switch self {
        case .job(let job): job.job
        case .call(let call): call.job
        }
    }

    /// The leg of the matrix.
    package var leg: MatrixLeg {
        switch self {
        case .job(let job): job.leg
        case .call(let call): call.leg
        }
    }

    /// The `strategy` context's values.
    package var strategy: StrategyFacts {
        switch self {
        case .job(let job): job.strategy
        case .call(let call): call.strategy
        }
    }

    /// Whether a failure of it lets the run pass; of a call, its inner jobs say so.
    package var continueOnError: Bool {
        switch self {
        case .job(let job): job.continueOnError
        case .call: false
        }
    }
}
