import Execution
import Expressions
import Planning
import RunEvents

/// What is kept of one step that ran, or was skipped.
///
/// Shape: `{"name", "conclusion", "key", "id", "action", "status", "reached", "env": [["NAME",
/// "value"]]}`; all but the first two only where its expressions had their turn.
struct StepRecord: Sendable, Hashable {
    /// The name it was shown under.
    let name: String
    /// How it ended, after `continue-on-error`; nil where its job ended before it.
    let conclusion: Conclusion?
    /// Its key in events.
    var key = ""
    /// Its id, as written.
    var id: String?
    /// What its expressions saw; nil for what a job does before and after its steps.
    var moment: Moment?

    /// What its expressions saw, as far as it differs from what is kept of the job.
    struct Moment: Sendable, Hashable {
        /// `github.action`.
        let action: String
        /// `job.status`.
        let status: String
        /// How many entries the `steps` context had.
        let reached: Int
        /// What was otherwise in `env` than at the job's end, null for what was not there; nil
        /// where that had no room.
        var environment: [(name: String, value: ExpressionValue)]?
    }
}

extension StepRecord.Moment {
    /// Whether both are the same.
    static func == (left: Self, right: Self) -> Bool { left.value == right.value }

    /// Feeds what it holds into the hasher.
    func hash(into hasher: inout Hasher) { hasher.combine(value.exactJSON) }

    /// What a step saw, beside the `env` at the end of its job.
    init(_ moment: StepMoment, end: [String: String]) {
        action = moment.action
        status = moment.status.rawValue
        reached = moment.reached
        let seen = Dictionary(
            moment.environment.map { ($0.name, $0.value) },
            uniquingKeysWith: { $1 }
        )
        environment =
            seen.filter { end[$0.key] != $0.value }.sorted { $0.key < $1.key }
            .map { ($0.key, .string($0.value)) }
            + end.keys.filter { seen[$0] == nil }.sorted().map { ($0, .null) }
    }

    /// The `env` context of the step, made of that at the end of its job.
    func environment(end: ExpressionValue?) -> ExpressionValue {
        var entries: [(String, ExpressionValue)] = []
        if case .object(let object)? = end { entries = object.entries.map { ($0, $1) } }
        for (name, value) in environment ?? [] {
            entries.removeAll { $0.0 == name }
            if value != .null { entries.append((name, value)) }
        }
        return .object(entries, caseSensitive: true)
    }

    /// The changes of `env` as JSON has them.
    var changes: ExpressionValue {
        .array((environment ?? []).map { .array([.string($0.name), $0.value]) })
    }

    fileprivate var value: ExpressionValue { .object(entries) }

    fileprivate var entries: [(String, ExpressionValue)] {
        var entries: [(String, ExpressionValue)] = [
            ("action", .string(action)), ("status", .string(status)),
            ("reached", .number(Double(reached))),
        ]
        if environment != nil { entries.append(("env", changes)) }
        return entries
    }
}

extension StepRecord {
    /// The record as JSON has it.
    var value: ExpressionValue {
        var entries: [(String, ExpressionValue)] = [
            ("name", .string(name)), ("conclusion", .string(conclusion?.rawValue ?? "")),
        ]
        if !key.isEmpty { entries.append(("key", .string(key))) }
        if let id { entries.append(("id", .string(id))) }
        return .object(entries + (moment?.entries ?? []))
    }

    /// Reads a record.
    init(_ value: ExpressionValue) {
        name = value["name"]?.asString ?? ""
        conclusion = value["conclusion"].flatMap { Conclusion(rawValue: $0.asString) }
        key = value["key"]?.asString ?? ""
        id = value["id"]?.asString
        guard let status = value["status"]?.asString else { return }
        var environment: [(name: String, value: ExpressionValue)]?
        if case .array(let pairs)? = value["env"] {
            environment = pairs.elements.compactMap { pair in
                guard case .array(let pair) = pair, pair.elements.count == 2 else { return nil }
                return (pair.elements[0].asString, pair.elements[1])
            }
        }
        moment = Moment(
            action: value["action"]?.asString ?? "",
            status: status,
            reached: Int(value["reached"]?.asString ?? "") ?? 0,
            environment: environment
        )
    }
}
