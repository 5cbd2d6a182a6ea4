package import Diagnostics

/// One node of a YAML document; anchors and aliases are already resolved.
///
/// It is a view of the document's records, convenient where speed does not matter.
package struct YAMLNode: Sendable {
    private let document: YAMLDocument
    private let index: Int

    /// The node of a document at an index.
    init(_ document: YAMLDocument, at index: Int) {
        self.document = document
        self.index = index
    }

    /// From the node's first character (its anchor or tag, when it has one) to its true end.
    ///
    /// A node that an alias repeats keeps the place where it is written.
    package var span: SourceSpan { document.span(at: index) }

    /// What the node holds.
    package var content: Content {
        let record = document.records[index]
        var next = index + 1
        switch record.form {
        case .scalar: return .scalar(document.scalar(at: index))
        case .sequence:
            var items: [YAMLNode] = []
            while next < index + record.size {
                items.append(YAMLNode(document, at: next))
                next += document.records[next].size
            }
            return .sequence(items)
        case .mapping:
            var entries: [YAMLEntry] = []
            while next < index + record.size {
                let value = next + document.records[next].size
                if !document.records[next].isLeftOut {
                    entries.append(
                        YAMLEntry(
                            key: YAMLNode(document, at: next),
                            value: YAMLNode(document, at: value)
                        )
                    )
                }
                next = value + document.records[value].size
            }
            return .mapping(entries)
        }
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
        document.records[index].form == .scalar ? document.scalar(at: index) : nil
    }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Sendable {
    /// The key, a scalar.
    package let key: YAMLNode
    /// The value.
    package let value: YAMLNode
}
