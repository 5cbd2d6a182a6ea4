extension Step {
    /// The step as one of a file of another repository: `$/` names that repository at its ref.
    ///
    /// Source: actions/runner `ActionManager.ResolveSelfRepositoryReferences`
    fileprivate func inside(owner: String, name: String, ref: String) -> Step {
        var step = self
        switch kind {
        case .uses(let uses):
            guard case .sameRepository(let path) = uses.reference.value else { return self }
            let reference = ActionReference.repository(
                owner: owner,
                name: name,
                path: path,
                ref: ref
            )
            step.kind = .uses(
                UsesStep(
                    reference: Located(reference, at: uses.reference.span),
                    with: uses.with
                )
            )
        case .parallel(let steps):
            step.kind = .parallel(steps.map { $0.inside(owner: owner, name: name, ref: ref) })
        default:
            return self
        }
        return step
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
            guard case .steps(var work) = job.kind else { return job }
            var job = job
            work.steps = work.steps.map { $0.inside(owner: owner, name: name, ref: ref) }
            job.kind = .steps(work)
            return job
        }
        return workflow
    }
}
