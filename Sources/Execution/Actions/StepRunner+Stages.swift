import Expressions
import Planning
import Workflows

extension StepRunner {
    /// Runs a job's steps, and what their actions do before the first and after the last of them.
    ///
    /// Source: actions/runner `JobExtension.InitializeJob`, `StepsRunner.RunAsync`
    func runJob(_ steps: [PlannedStep], scope: inout StepScope, state: inout JobState) async {
        let all = steps.flatMap { step in
            [step] + PlannedStep.numbered(step.step.innerSteps, below: step.key)
        }
        await makeImages(for: all, &scope, &state)
        for step in all {
            guard let stage = beforehand(step.step, step.key, below: nil) else { continue }
            guard await run(stage, scope: &scope, state: &state, until: Interruption())
            else { break }
        }
        await run(steps, scope: &scope, state: &state, until: Interruption())
        for stage in afterwards(inside: nil, below: nil) {
            guard await run(stage, scope: &scope, state: &state, until: Interruption())
            else { break }
        }
    }

    /// What a step's action does before all steps; nil for nothing.
    ///
    /// Actions of the workspace have no such stage: their files are not there yet.
    func beforehand(_ step: Step, _ instance: String, below parent: String?) -> StagedStep? {
        guard case .uses(let uses) = step.kind,
            let condition = condition(beforehand: uses.reference.value, depth: 0)
        else { return nil }
        return StagedStep(
            step,
            instance: instance,
            stage: .pre,
            condition: condition,
            below: parent
        )
    }

    /// When an action does something before all steps; nil for never.
    ///
    /// What is wrong with it is said when the turn of its step comes.
    private func condition(beforehand reference: ActionReference, depth: Int) -> Condition? {
        guard depth <= Self.depthLimit, let path = job.setup.actions.folder(of: reference),
            let runs = try? ActionFolder(path: path, reference: reference).manifest().runs
        else { return nil }
        guard case .composite(let steps) = runs else {
            return runs.entry(of: .pre).map { _ in runs.condition(of: .pre) }
        }
        return hasPre(steps, depth: depth + 1) ? .always : nil
    }

    /// Whether an action among the steps of a composite one does something before all steps.
    func hasPre(_ steps: [Step], depth: Int = 0) -> Bool {
        steps.contains { step in
            guard case .uses(let uses) = step.kind else { return false }
            return condition(beforehand: uses.reference.value, depth: depth) != nil
        }
    }

    /// What is to be done after all steps; see `ActionMemory.posts`.
    func afterwards(inside instance: String?, below parent: String?) -> [StagedStep] {
        job.actions.posts(inside: instance).map { post in
            StagedStep(
                post.step,
                instance: post.instance,
                stage: .post,
                condition: post.condition,
                below: parent,
                name: post.name
            )
        }
    }

    /// Notes what an action that is about to begin will do after all steps.
    func register(_ runs: ActionRuns, _ attempt: Attempt, _ scope: StepScope) {
        guard runs.entry(of: .post) != nil else { return }
        registerPost(attempt, scope, condition: runs.condition(of: .post))
    }

    /// Notes that a step has something to do after all steps.
    func registerPost(_ attempt: Attempt, _ scope: StepScope, condition: Condition) {
        guard attempt.stage != .post else { return }
        let name = attempt.stage == .pre ? String(attempt.name.dropFirst(4)) : attempt.name
        job.actions.register(
            ActionMemory.Post(
                step: attempt.step,
                instance: attempt.instance,
                parent: scope.action?.instance,
                condition: condition,
                name: "Post \(name)"
            )
        )
    }
}
