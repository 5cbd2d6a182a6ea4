import Diagnostics
import Expressions

/// The entries of a mapping, found by key.
struct Fields {
    private let entries: [ValueTemplate.Entry]
    /// Where the mapping stands.
    let span: SourceSpan

    /// Takes a mapping; nil for anything else.
    init?(_ value: ValueTemplate?) {
        guard let value, case .mapping(let entries) = value.content else {
            return nil
        }
        self.entries = entries
        span = value.span
    }

    /// The value of a key.
    subscript(_ name: String) -> ValueTemplate? {
        for entry in entries {
            if case .literal(let key) = entry.key, key == name {
                return entry.value
            }
        }
        return nil
    }

    /// The entries with plain keys, in order.
    var named: [(name: Located<String>, value: ValueTemplate)] {
        entries.compactMap { entry in
            guard case .literal(let key) = entry.key else {
                return nil
            }
            return (Located(key, at: entry.keySpan), entry.value)
        }
    }

    /// Where the keys stand that are expressions.
    var expressionKeys: [SourceSpan] {
        entries.compactMap { entry in
            if case .literal = entry.key { nil } else { entry.keySpan }
        }
    }
}

extension Fields {
    /// Whether there is no entry.
    var isEmpty: Bool { named.isEmpty && expressionKeys.isEmpty }
}
