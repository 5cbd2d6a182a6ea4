import Diagnostics
import Expressions
import Workflows

extension RunPlan {
    /// The plan for people, ending with a line feed.
    ///
    /// Jobs in the order they could start, each with its legs, or why it has none, and its steps.
    package var text: String {
        var lines = ["\(workflow) (\(file)), started by `\(event)`"]
        let stages = Dictionary(grouping: jobs, by: \.stage)
        for stage in stages.keys.sorted() {
            lines.append("")
            lines.append("stage \(stage)")
            for job in stages[stage] ?? [] {
                lines += job.lines.map { "  " + $0 }
            }
        }
        // Names may hold anything; a terminal is to see none of it.
        return lines.map(Excerpt.visible).joined(separator: "\n") + "\n"
    }
}

extension PlannedJob {
    /// What a plan says of one leg of several.
    fileprivate var line: String {
        "  - \(name) on \(runner.text)" + (obstacle.map { ": not run here: \($0)" } ?? "")
    }
}

extension PlanEntry {
    /// The first line of a job: its id, and what becomes of it.
    var headLine: String { lines.first ?? id }

    /// What a plan says of the job below its first line.
    var innerLines: [String] { Array(lines.dropFirst()) }

    fileprivate var lines: [String] {
        let needs = needs.isEmpty ? "" : ", needs " + needs.joined(separator: ", ")
        switch fate {
        case .skipped(let reason): return ["\(id): skipped\(needs): \(reason)"]
        case .unresolved(let reason):
            return ["\(id): decided in the run\(needs): \(reason)"] + stepLines(steps)
        case .notRun(let reason): return ["\(id): not run here\(needs): \(reason)"]
        case .invalid(let reason): return ["\(id): fails\(needs): \(reason)"]
        case .calls(let calls): return calls.flatMap { callLines($0, needs: needs) }
        case .legs(let legs):
            guard legs.count == 1, let only = legs.first, only.strategy.jobTotal == 1 else {
                return ["\(id): \(legs.count) legs\(needs)"]
                    + legs.map(\.line) + stepLines(steps)
            }
            let plain = (only.calls.last.map { $0.name + " / " } ?? "") + id
            let name = only.name == plain ? "" : " \(only.name),"
            return ["\(id):\(name) on \(only.runner.text)\(needs)"] + stepLines(steps)
        }
    }

    private func callLines(_ call: PlanCall, needs: String) -> [String] {
        let name = call.call.leg.values == nil ? "" : " (\(call.call.name))"
        let jobs = call.jobs.sorted { $0.stage < $1.stage }
        return ["\(id)\(name): calls \(call.call.call.reference.value)\(needs)"]
            + jobs.flatMap(\.lines).map { "  " + $0 }
    }

    private func stepLines(_ steps: [Step], below parent: String? = nil) -> [String] {
        var lines: [String] = []
        for (index, step) in steps.enumerated() {
            let key = PlannedStep.key(index, below: parent)
            var line = "  \(key)  \(step.displayName)"
            if case .uses(let uses) = step.kind, step.name != nil {
                line += " (\(uses.reference.value))"
            }
            if let condition = step.condition?.expression {
                line += ", if \(condition.text)"
            }
            lines.append(line)
            lines += stepLines(step.innerSteps, below: key).map { "  " + $0 }
        }
        return lines
    }
}
