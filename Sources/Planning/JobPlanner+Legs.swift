import Diagnostics
import Expressions
import Workflows

extension JobPlanner {
    /// The legs of a job, each with its keys evaluated.
    func legs(
        of job: Job,
        work: StepsJob,
        needs: NeedsState
    ) throws(EvaluationFailure) -> [PlannedLeg] {
        let strategy = try strategy(of: job, needs: needs)
        var planned: [PlannedLeg] = []
        for leg in strategy.legs {
            let job = try plan(leg, of: job, work: work, strategy: strategy, needs: needs)
            planned.append(.job(job))
        }
        return planned
    }

    /// The key of a leg of a job.
    func key(of leg: MatrixLeg, of job: Job, total: Int) -> String {
        keyPrefix + (total > 1 ? "\(job.id) (\(leg.index + 1))" : job.id)
    }

    private func plan(
        _ leg: MatrixLeg,
        of job: Job,
        work: StepsJob,
        strategy: EvaluatedStrategy,
        needs: NeedsState
    ) throws(EvaluationFailure) -> PlannedJob {
        let facts = strategy.facts(of: leg)
        let reader = TemplateReader(context(needs: needs, more: Self.context(of: leg, facts)))
        return PlannedJob(
            key: key(of: leg, of: job, total: strategy.legs.count),
            name: try name(of: job, leg: leg, reader: reader),
            job: job,
            work: work,
            leg: leg,
            strategy: facts,
            runner: try RunnerRequest(work.runsOn, reader: reader),
            timeoutMinutes: try minutes(work.timeoutMinutes, else: 360, reader: reader),
            cancelTimeoutMinutes: try minutes(work.cancelTimeoutMinutes, else: 5, reader: reader),
            continueOnError: try work.continueOnError.map { (key) throws(EvaluationFailure) in
                try reader.boolean(key)
            } ?? false,
            environment: try work.environment.flatMap { (written) throws(EvaluationFailure) in
                try reader.environment(written)?.name
            },
            concurrency: try job.concurrency.map { (written) throws(EvaluationFailure) in
                try reader.concurrency(written)
            },
            permissions: granted(to: job),
            cacheMode: (job.cacheMode ?? cacheMode).limited(to: cacheLimit),
            needs: needs.context,
            calls: calls
        )
    }

    private func granted(to job: Job) -> Permissions? {
        let written = job.permissions ?? permissions
        guard isReadOnly else { return written }
        return written?.reading ?? .readingAll(at: job.idSpan)
    }

    /// Whole minutes; a fraction is cut off, and less than one counts as not set.
    private func minutes(
        _ key: Templated<Double>?,
        else fallback: Int,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> Int {
        guard let key else { return fallback }
        let minutes = try reader.number(key)
        return minutes >= 1 ? Int(min(minutes, 1_000_000)) : fallback
    }

    /// The display name of a leg, behind the name of the call that leads to it.
    func name(
        of job: Job,
        leg: MatrixLeg,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> String {
        namePrefix + (try ownName(of: job, leg: leg, reader: reader))
    }

    private func ownName(
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
}
