extension ExpressionTyper {
    /// Notes a comparison whose result is known, or whose operands are of kinds that hardly match.
    mutating func compare(
        _ operation: BinaryOperator,
        _ left: TypeFinding.Operand,
        _ right: TypeFinding.Operand,
        at range: Range<Int>
    ) {
        if let (node, boolean) = Self.textAgainstBoolean(left, right) {
            report(.textAgainstBoolean(operation, node, boolean), at: range)
        } else if Self.isNeverEqual(left, right) {
            report(.neverEqual(operation, left, right), at: range)
        } else if left.type.isCollection, right.type.isCollection,
            left.node.canonicalText != right.node.canonicalText
        {
            report(.differentCollections(operation), at: range)
        }
    }

    /// Notes an ordering of what has no order, and of literals.
    mutating func order(
        _ node: ExpressionNode,
        _ left: TypeFinding.Operand,
        _ right: TypeFinding.Operand
    ) {
        if let unordered = [left, right].first(where: \.type.isCollection) {
            report(.unordered(unordered), at: node.range)
        } else if case (.literal, .literal) = (left.node.kind, right.node.kind) {
            var evaluator = ExpressionEvaluator(node, in: EvaluationContext([:]))
            guard let value = try? evaluator.evaluate() else { return }
            report(.knownOrder(value.isTruthy), at: node.range)
        }
    }

    private static func isNeverEqual(
        _ left: TypeFinding.Operand,
        _ right: TypeFinding.Operand
    ) -> Bool {
        isNeverEqual(left.type, right.type)
            || left.type.isCollection && right.isNoNull || right.type.isCollection && left.isNoNull
    }

    private static func textAgainstBoolean(
        _ left: TypeFinding.Operand,
        _ right: TypeFinding.Operand
    ) -> (ExpressionNode, Bool)? {
        switch (left.type, left.node.kind, right.type, right.node.kind) {
        case (.string, _, _, .literal(.boolean(let value))): (left.node, value)
        case (_, .literal(.boolean(let value)), .string, _): (right.node, value)
        default: nil
        }
    }

    /// Whether no values of two types are equal, even if one of them is null instead.
    static func isNeverEqual(_ left: StaticType, _ right: StaticType) -> Bool {
        switch (left, right) {
        case (.any, _), (_, .any), (.null, _), (_, .null): false
        case (.words(let first), .words(let second)):
            !first.contains { word in second.contains { CaseFolding.equal($0, word) } }
                && mayNotBeNull(first) && mayNotBeNull(second)
        case (.words(let words), .boolean), (.boolean, .words(let words)):
            words.allSatisfy { ![0, 1].contains(NumberText.parse($0)) }
        case (.words(let words), .number), (.number, .words(let words)):
            words.allSatisfy { NumberText.parse($0).isNaN }
        case (.array, _), (.filtered, _):
            right.isPrimitive && !mayBeNull(right)
        case (_, .array), (_, .filtered):
            left.isPrimitive && !mayBeNull(left)
        case (.object, .words(let words)), (.words(let words), .object): mayNotBeNull(words)
        default: false
        }
    }

    /// Whether a text could equal null, as the empty one does.
    private static func mayNotBeNull(_ words: [String]) -> Bool {
        words.allSatisfy { NumberText.parse($0) != 0 }
    }

    private static func mayBeNull(_ type: StaticType) -> Bool {
        if case .words(let words) = type { !mayNotBeNull(words) } else { true }
    }
}

extension TypeFinding.Operand {
    /// Whether it is a literal that does not even equal null.
    fileprivate var isNoNull: Bool {
        guard case .literal(let value) = node.kind else { return false }
        return value != .null && value.asNumber != 0
    }
}
