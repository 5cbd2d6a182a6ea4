package import Diagnostics

/// One node of a YAML document; anchors and aliases are already resolved.
package struct YAMLNode: Sendable {
    /// From the node's first character (its anchor or tag, when it has one) to its true end.
    ///
    /// A node that an alias repeats keeps the place where it is written.
    package let span: SourceSpan
    /// What the node holds.
    package let content: Content

    /// Pairs a content with its place.
    package init(_ content: Content, at span: SourceSpan) {
        self.content = content
        self.span = span
    }

    /// The forms a node has.
    package enum Content: Sendable {
        /// One value.
        case scalar(YAMLScalar)
        /// Items in order.
        case sequence([YAMLNode])
        /// Entries in order; every key is a scalar, and no two differ in letter case alone.
        case mapping([YAMLEntry])
    }

    /// The scalar, when the node is one.
    package var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else {
            return nil
        }
        return scalar
    }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Sendable {
    /// The key, a scalar.
    package let key: YAMLNode
    /// The value.
    package let value: YAMLNode

    /// Pairs a key with its value.
    package init(key: YAMLNode, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}
