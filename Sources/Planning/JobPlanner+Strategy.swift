import Diagnostics
import Expressions
import Workflows

/// A strategy with its matrix expanded.
struct EvaluatedStrategy {
    /// The legs in order; never empty.
    var legs: [MatrixLeg] = [.single]
    /// `fail-fast`.
    var failFast = true
    /// `max-parallel`; nil means no limit.
    var maxParallel: Int?

    /// The `strategy` context of a leg.
    func facts(of leg: MatrixLeg) -> StrategyFacts {
        StrategyFacts(
            failFast: failFast,
            jobIndex: leg.index,
            jobTotal: legs.count,
            // Where no matrix made the leg, GitHub does not look at the key.
            maxParallel: leg.values == nil ? 1 : maxParallel ?? legs.count
        )
    }

    /// Sets `max-parallel`: a fraction is cut off, and less than one is no limit.
    mutating func limit(to number: Double) {
        maxParallel = number >= 1 ? Int(min(number, 1_000_000)) : nil
    }
}

extension JobPlanner {
    /// The strategy of a job; without one, a single leg.
    func strategy(
        of job: Job,
        needs: NeedsState
    ) throws(EvaluationFailure) -> EvaluatedStrategy {
        guard let written = job.strategy else { return EvaluatedStrategy() }
        let reader = TemplateReader(context(needs: needs))
        switch written {
        case .fields(let fields):
            return try strategy(fields, of: job, reader: reader)
        case .whole(let whole):
            return try strategy(try reader.object(whole), of: job, at: whole.span)
        }
    }

    private func strategy(
        _ fields: Strategy.Fields,
        of job: Job,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> EvaluatedStrategy {
        var result = EvaluatedStrategy()
        if let failFast = fields.failFast {
            result.failFast = try reader.boolean(failFast)
        }
        if let maxParallel = fields.maxParallel {
            result.limit(to: try reader.number(maxParallel))
        }
        if let matrix = fields.matrix {
            result.legs = try expand(try reader.value(matrix), of: job, at: matrix.span)
        }
        return result
    }

    /// A strategy that was evaluated as a whole; its keys are held to the types of those written
    /// out.
    private func strategy(
        _ object: ExpressionObject,
        of job: Job,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> EvaluatedStrategy {
        var result = EvaluatedStrategy()
        for (key, value) in object.entries {
            switch (key, value) {
            case ("fail-fast", .boolean(let failFast)): result.failFast = failFast
            case ("max-parallel", .number(let number)): result.limit(to: number)
            case ("matrix", let matrix): result.legs = try expand(matrix, of: job, at: span)
            case ("fail-fast", _), ("max-parallel", _):
                throw EvaluationFailure(unexpected: value, at: span)
            default: throw EvaluationFailure(unexpected: .string(key), at: span)
            }
        }
        return result
    }

    private func expand(
        _ matrix: ExpressionValue,
        of job: Job,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [MatrixLeg] {
        do {
            return try MatrixExpansion.legs(of: matrix, job: job.id)
        } catch {
            throw EvaluationFailure(message: error.description, span: span)
        }
    }
}
