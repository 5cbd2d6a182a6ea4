import Diagnostics
import Expressions

extension PlanExplanation {
    /// The plan for programs, with a field `explanation`; without a final line feed.
    ///
    /// Shape of the field: `{"filters": [{"filter", "passes", "reason", "line", "column"}],
    /// "jobs": [{"id", "runs", "if", "facts": {}, "unknowns": [], "failure", "legs":
    /// [{"key": "vector"}], "excluded": [{"values": [], "item"}], "steps": [{"key", "answers":
    /// [{"legs": [], "runs", "if", …}], "steps": []}]}]}`; `runs` is a
    /// `ConditionExplanation.Answer`.
    package var json: String {
        let value = ExpressionValue.object([
            ("filters", .array((filters?.checks ?? []).map(\.value))),
            ("jobs", .array(jobs.map(\.value))),
        ])
        return plan.json(explanation: value.exactJSON)
    }
}

extension FilterVerdict.Check {
    fileprivate var value: ExpressionValue {
        var entries: [(String, ExpressionValue)] = [
            ("filter", .string(filter.rawValue)), ("passes", .boolean(passes)),
            ("reason", .string(reason)),
        ]
        if let span {
            entries.append(("line", .number(Double(span.start.line))))
            entries.append(("column", .number(Double(span.start.column))))
        }
        return .object(entries)
    }
}

extension JobExplanation {
    fileprivate var value: ExpressionValue {
        var entries: [(String, ExpressionValue)] = [("id", .string(id))] + condition.entries
        if let matrix {
            entries.append(("legs", .array(matrix.legs.map { .array($0.map(\.value)) })))
            entries.append(("excluded", .array(matrix.excluded.map(\.value))))
        }
        entries.append(("steps", .array(steps.map(\.value))))
        return .object(entries)
    }
}

extension StepExplanation {
    fileprivate var value: ExpressionValue {
        var entries: [(String, ExpressionValue)] = [
            ("key", .string(key)),
            (
                "answers",
                .array(
                    answers.map { answer in
                        let legs = ExpressionValue.array(answer.legs.map { .string($0) })
                        return .object([("legs", legs)] + answer.condition.entries)
                    }
                )
            ),
        ]
        if !steps.isEmpty { entries.append(("steps", .array(steps.map(\.value)))) }
        return .object(entries)
    }
}

extension ConditionExplanation {
    fileprivate var entries: [(String, ExpressionValue)] {
        var entries: [(String, ExpressionValue)] = [("runs", .string(answer.rawValue))]
        if let text { entries.append(("if", .string(text))) }
        if !facts.isEmpty {
            entries.append(("facts", .object(facts.map { ($0.text, .string($0.value)) })))
        }
        if !unknowns.isEmpty {
            entries.append(("unknowns", .array(unknowns.map { .string($0) })))
        }
        if let failure { entries.append(("failure", .string(failure))) }
        return entries
    }
}

extension MatrixOrigins.Origin {
    fileprivate var value: ExpressionValue {
        switch self {
        case .vector: "vector"
        case .extended(let item): ["extendedByInclude": .number(Double(item))]
        case .added(let item): ["addedByInclude": .number(Double(item))]
        }
    }
}

extension MatrixOrigins.Excluded {
    fileprivate var value: ExpressionValue {
        ["values": .array(values.map { .string($0) }), "item": .number(Double(item))]
    }
}
