import Diagnostics
import Expressions

/// A secret or variable that a run has not, and a place that reads it.
struct MissingValue {
    private let name: String
    private let base: ExpressionNode
    private let range: Range<Int>
    private let object: StaticObject
    private let visit: ExpressionVisit

    /// What a node reads of `secrets` or `vars`; nil when there is such a value, or the node reads
    /// something else.
    init?(_ node: ExpressionNode, _ visit: ExpressionVisit) {
        guard case .namedValue(let spelled) = node.children[0].kind,
            case .literal(let key) = node.children[1].kind, key.isPrimitive
        else { return nil }
        let context = spelled.lowercased()
        name = key.asString
        guard ["secrets", "vars"].contains(context),
            case .object(let object) = visit.place.contexts[context],
            object.property(name) == nil
        else { return nil }
        base = node.children[0]
        range = node.children[1].range
        self.object = object
        self.visit = visit
    }

    /// Whether contexts lack a value, given as a `path`.
    static func isMissing(_ path: String, from contexts: StaticContexts) -> Bool {
        let context = path.prefix { $0 != "." }
        guard case .object(let object) = contexts[String(context)] else { return false }
        return object.property(String(path.dropFirst(context.count + 1))) == nil
    }

    /// The context in lower case and the name as spelled, as in `secrets.TOKEN`.
    var path: String { "\(base.contextName ?? "").\(name)" }

    /// Whether it is read further up in the file than the same value elsewhere.
    func isAbove(_ other: MissingValue) -> Bool { place < other.place }

    private var place: (Int, Int) {
        (visit.scalar.start.offset, visit.expression.offset + range.lowerBound)
    }

    /// Warns of it.
    func tell(in report: inout CheckReport) {
        let words = PropertyWording(name: name, base: base, visit: visit).unknown(in: object)
        report.warn(
            words.code,
            words.message,
            in: visit,
            at: range,
            notes: ["it reads as an empty text"],
            help: words.help
        )
    }
}
