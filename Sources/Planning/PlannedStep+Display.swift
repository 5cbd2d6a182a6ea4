import Expressions
import Workflows

extension PlannedStep {
    /// The name as written, expressions unevaluated; without one, what the step does.
    package var displayName: String {
        if let name = step.name?.value.source, !name.isEmpty { return name }
        switch step.kind {
        case .run(let run):
            let script = run.script.value.source.drop(while: \.isWhitespace)
            return "Run " + script.prefix { !$0.isNewline }
        case .uses(let uses): return "Run \(uses.reference.value)"
        case .wait: return "Wait"
        case .waitAll: return "Wait for all"
        case .cancel: return "Cancel"
        case .parallel: return "Parallel group"
        }
    }

    /// What kind of step it is: the key that makes it one, such as `run`.
    package var kindName: String {
        switch step.kind {
        case .run: "run"
        case .uses: "uses"
        case .wait: "wait"
        case .waitAll: "wait-all"
        case .cancel: "cancel"
        case .parallel: "parallel"
        }
    }

    /// The steps of a `parallel` group, numbered below it.
    package var innerSteps: [PlannedStep] {
        guard case .parallel(let steps) = step.kind else { return [] }
        return Self.numbered(steps, below: key)
    }
}
