import Diagnostics
import Expressions
package import Workflows

extension JobPlanner {
    /// The planner for the jobs of a called workflow.
    package func inside(_ call: PlannedCall) -> JobPlanner {
        var inner = JobPlanner(
            contexts: Contexts(github: contexts.github, inputs: call.inputs, vars: contexts.vars),
            called: called,
            permissions: call.workflow.permissions ?? call.job.permissions ?? permissions,
            calls: calls + [call]
        )
        inner.obstacle = obstacle
        inner.isReadOnly = isReadOnly
        let granted = (call.job.cacheMode ?? cacheMode).limited(to: cacheLimit)
        inner.limitCaches(to: granted, of: call.workflow)
        return inner
    }

    /// The id of a job within the run: behind the ids of the jobs that call its file.
    package func id(of job: Job) -> String {
        idPrefix + job.id
    }

    /// The name of a job that has no legs, expressions unevaluated.
    package func plainName(of job: Job) -> String {
        namePrefix + (job.name?.value.source ?? job.id)
    }

    /// The key of a job that has no legs.
    package func plainKey(of job: Job) -> String {
        keyPrefix + job.id
    }

    /// The ids, within the run, of the jobs a job waits for; the first jobs of a called file wait
    /// for what the calling job needs.
    package func needs(of job: Job) -> [String] {
        guard job.needs.isEmpty else { return job.needs.map { idPrefix + $0.value } }
        for (depth, call) in calls.enumerated().reversed() where !call.job.needs.isEmpty {
            let prefix = calls[..<depth].map { $0.job.id + "/" }.joined()
            return call.job.needs.map { prefix + $0.value }
        }
        return []
    }

    private var idPrefix: String { calls.map { $0.job.id + "/" }.joined() }

    /// What keys of jobs begin with.
    var keyPrefix: String { calls.last.map { $0.key + "/" } ?? "" }

    /// What names of jobs begin with.
    var namePrefix: String { calls.last.map { $0.name + " / " } ?? "" }

    /// What becomes of a job that calls a workflow.
    func decide(
        _ call: ReusableCall,
        of job: Job,
        needs: NeedsState
    ) throws(EvaluationFailure) -> Decision {
        let reference = call.reference.value
        switch called.target(of: call) {
        case .unavailable(let reason):
            return .notRun(reason: "it calls `\(reference)`: \(reason)")
        case .workflow(let workflow):
            let strategy = try strategy(of: job, needs: needs)
            var legs: [PlannedLeg] = []
            for leg in strategy.legs {
                legs.append(
                    .call(try plan(leg, of: job, call, workflow, strategy: strategy, needs: needs))
                )
            }
            return .run(legs)
        }
    }

    private func plan(
        _ leg: MatrixLeg,
        of job: Job,
        _ call: ReusableCall,
        _ workflow: Workflow,
        strategy: EvaluatedStrategy,
        needs: NeedsState
    ) throws(EvaluationFailure) -> PlannedCall {
        let facts = strategy.facts(of: leg)
        let reader = TemplateReader(context(needs: needs, more: Self.context(of: leg, facts)))
        let configuration = workflow.on.trigger("workflow_call")?.configuration
        var definitions: [InputDefinition] = []
        if case .workflowCall(let trigger) = configuration { definitions = trigger.inputs }
        let inputs = try CallInputs(definitions: definitions, reader: reader).context(of: call)
        return PlannedCall(
            key: key(of: leg, of: job, total: strategy.legs.count),
            name: try name(of: job, leg: leg, reader: reader),
            job: job,
            call: call,
            workflow: workflow,
            leg: leg,
            strategy: facts,
            groups: try groups(of: job, workflow, inputs: inputs, reader: reader),
            inputs: inputs,
            needs: needs.context,
            calls: calls
        )
    }

    /// The groups of a call; that of the called workflow sees the inputs which are passed.
    ///
    /// Source: `concurrency` and `embedded-concurrency` of `ReusableWorkflowJob` in
    /// <https://github.com/actions/runner>
    private func groups(
        of job: Job,
        _ workflow: Workflow,
        inputs: ExpressionValue,
        reader: TemplateReader
    ) throws(EvaluationFailure) -> [ConcurrencyGroup] {
        var groups: [ConcurrencyGroup] = []
        if let written = job.concurrency {
            groups.append(try reader.concurrency(written))
        }
        if let written = workflow.concurrency {
            let inner = TemplateReader(
                EvaluationContext([
                    "github": contexts.github, "inputs": inputs, "vars": contexts.vars,
                ])
            )
            groups.append(try inner.concurrency(written))
        }
        return groups
    }

    /// What a call, whose inner `jobs` have all ended, gives to the jobs that need it.
    ///
    /// Values that came out empty are left out.
    package func outputs(
        of call: PlannedCall,
        jobs: [FinishedJob]
    ) throws(EvaluationFailure) -> [(name: String, value: String)] {
        let inner = inside(call)
        let jobs = ExpressionValue.object(jobs.map { ($0.id, $0.contextValue) })
        let reader = TemplateReader(
            inner.context(needs: NeedsState()) { $0 == "jobs" ? jobs : nil }
        )
        var outputs: [(name: String, value: String)] = []
        for output in call.trigger?.outputs ?? [] {
            let value = try reader.text(output.value)
            if !value.isEmpty { outputs.append((output.name.value, value)) }
        }
        return outputs
    }
}
