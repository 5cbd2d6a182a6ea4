/// Computes the value of a tree, left to right and only where needed.
struct ExpressionEvaluator {
    /// What the expression may look at.
    let context: EvaluationContext

    /// What the evaluation holds.
    private(set) var memory: EvaluationMemory

    /// What each node named by its range came to, when a trace is wanted.
    private(set) var trace: EvaluationTrace.Recorder?

    private let root: ExpressionNode

    /// An evaluator of one tree in one context, for one use.
    init(
        _ root: ExpressionNode,
        in context: EvaluationContext,
        trace: EvaluationTrace.Recorder? = nil
    ) {
        self.root = root
        self.context = context
        memory = EvaluationMemory(limit: context.memoryLimit)
        self.trace = trace
    }

    /// The value of the whole tree.
    mutating func evaluate() throws(EvaluationError) -> ExpressionValue {
        let value = try evaluate(root)
        // Filtering ends with the expression: what is stored and read again is a plain array.
        guard case .array(let array) = value, array.isFiltered else { return value }
        return .array(array.elements)
    }

    /// The value of a node, counted against the memory limit.
    mutating func evaluate(_ node: ExpressionNode) throws(EvaluationError) -> ExpressionValue {
        let heldBefore = memory.used
        let value: ExpressionValue
        do throws(EvaluationError) {
            value = try compute(node)
            guard memory.settle(value, heldBefore: heldBefore) else { throw memoryExceeded }
        } catch {
            trace?.recordFailure(of: node)
            throw error
        }
        trace?.record(value, of: node)
        return value
    }

    /// The error for an evaluation that holds too much.
    var memoryExceeded: EvaluationError { .memoryExceeded(expression: root.canonicalText) }

    private mutating func compute(
        _ node: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        switch node.kind {
        case .literal(let value): return value
        case .namedValue(let name): return context.context(name.lowercased()) ?? .null
        case .wildcard: return .string("*")
        case .call(let name): return try call(name, node)
        case .index: return try index(node)
        case .not: return .boolean(!(try evaluate(node.children[0]).isTruthy))
        case .binary(.and): return try evaluate(node.children, until: false)
        case .binary(.or): return try evaluate(node.children, until: true)
        case .binary(let operation):
            let left = try evaluate(node.children[0])
            let right = try evaluate(node.children[1])
            return .boolean(Self.compare(left, operation, right))
        }
    }

    /// The first operand whose truth is `stop`, or else the last one.
    private mutating func evaluate(
        _ operands: [ExpressionNode],
        until stop: Bool
    ) throws(EvaluationError) -> ExpressionValue {
        var value = ExpressionValue.null
        for operand in operands {
            value = try evaluate(operand)
            if value.isTruthy == stop { break }
        }
        return value
    }

    private static func compare(
        _ left: ExpressionValue,
        _ operation: BinaryOperator,
        _ right: ExpressionValue
    ) -> Bool {
        switch operation {
        case .equal: left.loosely(equals: right)
        case .notEqual: !left.loosely(equals: right)
        case .less: left.loosely(precedes: right)
        case .greater: right.loosely(precedes: left)
        case .lessOrEqual: left.loosely(precedes: right) || left.loosely(equals: right)
        case .greaterOrEqual: right.loosely(precedes: left) || left.loosely(equals: right)
        case .and, .or: preconditionFailure("logical operators are evaluated lazily")
        }
    }

    private mutating func index(_ node: ExpressionNode) throws(EvaluationError) -> ExpressionValue {
        let container = try evaluate(node.children[0])
        if case .wildcard = node.children[1].kind { return FilteredArray.all(of: container) }
        let key = try evaluate(node.children[1])
        if case .array(let array) = container, array.isFiltered {
            return FilteredArray.select(key, in: array)
        }
        return container.element(at: key) ?? .null
    }

    private mutating func call(
        _ name: String,
        _ node: ExpressionNode
    ) throws(EvaluationError) -> ExpressionValue {
        let key = name.lowercased()
        if let function = ExpressionFunctions.named(key) { return try function.body(&self, node) }
        guard let function = context.functions[key] else { throw .functionUnavailable(name) }
        var arguments: [ExpressionValue] = []
        for argument in node.children { arguments.append(try evaluate(argument)) }
        do {
            return try function(arguments)
        } catch let error as EvaluationError {
            throw error
        } catch {
            throw .functionFailed(name, message: "\(error)")
        }
    }
}
