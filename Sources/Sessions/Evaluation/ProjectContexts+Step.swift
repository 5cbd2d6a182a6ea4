import Expressions
import Planning
import Workflows

extension ProjectContexts {
    /// Adds what one step of a job sees: the steps before it, taken to go well, and its `env`.
    ///
    /// - Throws: `SessionError.unknownStep` and `SessionError.severalSteps`.
    mutating func addStep(
        _ word: String,
        of job: Job,
        environment: [(name: String, value: String)]
    ) throws(SessionError) {
        var steps: [PlannedStep] = []
        if case .steps(let work) = job.kind { steps = PlannedStep.numbered(work.steps) }
        let all = StepName.flat(steps)
        let chosen = all[try StepName.all(steps).index(of: word, job: job.id)]
        var past = PastSteps(contexts: values)
        let group = chosen.key.prefix { $0 != "." }
        for step in steps.prefix(while: { $0.key != group }) { past.take(step.step) }
        values["steps"] = past.contexts["steps"]
        remarks["steps"] = past.remark
        if case .object(let github)? = values["github"] {
            let name = ExpressionValue.string(chosen.step.contextName)
            values["github"] = .object(github.entries.map { ($0, $1) } + [("action", name)])
        }
        if let env = chosen.step.env { addEnvironment(environment, [env]) }
    }
}

/// The `steps` context as a run makes it that goes well.
private struct PastSteps {
    /// The contexts that the next step sees.
    var contexts: [String: ExpressionValue]
    private var records: [(id: String, value: ExpressionValue)] = []
    private var background: [Step] = []
    private var skipped: [String] = []
    private var count = 0

    init(contexts: [String: ExpressionValue]) { self.contexts = contexts }

    /// Takes in that the turn of a step has come.
    mutating func take(_ step: Step) {
        count += 1
        switch step.kind {
        case .run, .uses:
            if holds(step), step.background { background.append(step) } else { end(step) }
        case .parallel(let steps):
            for step in steps { end(step) }
        case .wait(let targets):
            let ids = targets.map { $0.value.lowercased() }
            endBackground { $0.id.map { ids.contains($0.value.lowercased()) } ?? false }
        case .waitAll: endBackground { _ in true }
        case .cancel(let target):
            endBackground(as: "cancelled") {
                $0.id?.value.lowercased() == target.value.lowercased()
            }
        }
        contexts["steps"] = .object(records.map { ($0.id, $0.value) })
    }

    /// What is to say when an expression names `steps`.
    var remark: String {
        guard count > 0 else { return "`steps` is empty: no step is before it" }
        let left = skipped.isEmpty ? "" : "; skipped: " + skipped.joined(separator: ", ")
        return "the steps before it are taken to have succeeded, without outputs\(left)"
    }

    private mutating func endBackground(
        as conclusion: String = "success",
        where isMeant: (Step) -> Bool
    ) {
        for step in background.filter(isMeant) { add(step, conclusion) }
        background.removeAll(where: isMeant)
    }

    private mutating func end(_ step: Step) {
        let isSkipped = !holds(step)
        if isSkipped { skipped.append("`\(step.id?.value ?? step.displayName)`") }
        add(step, isSkipped ? "skipped" : "success")
    }

    private mutating func add(_ step: Step, _ conclusion: String) {
        guard let id = step.id?.value else { return }
        let result = ExpressionValue.string(conclusion)
        records.append((id, ["outputs": .object([]), "outcome": result, "conclusion": result]))
    }

    /// Whether a step runs; what only a run can tell is taken to be so.
    private func holds(_ step: Step) -> Bool {
        let context = EvaluationContext(
            contexts,
            functions: [
                "always": { _ in true }, "success": { _ in true }, "failure": { _ in false },
                "cancelled": { _ in false },
            ]
        )
        return (try? step.condition?.truth(in: context, unknown: .beforeRun)) ?? true
    }
}

extension Condition.Unknown {
    /// What nobody can tell of a step before a run.
    fileprivate static let beforeRun = Condition.Unknown(functions: ["hashfiles"]) { reference in
        let names = reference.properties.map { $0.lowercased() }
        return switch reference.context {
        case "needs", "steps":
            names.count < 2 || !["outcome", "conclusion", "result"].contains(names[1])
        case "job": names.first != "status"
        case "env", "runner": true
        default: false
        }
    }
}
