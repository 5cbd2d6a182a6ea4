import Diagnostics
import Expressions

/// What is said about a property that is not there.
struct PropertyWording {
    /// The property's name, as spelled.
    let name: String
    /// The expression it is read from.
    let base: ExpressionNode
    /// Where it is read.
    let visit: ExpressionVisit

    private var path: String { visit.text(of: base) }

    /// The context the property is read from, in lower case, when it is read from it directly.
    private var context: String? {
        if case .namedValue(let name) = base.kind { name.lowercased() } else { nil }
    }

    /// A property that an object has not.
    func unknown(in object: StaticObject) -> TypeRule.Wording {
        // Of very many names, as of steps, those nearby are enough.
        let nearest = NearestMatch.likely(for: name, in: object.names.suffix(200))
        let suggestion = nearest.map { "did you mean `\(path).\($0)`?" }
        switch context {
        case "secrets", "vars":
            return unknownValue(suggestion)
        case "needs":
            return unknownNeed(object, suggestion)
        case "steps":
            return TypeRule.Wording(
                code: .unknownProperty,
                message: "`steps` has no step `\(name)` here",
                notes: [stepNote(object)],
                help: suggestion
            )
        case "matrix":
            return TypeRule.Wording(
                code: .unknownProperty,
                message: "`matrix` has no property `\(name)`",
                notes: [
                    list("this job's matrix defines", object, none: "this job's matrix is empty")
                ],
                help: suggestion
            )
        case "inputs":
            return TypeRule.Wording(
                code: .unknownProperty,
                message: "`inputs` has no property `\(name)`",
                notes: [list("the inputs are", object, none: "no inputs are defined")],
                help: suggestion
            )
        default:
            let isShort = object.names.count <= 12
            return TypeRule.Wording(
                code: .unknownProperty,
                message: "`\(path)` has no property `\(name)`",
                notes: isShort ? [list("it has", object, none: "it is empty")] : [],
                help: suggestion
            )
        }
    }

    /// A property of a value that has none.
    func property(of type: StaticType) -> TypeRule.Wording {
        guard case .null = type else {
            return TypeRule.Wording(
                code: .unknownProperty,
                message:
                    "`\(path)` is \(type.kindName ?? "no object") and has no property `\(name)`",
                help: isArray(type) ? "write `\(path).*.\(name)` for that of each element" : nil
            )
        }
        let isOfEvent = context == nil && path.lowercased() == "github.event.inputs"
        let reason: String? =
            switch context {
            case "matrix": "this job has no matrix"
            case "inputs":
                "neither `workflow_dispatch` nor `workflow_call` stands below `on`"
            default: isOfEvent ? "`workflow_dispatch` does not stand below `on`" : nil
            }
        return TypeRule.Wording(
            code: .unknownProperty,
            message: "`\(path)` has no property `\(name)`",
            notes: reason.map { [$0] } ?? []
        )
    }

    private func isArray(_ type: StaticType) -> Bool {
        if case .array = type { true } else { false }
    }

    private func unknownValue(_ suggestion: String?) -> TypeRule.Wording {
        let isSecret = context == "secrets"
        if isSecret, visit.place.isCalledByName {
            return TypeRule.Wording(
                code: .unknownProperty,
                message: "`workflow_call` declares no secret `\(name)`",
                notes: ["no caller in this repository says `secrets: inherit`"],
                help: suggestion ?? "add it to `on.workflow_call.secrets`"
            )
        }
        let kind = isSecret ? "secret" : "variable"
        let option = isSecret ? "`-s \(name)`" : "`--var \(name)=VALUE`"
        return TypeRule.Wording(
            code: .unknownProperty,
            message: "no \(kind) `\(name)` is known here",
            help: suggestion
                ?? "add it to `\(isSecret ? ".secrets" : ".vars")`, or pass it with \(option)"
        )
    }

    /// A job that this one does not need.
    func unknownNeed(_ object: StaticObject, _ suggestion: String?) -> TypeRule.Wording {
        let isJob = visit.place.jobIDs.contains(name.lowercased())
        return TypeRule.Wording(
            code: .unknownProperty,
            message: "`needs` has no job `\(name)` here",
            notes: [list("this job needs", object, none: "this job has no `needs`")],
            help: isJob ? "add `\(name)` to the `needs` of this job" : suggestion
        )
    }

    private func stepNote(_ object: StaticObject) -> String {
        let id = name.lowercased()
        if visit.place.step?.id?.value.lowercased() == id {
            return "`\(name)` is this step itself, which has not run yet"
        }
        if object.comesLater(id) {
            return "`\(name)` is the id of a step further down, which has not run yet"
        }
        let isLate = visit.place.step == nil
        return list(
            isLate ? "the steps with an id are" : "the steps before this one with an id are",
            object,
            none: isLate ? "no step has an id" : "no step before this one has an id"
        )
    }

    private func list(_ lead: String, _ object: StaticObject, none: String) -> String {
        guard !object.names.isEmpty else {
            return none
        }
        let shown = object.names.suffix(Self.mostListed).map { "`\($0)`" }
        let rest = object.names.count - shown.count
        let more = rest > 0 ? " and \(rest) more" : ""
        return "\(lead) \(shown.joined(separator: ", "))\(more)"
    }

    /// Of longer lists only the last are shown: of steps, the nearest above.
    private static let mostListed = 20
}

extension NearestMatch {
    /// The word of `candidates` that somebody likely meant; of one or two letters nothing is told.
    static func likely(for word: String, in candidates: some Collection<String>) -> String? {
        word.utf8.count < 3 ? nil : nearest(to: word, in: candidates)
    }
}
