import Diagnostics
import Expressions
import Workflows

extension JobPlanner {
    /// The legs of a job, each with its keys evaluated.
    func legs(
        of job: Job,
        work: StepsJob,
        needs: NeedsState
    ) throws(EvaluationFailure) -> [PlannedJob] {
        let strategy = try strategy(of: job, needs: needs)
        var planned: [PlannedJob] = []
        for leg in strategy.legs {
            planned.append(try plan(leg, of: job, work: work, strategy: strategy, needs: needs))
        }
        return planned
    }

    /// A strategy with its matrix expanded.
    private struct EvaluatedStrategy {
        var legs: [MatrixLeg] = [.single]
        var failFast = true
        var maxParallel: Int?

        func facts(of leg: MatrixLeg) -> StrategyFacts {
            StrategyFacts(
                failFast: failFast,
                jobIndex: leg.index,
                jobTotal: legs.count,
                maxParallel: maxParallel ?? legs.count
            )
        }
    }

    private func strategy(
        of job: Job,
        needs: NeedsState
    ) throws(EvaluationFailure) -> EvaluatedStrategy {
        let reader = TemplateReader(context(needs: needs))
        var result = EvaluatedStrategy()
        switch job.strategy {
        case nil:
            break
        case .fields(let fields):
            if let failFast = fields.failFast {
                result.failFast = try reader.boolean(failFast)
            }
            if let maxParallel = fields.maxParallel {
                result.maxParallel = Self.limit(try reader.number(maxParallel))
            }
            if let matrix = fields.matrix {
                result.legs = try expand(try reader.value(matrix), at: matrix.span)
            }
        case .expression(let template, let span):
            guard case .object(let object) = try reader.value(template, at: span) else { break }
            if case .boolean(let failFast) = object["fail-fast"] {
                result.failFast = failFast
            }
            if case .number(let maxParallel) = object["max-parallel"] {
                result.maxParallel = Self.limit(maxParallel)
            }
            if let matrix = object["matrix"] {
                result.legs = try expand(matrix, at: span)
            }
        }
        return result
    }

    private static func limit(_ maxParallel: Double) -> Int? {
        maxParallel >= 1 ? Int(min(maxParallel, 1_000_000)) : nil
    }

    private func expand(
        _ matrix: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> [MatrixLeg] {
        do {
            return try MatrixExpansion.legs(of: matrix)
        } catch {
            throw EvaluationFailure(message: error.description, span: span)
        }
    }

    private func plan(
        _ leg: MatrixLeg,
        of job: Job,
        work: StepsJob,
        strategy: EvaluatedStrategy,
        needs: NeedsState
    ) throws(EvaluationFailure) -> PlannedJob {
        let facts = strategy.facts(of: leg)
        let reader = TemplateReader(
            context(
                needs: needs,
                more: [("strategy", facts.context), ("matrix", leg.context)]
            )
        )
        let direct = needs.direct.map { ($0.id, $0.contextValue) }
        return PlannedJob(
            key: strategy.legs.count > 1 ? "\(job.id) (\(leg.index + 1))" : job.id,
            name: try name(of: job, leg: leg, reader: reader),
            job: job,
            work: work,
            leg: leg,
            strategy: facts,
            runner: try runner(work.runsOn, reader: reader),
            timeoutMinutes: try minutes(work.timeoutMinutes, reader: reader) ?? 360,
            cancelTimeoutMinutes: try minutes(work.cancelTimeoutMinutes, reader: reader) ?? 5,
            continueOnError: try work.continueOnError.map { (key) throws(EvaluationFailure) in
                try reader.boolean(key)
            } ?? false,
            environment: try environment(work.environment, reader: reader),
            needs: .object(direct),
            steps: PlannedStep.numbered(work.steps)
        )
    }

    private func minutes(
        _ key: Templated<Double>?,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> Int? {
        guard let key else { return nil }
        return Int(max(0, min(try reader.number(key), 1_000_000)))
    }

    private func environment(
        _ environment: JobEnvironment?,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> String? {
        guard let environment else { return nil }
        let name = try reader.text(environment.name)
        return name.isEmpty ? nil : name
    }

    private func name(
        of job: Job,
        leg: MatrixLeg,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> String {
        guard let template = job.name else {
            return JobName.name(base: job.id, segments: leg.nameSegments)
        }
        if let literal = template.value.literal {
            return JobName.name(base: literal, segments: leg.nameSegments)
        }
        let name = try reader.text(template)
        return name.isEmpty ? JobName.name(base: job.id, segments: leg.nameSegments) : name
    }

    private func runner(
        _ runsOn: RunsOn,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> RunnerRequest {
        switch runsOn {
        case .labels(let template):
            return try request(reader.value(template), at: template.span)
        case .group(let group, let labels, _):
            var name: String?
            if let group {
                name = try reader.text(group)
            }
            guard let labels else { return RunnerRequest(labels: [], group: name) }
            let request = try request(reader.value(labels), at: labels.span)
            return RunnerRequest(labels: request.labels, group: name)
        }
    }

    /// What an evaluated `runs-on` asks for: a label, labels, or an object with `group`/`labels`.
    private func request(
        _ value: ExpressionValue,
        at span: SourceSpan
    ) throws(EvaluationFailure) -> RunnerRequest {
        switch value {
        case .array(let array):
            let labels = array.elements.map(\.asString).filter { !$0.isEmpty }
            guard !labels.isEmpty else { throw EvaluationFailure(unexpected: "", at: span) }
            return RunnerRequest(labels: labels, group: nil)
        case .object(let object):
            let labels = try object["labels"].map { (labels) throws(EvaluationFailure) in
                try request(labels, at: span).labels
            }
            return RunnerRequest(labels: labels ?? [], group: object["group"]?.asString)
        case .null, .boolean, .number, .string:
            let label = value.asString
            guard !label.isEmpty else { throw EvaluationFailure(unexpected: "", at: span) }
            return RunnerRequest(labels: [label], group: nil)
        }
    }
}
