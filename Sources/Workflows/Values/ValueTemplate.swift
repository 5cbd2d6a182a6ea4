package import Diagnostics
package import Expressions

/// A YAML value whose scalars and keys may be expressions.
///
/// It is what `env`, `with`, `matrix`, `runs-on`, `container` and the like hold until the contexts
/// their expressions name are known.
package struct ValueTemplate: Sendable {
    /// What is written.
    package let content: Content
    /// Where it stands.
    package let span: SourceSpan

    /// Pairs a content with its place.
    package init(_ content: Content, at span: SourceSpan) {
        self.content = content
        self.span = span
    }

    /// The forms a value has.
    package enum Content: Sendable {
        /// `null`, `~` or nothing.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A number.
        case number(Double)
        /// A text without expressions.
        case string(String)
        /// A text that is, or holds, an expression.
        case template(Template)
        /// Items in order; an item that is an expression giving an array is spliced in.
        case sequence([ValueTemplate])
        /// Entries in order.
        case mapping([Entry])
    }

    /// One `key: value` of a mapping.
    package struct Entry: Sendable {
        /// The key.
        package let key: Key
        /// Where the key stands.
        package let keySpan: SourceSpan
        /// The value.
        package let value: ValueTemplate

        /// Pairs a key with its value.
        package init(key: Key, keySpan: SourceSpan, value: ValueTemplate) {
            self.key = key
            self.keySpan = keySpan
            self.value = value
        }
    }

    /// The forms a mapping's key has.
    package enum Key: Sendable {
        /// A plain key.
        case literal(String)
        /// A key that is, or holds, an expression.
        case template(Template)
        /// `${{ insert }}`: the entries of the value, a mapping, take this entry's place.
        case insert
    }
}
