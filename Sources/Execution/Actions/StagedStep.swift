import Expressions
import Planning
import Workflows

/// A step at one of the moments it has work at.
struct StagedStep: Sendable {
    /// The step, with the key that this moment has in events: `3`, `3-pre`, `3-post`.
    let planned: PlannedStep
    /// The step's own key, which its stages have in common.
    let instance: String
    /// The moment.
    let stage: ActionStage
    /// What decides whether it has its turn; nil for `success()`.
    let condition: Condition?
    /// The name it is shown with, when that is known already.
    var name: String?

    /// A step when its own turn comes.
    init(_ planned: PlannedStep) {
        self.planned = planned
        instance = planned.key
        stage = .main
        condition = planned.step.isControl ? .always : planned.step.condition
    }

    /// The making of the image that the action of a step runs in, before all steps.
    init(imageOf step: Step, instance: String) {
        planned = PlannedStep(key: "\(instance)-image", step: step)
        self.instance = instance
        stage = .pre
        condition = nil
    }

    /// What the action of a step does before or after all steps; `parent` is the key of that stage
    /// of the composite action around it.
    init(
        _ step: Step,
        instance: String,
        stage: ActionStage,
        condition: Condition,
        below parent: String?,
        name: String? = nil
    ) {
        let number = instance.split(separator: ".").last ?? ""
        let key = parent.map { "\($0).\(number)" } ?? "\(instance)-\(stage.rawValue)"
        planned = PlannedStep(key: key, step: step)
        self.instance = instance
        self.stage = stage
        self.condition = condition
        self.name = name
    }
}
