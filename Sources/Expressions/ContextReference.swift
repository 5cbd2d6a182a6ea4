/// A mention of a context in an expression and the properties read from it, such as `matrix.os`.
package struct ContextReference: Sendable, Hashable {
    /// The context's name in lower case.
    package let context: String

    /// The properties in order, up to the first that is not written out.
    package let path: [Step]

    /// The UTF-8 bytes of the whole mention in the expression's text.
    package let range: Range<Int>

    /// A property, an item or all of them.
    package enum Step: Sendable, Hashable {
        /// A property by its name, as spelled, with the UTF-8 bytes of the name.
        case property(String, range: Range<Int>)
        /// `*`.
        case all
        /// A key that only evaluation can tell.
        case computed
    }

    /// The names at the start of the path, up to the first step that is no plain property.
    package var properties: [String] {
        var names: [String] = []
        for step in path {
            guard case .property(let name, _) = step else { break }
            names.append(name)
        }
        return names
    }

    /// Adds every mention in a tree, left to right.
    static func collect(from node: ExpressionNode, into references: inout [ContextReference]) {
        if let reference = ContextReference(node) {
            references.append(reference)
        }
        var rest = node
        while case .index = rest.kind {
            if case .literal = rest.children[1].kind {
                // A written key mentions nothing.
            } else {
                collect(from: rest.children[1], into: &references)
            }
            rest = rest.children[0]
        }
        if case .namedValue = rest.kind { return }
        for child in rest.children { collect(from: child, into: &references) }
    }

    /// The mention that a node is; nil for a node that is none.
    init?(_ node: ExpressionNode) {
        var path: [Step] = []
        var rest = node
        while case .index = rest.kind {
            let key = rest.children[1]
            switch key.kind {
            case .literal(let value) where value.isPrimitive:
                path.append(.property(value.asString, range: key.range))
            case .wildcard: path.append(.all)
            default: path.append(.computed)
            }
            rest = rest.children[0]
        }
        guard case .namedValue(let name) = rest.kind else { return nil }
        context = name.lowercased()
        self.path = path.reversed()
        range = node.range
    }
}
