/// Finds the types in an expression, and what cannot be meant by them.
package struct ExpressionTyper {
    private let contexts: StaticContexts
    /// What was found, inner nodes first.
    private(set) var findings: [TypeFinding] = []

    /// The type of an expression's value and what was found on the way.
    package static func check(
        _ expression: Expression,
        in contexts: StaticContexts
    ) -> (type: StaticType, findings: [TypeFinding]) {
        var typer = ExpressionTyper(contexts: contexts)
        let type = typer.type(expression.root)
        return (type, typer.findings)
    }

    private init(contexts: StaticContexts) {
        self.contexts = contexts
    }

    /// Notes a finding.
    mutating func report(_ problem: TypeFinding.Problem, at range: Range<Int>) {
        findings.append(TypeFinding(problem: problem, range: range))
    }

    /// The type of a node.
    mutating func type(_ node: ExpressionNode) -> StaticType {
        switch node.kind {
        case .literal(let value): return StaticType(of: value)
        case .namedValue(let name): return contexts[name]
        case .wildcard: return .any
        case .not:
            _ = type(node.children[0])
            return .boolean
        case .call(let name): return call(name, node)
        case .index: return index(node)
        case .binary(let operation): return binary(operation, node)
        }
    }

    // MARK: Operators

    private mutating func binary(
        _ operation: BinaryOperator,
        _ node: ExpressionNode
    ) -> StaticType {
        switch operation {
        case .and, .or:
            var joined = type(node.children[0])
            for child in node.children.dropFirst() {
                joined = joined.joined(with: type(child))
            }
            return joined
        default:
            let left = TypeFinding.Operand(node: node.children[0], type: type(node.children[0]))
            let right = TypeFinding.Operand(node: node.children[1], type: type(node.children[1]))
            if operation == .equal || operation == .notEqual {
                compare(operation, left, right, at: node.range)
            } else {
                order(node, left, right)
            }
            return .boolean
        }
    }

    // MARK: Properties

    private mutating func index(_ node: ExpressionNode) -> StaticType {
        let base = type(node.children[0])
        let key = node.children[1]
        switch key.kind {
        case .wildcard: return Self.elements(of: base)
        case .literal(let value) where value.isPrimitive:
            return property(value, of: base, node)
        default:
            _ = type(key)
            if case .filtered = base { return .filtered(.any) }
            return .any
        }
    }

    private static func elements(of base: StaticType) -> StaticType {
        switch base {
        case .array(let element): return .filtered(element)
        case .object(let object): return .filtered(object.element)
        case .filtered(.array(let element)): return .filtered(element)
        case .filtered(.object(let object)): return .filtered(object.element)
        default: return .filtered(.any)
        }
    }

    private mutating func property(
        _ key: ExpressionValue,
        of base: StaticType,
        _ node: ExpressionNode
    ) -> StaticType {
        switch base {
        case .any: return .any
        case .object(let object): return property(key.asString, of: object, node)
        case .array(let element) where !key.asNumber.isNaN: return element
        case .filtered(.object(let object)):
            return .filtered(property(key.asString, of: object, node))
        case .filtered(.array(let element)) where !key.asNumber.isNaN: return .filtered(element)
        case .filtered: return .filtered(.any)
        case .null, .boolean, .number, .string, .words, .array:
            report(
                .propertyOf(base, of: node.children[0], key.asString),
                at: node.children[1].range
            )
            return .any
        }
    }

    private mutating func property(
        _ name: String,
        of object: StaticObject,
        _ node: ExpressionNode
    ) -> StaticType {
        if let type = object.property(name) {
            return type
        }
        report(.unknownProperty(name, of: node.children[0], object), at: node.children[1].range)
        return .any
    }
}
