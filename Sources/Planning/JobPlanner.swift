package import Expressions
package import Workflows

/// Decides, when the turn of a job comes, whether it runs and as which legs.
///
/// The order is GitHub's: `if` first, without matrix; then the strategy; then each leg's keys.
package struct JobPlanner: Sendable {
    /// The contexts every job of a run sees.
    package struct Contexts: Sendable {
        /// `github`.
        package let github: ExpressionValue
        /// `inputs`.
        package let inputs: ExpressionValue
        /// `vars`.
        package let vars: ExpressionValue

        /// Gathers them.
        package init(github: ExpressionValue, inputs: ExpressionValue, vars: ExpressionValue) {
            self.github = github
            self.inputs = inputs
            self.vars = vars
        }
    }

    /// What becomes of a job.
    package enum Decision: Sendable {
        /// Its condition is false.
        case skip(reason: String)
        /// It cannot be planned: the job fails before it starts.
        case fail(EvaluationFailure)
        /// It calls a workflow that is not to be had here.
        case notRun(reason: String)
        /// These legs run.
        case run([PlannedLeg])
    }

    /// What every job of the workflow sees.
    package let contexts: Contexts
    /// The files that are called.
    package let called: CalledWorkflows
    /// What the tokens of jobs without `permissions` may do; nil for what the repository grants.
    let permissions: Permissions?
    /// The calls that lead to the workflow, from the run's own on; none for that one.
    package let calls: [PlannedCall]
    /// Whether the tokens of all jobs may read alone, whatever is written.
    package var isReadOnly = false
    /// What jobs without `cache-mode` may do with caches.
    package var cacheMode = CacheMode.write
    /// What the jobs of a called workflow may do at most.
    private(set) var cacheLimit = CacheMode.write
    /// Why a job cannot be run here; asked where nothing is run, as an engine says it for itself.
    package var obstacle: (@Sendable (PlannedJob) -> String?)?

    /// Plans the run's own workflow with these contexts.
    ///
    /// - Parameters:
    ///   - contexts: what every job sees.
    ///   - called: the files that the workflow calls, directly and through others.
    ///   - permissions: those of the workflow.
    package init(
        contexts: Contexts,
        called: CalledWorkflows = CalledWorkflows(),
        permissions: Permissions? = nil
    ) {
        self.init(contexts: contexts, called: called, permissions: permissions, calls: [])
    }

    /// Plans the workflow that `calls` lead to.
    init(
        contexts: Contexts,
        called: CalledWorkflows,
        permissions: Permissions?,
        calls: [PlannedCall]
    ) {
        self.contexts = contexts
        self.called = called
        self.permissions = permissions
        self.calls = calls
    }

    /// Lets the jobs of a called workflow do with caches what the call lets them do.
    mutating func limitCaches(to granted: CacheMode, of workflow: Workflow) {
        cacheLimit = granted
        cacheMode = workflow.cacheMode ?? granted
    }

    /// The decision for one job.
    package func decide(_ job: Job, needs: NeedsState) -> Decision {
        do {
            guard try isWanted(job, needs: needs) else {
                return .skip(reason: skipReason(job, needs: needs))
            }
            switch job.kind {
            case .call(let call): return try decide(call, of: job, needs: needs)
            case .steps(let work):
                return decide(try legs(of: job, work: work, needs: needs))
            }
        } catch {
            return .fail(error)
        }
    }

    /// Marks the legs that cannot be run here.
    private func decide(_ legs: [PlannedLeg]) -> Decision {
        guard let obstacle else { return .run(legs) }
        var marked: [PlannedLeg] = []
        var reasons: [String] = []
        for leg in legs {
            guard case .job(var job) = leg, let reason = obstacle(job) else {
                marked.append(leg)
                continue
            }
            job.obstacle = reason
            reasons.append(reason)
            marked.append(.job(job))
        }
        guard let first = reasons.first, reasons.count == legs.count else { return .run(marked) }
        return .notRun(reason: first)
    }

    /// What a job's `if` says.
    package func isWanted(_ job: Job, needs: NeedsState) throws(EvaluationFailure) -> Bool {
        guard let condition = job.condition else {
            return JobStatusFunctions(needs).isSuccess
        }
        let reader = TemplateReader(
            context(needs: needs, functions: JobStatusFunctions(needs).table)
        )
        return try reader.condition(condition, at: job.conditionSpan ?? job.span)
    }

    /// The contexts that a job's `if` sees, and as `job` the status that its functions tell.
    package func contexts(
        ofConditionWith needs: NeedsState
    ) -> [(name: String, value: ExpressionValue)] {
        [
            ("github", contexts.github), ("inputs", contexts.inputs),
            ("job", .object([("status", .string(JobStatusFunctions(needs).status))])),
            ("needs", needs.context), ("vars", contexts.vars),
        ]
    }

    /// What the keys of a leg see besides, made when they ask for it.
    static func context(
        of leg: MatrixLeg,
        _ facts: StrategyFacts
    ) -> @Sendable (_ name: String) -> ExpressionValue? {
        { name in
            switch name {
            case "strategy": facts.context
            case "matrix": leg.context
            default: nil
            }
        }
    }

    /// The evaluation context of a job's keys, with what else is known by lower-case name.
    func context(
        needs: NeedsState,
        more: (@Sendable (_ name: String) -> ExpressionValue?)? = nil,
        functions: [String: EvaluationContext.Function] = [:]
    ) -> EvaluationContext {
        let contexts = contexts
        return EvaluationContext(functions: functions) { name in
            switch name {
            case "github": contexts.github
            case "inputs": contexts.inputs
            case "vars": contexts.vars
            case "needs": needs.context
            default: more?(name)
            }
        }
    }

    /// Why a job whose condition is false does not run.
    ///
    /// With a condition of its own that `success()` guards, what went wrong before comes first.
    private func skipReason(_ job: Job, needs: NeedsState) -> String {
        let written = job.condition?.expression?.text
        if let written, job.condition?.isGuarded == false {
            return "its `if` is false: \(written)"
        }
        if needs.isRunCancelled { return "the run was cancelled" }
        let before = needs.direct + needs.ancestors
        guard let bad = before.first(where: { $0.result != .success }) else {
            return "its `if` is false: \(written ?? "success()")"
        }
        let what =
            switch bad.result {
            case .failure: "failed"
            case .cancelled: "was cancelled"
            case .skipped, .success: "was skipped"
            }
        return "`\(bad.id)`, which it needs, \(what)"
    }
}
