import Diagnostics
import Expressions
import Workflows

extension PlanExplanation {
    /// The plan for people with the reasons of each job and step, ending with a line feed.
    ///
    /// A step without `if` runs unless a step before it fails, which is not said each time.
    package var text: String {
        var lines = ["\(plan.workflow) (\(plan.file)), started by `\(plan.event)`"]
        for check in filters?.checks ?? [] {
            let answer = check.passes ? "passes" : "does not pass"
            lines.append("  `\(check.filter.rawValue)` \(answer): \(check.reason)")
        }
        let reasons = Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let stages = Dictionary(grouping: plan.jobs, by: \.stage)
        for stage in stages.keys.sorted() {
            lines += ["", "stage \(stage)"]
            for entry in stages[stage] ?? [] {
                guard let reason = reasons[entry.id] else { continue }
                lines += entry.lines(reason).map { "  " + $0 }
            }
        }
        return lines.map(Excerpt.visible).joined(separator: "\n") + "\n"
    }
}

extension PlanEntry {
    fileprivate func lines(_ reason: JobExplanation) -> [String] {
        var lines = [headLine]
        switch fate {
        case .legs, .calls, .skipped:
            lines += reason.condition.lines(of: .job(hasNeeds: !needs.isEmpty))
        case .unresolved, .notRun, .invalid: lines += reason.condition.factLines
        }
        if case .legs(let legs) = fate, let matrix = reason.matrix {
            for leg in legs {
                lines.append("  - \(leg.name(among: legs)) on \(leg.runner.text)")
                lines.append("    \(matrix.text(of: leg.leg))")
            }
        }
        for excluded in reason.matrix?.excluded ?? [] {
            let values = excluded.values.joined(separator: ", ")
            lines.append("  - no leg, by item \(excluded.item) of `exclude`: \(values)")
        }
        switch fate {
        case .skipped, .notRun, .invalid: return lines
        case .calls: return lines + innerLines
        case .legs, .unresolved: return lines + stepLines(steps, reason.steps)
        }
    }

    private func stepLines(_ steps: [Step], _ reasons: [StepExplanation]) -> [String] {
        zip(steps, reasons).flatMap { step, reason in
            var lines = ["  \(reason.key)  \(step.displayName)"]
            for answer in reason.answers where answer.condition.text != nil {
                let legs = answer.legs.isEmpty ? "" : answer.legs.joined(separator: ", ") + ": "
                var own = answer.condition.lines(of: .step)
                if !own.isEmpty { own[0] = "  " + legs + own[0].drop { $0 == " " } }
                lines += own.map { "   " + $0 }
            }
            return lines + stepLines(step.innerSteps, reason.steps).map { "  " + $0 }
        }
    }
}

extension MatrixOrigins {
    /// A leg's values, with where those come from that no vector gives.
    fileprivate func text(of leg: MatrixLeg) -> String {
        guard let values = leg.values, legs.indices.contains(leg.index) else { return "" }
        return zip(values, legs[leg.index]).map { pair, origin in
            let text = "\(pair.key): \(Self.text(pair.value))"
            switch origin {
            case .vector: return text
            case .extended(let item): return "\(text) (by item \(item) of `include`)"
            case .added(let item): return "\(text) (of item \(item) of `include`)"
            }
        }.joined(separator: ", ")
    }
}

extension ConditionExplanation {
    /// What a condition is of.
    fileprivate enum Subject {
        case job(hasNeeds: Bool)
        case step

        /// What may have gone wrong before.
        var failure: String {
            if case .step = self { "a step before it fails" } else { "a job it needs fails" }
        }
    }

    /// The answer, and what the condition reads.
    fileprivate func lines(of subject: Subject) -> [String] {
        let condition = text.map { ": \($0)" } ?? ""
        return ["  \(sentence(of: subject))\(condition)"] + factLines
    }

    fileprivate var factLines: [String] {
        facts.map { "    \($0.text) is \($0.value)" }
    }

    private func sentence(of subject: Subject) -> String {
        switch answer {
        case .always: "runs, whatever happens before it"
        case .unlessFailed: "runs, unless \(subject.failure)"
        case .unlessCancelled: unlessCancelled(subject)
        case .onFailure: "runs only if \(subject.failure)"
        case .onCancellation: "runs only if the run is cancelled"
        case .unlessPassed: "runs only if \(subject.failure) or the run is cancelled"
        case .never: "does not run"
        case .unknown: "only a run can tell, for it reads \(unknownList)"
        case .fails: "fails: \(failure ?? "")"
        }
    }

    private func unlessCancelled(_ subject: Subject) -> String {
        if case .job(hasNeeds: false) = subject { return "runs" }
        return "runs, also if \(subject.failure), unless the run is cancelled"
    }

    private var unknownList: String { unknowns.map { "`\($0)`" }.joined(separator: ", ") }
}
