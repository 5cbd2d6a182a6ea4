import Execution
import Expressions
import RunEvents

/// What is kept of one job, or leg, when it has ended: one line of its run's file.
///
/// Shape: `{"key", "conclusion", "steps": [], "leftOut": [["steps", "x"]], "contexts": {"github":
/// {}, "env": [["NAME", "value"]]}}`. `env` is a list because its names differ in case.
struct JobRecord: Sendable {
    /// The job's key in events.
    let key: String
    /// How it ended.
    let conclusion: Conclusion
    /// Its steps in the order they began.
    let steps: [StepRecord]
    /// The contexts by lower-case name, masked.
    let contexts: [String: ExpressionValue]
    /// What had no room, each by the keys that lead to it from the contexts on.
    let leftOut: [[String]]

    /// What a job leaves, as far as there is room for its contexts, in bytes of JSON.
    ///
    /// `steps` are those that events told of.
    init(
        _ job: EndedJob,
        steps: [(key: String, name: String, conclusion: Conclusion?)],
        room: Int
    ) {
        key = job.key
        conclusion = job.conclusion
        var budget = RecordBudget(room: room)
        let all = ExpressionValue.object(job.contexts.map { ($0.name, $0.value) })
        contexts = budget.fit(all).flatMap(Self.byName) ?? [:]
        leftOut = budget.leftOut
        var end: [String: String] = [:]
        if case .object(let env)? = contexts["env"] {
            for (name, value) in env.entries { end[name] = value.asString }
        }
        let moments = Dictionary(job.moments.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        self.steps = steps.map { key, name, conclusion in
            var step = StepRecord(name: name, conclusion: conclusion, key: key)
            guard let moment = moments[key] else { return step }
            step.id = moment.id
            var kept = StepRecord.Moment(moment, end: end)
            if budget.fit(kept.changes) == nil { kept.environment = nil }
            step.moment = kept
            return step
        }
    }

    /// The line that says it, without a line feed.
    var line: String {
        let contexts = contexts.sorted { $0.key < $1.key }.map { name, value in
            (name, name == "env" ? value.asPairs : value)
        }
        let value: ExpressionValue = [
            "key": .string(key), "conclusion": .string(conclusion.rawValue),
            "steps": .array(steps.map(\.value)),
            "leftOut": .array(leftOut.map { .array($0.map { .string($0) }) }),
            "contexts": .object(contexts),
        ]
        return value.exactJSON
    }

    private static func byName(_ value: ExpressionValue) -> [String: ExpressionValue]? {
        guard case .object(let object) = value else { return nil }
        return Dictionary(
            object.entries.map { ($0.lowercased(), $1) },
            uniquingKeysWith: { $1 }
        )
    }
}

extension JobRecord {
    /// Reads the line; nil when it is none.
    init?(line: String) {
        guard let value = try? ExpressionValue(json: line), let key = value["key"]?.asString,
            let conclusion = value["conclusion"].flatMap({ Conclusion(rawValue: $0.asString) }),
            var contexts = value["contexts"].flatMap(Self.byName)
        else { return nil }
        contexts["env"] = contexts["env"].map { env in
            .object(
                env.elements.compactMap { pair in
                    pair.elements.count == 2
                        ? (pair.elements[0].asString, pair.elements[1]) : nil
                },
                caseSensitive: true
            )
        }
        self.key = key
        self.conclusion = conclusion
        self.contexts = contexts
        steps = (value["steps"]?.elements ?? []).map(StepRecord.init)
        leftOut = (value["leftOut"]?.elements ?? []).map { $0.elements.map(\.asString) }
    }
}

extension ExpressionValue {
    /// The elements of an array; none of anything else.
    fileprivate var elements: [ExpressionValue] {
        if case .array(let array) = self { array.elements } else { [] }
    }

    /// An object's entries as an array of pairs.
    fileprivate var asPairs: ExpressionValue {
        guard case .object(let object) = self else { return .array([]) }
        return .array(object.entries.map { .array([.string($0), $1]) })
    }
}
