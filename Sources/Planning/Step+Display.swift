import Expressions
package import Workflows

extension Step {
    /// The name as written, expressions unevaluated; without one, what the step does.
    package var displayName: String {
        if let name = name?.value.source, !name.isEmpty { return name }
        return defaultName
    }

    /// The name GitHub shows for a step that has none: what the step does.
    package var defaultName: String {
        switch kind {
        case .run(let run):
            let script = run.script.value.source.drop(while: \.isWhitespace)
            return "Run " + String(script.prefix { !$0.isNewline })
        case .uses(let uses): return "Run \(uses.reference.value)"
        case .wait: return "Wait"
        case .waitAll: return "Wait for all"
        case .cancel: return "Cancel"
        case .parallel: return "Parallel group"
        }
    }

    /// What kind of step it is: the key that makes it one, such as `run`.
    package var kindName: String {
        switch kind {
        case .run: "run"
        case .uses: "uses"
        case .wait: "wait"
        case .waitAll: "wait-all"
        case .cancel: "cancel"
        case .parallel: "parallel"
        }
    }
}
