import Expressions
import Workflows

extension ConformanceDocument {
    /// One step.
    func step(_ step: Step) -> [String: Any] {
        var json: [String: Any] = [:]
        json["id"] = step.contextName
        json["name"] = step.name.map(token.text)
        json["continue-on-error"] = step.continueOnError.map(token.boolean)
        json["timeout-minutes"] = step.timeoutMinutes.map(token.number)
        json["env"] = step.env.map(token.value)
        json["background"] = step.background ? true : nil
        switch step.kind {
        case .run(let run):
            json["if"] = token.condition(step.condition)
            json["run"] = token.text(run.script)
            json["shell"] = run.shell.map(token.text)
            json["working-directory"] = run.workingDirectory.map(token.text)
        case .uses(let uses):
            json["if"] = token.condition(step.condition)
            json["uses"] = "\(uses.reference.value)"
            json["with"] = uses.with.map(token.value)
        case .wait(let targets):
            json["name"] = json["name"] ?? "Wait"
            json["wait"] = targets.map(\.value)
        case .waitAll:
            json["name"] = json["name"] ?? "Wait for all"
            json["wait-all"] = true
        case .cancel(let target):
            json["name"] = json["name"] ?? "Cancel"
            json["cancel"] = target.value
        case .parallel(let steps):
            json["name"] = json["name"] ?? "Parallel group"
            json["parallel"] = steps.map(self.step)
        }
        return json
    }
}
