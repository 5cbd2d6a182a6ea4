extension Step {
    /// The step as one of a file of another repository: `$/` names that repository at its ref.
    ///
    /// Source: actions/runner `ActionManager.ResolveSelfRepositoryReferences`
    fileprivate func inside(owner: String, name: String, ref: String) -> Step {
        switch kind {
        case .uses(let uses):
            guard case .sameRepository(let path) = uses.reference.value else { return self }
            let reference = ActionReference.repository(
                owner: owner,
                name: name,
                path: path,
                ref: ref
            )
            let step = UsesStep(
                reference: Located(reference, at: uses.reference.span),
                with: uses.with
            )
            return doing(.uses(step))
        case .parallel(let steps):
            return doing(.parallel(steps.map { $0.inside(owner: owner, name: name, ref: ref) }))
        case .run, .wait, .waitAll, .cancel:
            return self
        }
    }

    /// The same step, doing something else.
    private func doing(_ kind: Kind) -> Step {
        Step(
            id: id,
            contextName: contextName,
            span: span,
            name: name,
            condition: condition,
            conditionSpan: conditionSpan,
            env: env,
            continueOnError: continueOnError,
            timeoutMinutes: timeoutMinutes,
            background: background,
            kind: kind
        )
    }
}

extension ActionManifest {
    /// The manifest as that of an action of a repository, where `$/` names the repository.
    package func inside(owner: String, name: String, ref: String) -> ActionManifest {
        guard case .composite(let steps) = runs else { return self }
        var manifest = self
        manifest.runs = .composite(
            steps.map { $0.inside(owner: owner, name: name, ref: ref) }
        )
        return manifest
    }
}

extension Workflow {
    /// The workflow as one of another repository, where `$/` of a step names that repository.
    func inside(owner: String, name: String, ref: String) -> Workflow {
        var workflow = self
        workflow.jobs = jobs.map { job in
            guard case .steps(let work) = job.kind else { return job }
            let steps = work.steps.map { $0.inside(owner: owner, name: name, ref: ref) }
            return job.doing(.steps(work.with(steps)))
        }
        return workflow
    }
}

extension Job {
    /// The same job, doing something else.
    fileprivate func doing(_ kind: Kind) -> Job {
        Job(
            id: id,
            idSpan: idSpan,
            span: span,
            name: name,
            needs: needs,
            condition: condition,
            conditionSpan: conditionSpan,
            strategy: strategy,
            permissions: permissions,
            cacheMode: cacheMode,
            concurrency: concurrency,
            kind: kind
        )
    }
}

extension StepsJob {
    /// The same with other steps.
    fileprivate func with(_ steps: [Step]) -> StepsJob {
        StepsJob(
            runsOn: runsOn,
            environment: environment,
            outputs: outputs,
            env: env,
            defaults: defaults,
            timeoutMinutes: timeoutMinutes,
            cancelTimeoutMinutes: cancelTimeoutMinutes,
            continueOnError: continueOnError,
            container: container,
            services: services,
            snapshot: snapshot,
            steps: steps
        )
    }
}
