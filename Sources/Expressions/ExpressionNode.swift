/// One node of a parsed expression.
///
/// Groups leave no node. A chain of the same logical operator is one node with many children.
package struct ExpressionNode: Sendable {
    /// What the node does with its children.
    package let kind: Kind

    /// The operands or arguments, in order.
    package internal(set) var children: [ExpressionNode]

    /// The UTF-8 bytes in the expression's text.
    package internal(set) var range: Range<Int>

    /// Levels from here to the deepest leaf; a leaf has 1.
    package internal(set) var depth: Int

    /// The kinds of nodes.
    package enum Kind: Sendable {
        /// A value written in the expression.
        case literal(ExpressionValue)
        /// A context, as spelled.
        case namedValue(String)
        /// The `*` of `a.*` and `a[*]`, only ever the second child of an index.
        case wildcard
        /// A call, with the function's name as spelled; the children are the arguments.
        case call(String)
        /// `a.b` and `a[b]`: container and key.
        case index
        /// `!a`.
        case not
        /// Two operands, or more for `&&` and `||`.
        case binary(BinaryOperator)
    }

    /// A node over children, whose depth it computes.
    init(_ kind: Kind, children: [ExpressionNode] = [], range: Range<Int>) {
        self.kind = kind
        self.children = children
        self.range = range
        depth = 1 + (children.lazy.map(\.depth).max() ?? 0)
    }

    /// Adds an operand or argument at the end.
    mutating func append(_ child: ExpressionNode) {
        depth = max(depth, child.depth + 1)
        range = range.lowerBound..<max(range.upperBound, child.range.upperBound)
        children.append(child)
    }

    /// Visits this node and all below it, parents first.
    package func walk(_ visit: (ExpressionNode) -> Void) {
        visit(self)
        for child in children { child.walk(visit) }
    }

    /// Whether this node or one below it satisfies a condition.
    package func contains(where predicate: (ExpressionNode) -> Bool) -> Bool {
        predicate(self) || children.contains { $0.contains(where: predicate) }
    }
}
