import Diagnostics
import Expressions

/// What the types of an expression rule out: properties nobody has, arguments no function takes.
enum TypeRule {
    /// Reports what the typer found.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        for finding in visit.findings where !isGuard(finding.problem) {
            let wording = wording(finding.problem, visit)
            report.warn(
                wording.code,
                wording.message,
                in: visit,
                at: finding.range,
                notes: wording.notes,
                help: wording.help
            )
        }
    }

    /// Whether a comparison only keeps out a value that the matrix happens not to have.
    private static func isGuard(_ problem: TypeFinding.Problem) -> Bool {
        guard case .neverEqual(.notEqual, let left, let right) = problem else {
            return false
        }
        return [left, right].contains { operand in
            guard case .words = operand.type else {
                return false
            }
            return operand.node.contextName == "matrix"
        }
    }

    /// What is said about a finding.
    struct Wording {
        /// What kind of finding it is.
        let code: DiagnosticCode
        /// What happens.
        let message: String
        /// What it happens for.
        var notes: [String] = []
        /// What to do about it.
        var help: String?
    }

    private static func wording(
        _ problem: TypeFinding.Problem,
        _ visit: ExpressionVisit
    ) -> Wording {
        switch problem {
        case .unknownProperty(let name, let node, let object):
            PropertyWording(name: name, base: node, visit: visit).unknown(in: object)
        case .propertyOf(let type, let node, let name):
            PropertyWording(name: name, base: node, visit: visit).property(of: type)
        case .neverEqual(let operation, let left, let right):
            ComparisonWording(visit: visit).neverEqual(operation, left, right)
        case .textAgainstBoolean(let operation, let node, let boolean):
            ComparisonWording(visit: visit).textAgainstBoolean(operation, node, boolean)
        case .differentCollections, .unordered, .knownOrder:
            ComparisonWording(visit: visit).order(problem)
        case .notAmong(let text, let words):
            Wording(
                code: .comparison,
                message: "the array never contains '\(text)'",
                notes: ["its elements are \(ComparisonWording.list(words))"],
                help: NearestMatch.likely(for: text, in: words).map { "did you mean `'\($0)'`?" }
            )
        default: argument(problem)
        }
    }

    private static func argument(_ problem: TypeFinding.Problem) -> Wording {
        switch problem {
        case .collectionArgument(let type, let function):
            Wording(
                code: .functionArgument,
                message: "`\(function)` wants a text here, and this is \(type.kindName ?? "none")",
                help: type.textHelp
            )
        case .containsOfObject:
            Wording(
                code: .functionArgument,
                message: "`contains` of an object is always false",
                help: "give it an array such as `OBJECT.*`, or a text such as `toJSON(OBJECT)`"
            )
        case .format(let message):
            Wording(
                code: .functionArgument,
                message: message,
                notes: ["a job or step that evaluates this fails"]
            )
        case .unusedArgument(let index):
            Wording(
                code: .functionArgument,
                message: "the text of `format` does not use this argument",
                help: "write `{\(index)}` into the text, or remove the argument"
            )
        case .json(let reason):
            Wording(
                code: .functionArgument,
                message: "this text is no JSON",
                notes: [reason, "a job or step that evaluates this fails"]
            )
        case .predicate(let type):
            Wording(
                code: .functionArgument,
                message: "a predicate of `case` has to be a boolean, and this is "
                    + (type.kindName ?? "none"),
                notes: ["a job or step that evaluates this fails"],
                help: "write a comparison"
            )
        default: Wording(code: .functionArgument, message: "this argument cannot be meant")
        }
    }
}

extension StaticType {
    /// How a collection becomes a text that says what is in it.
    var textHelp: String {
        if case .object = self {
            return "read one of its properties, or write `toJSON(…)` for all of it"
        }
        return "write `join(…, ', ')` or `toJSON(…)`"
    }
}
