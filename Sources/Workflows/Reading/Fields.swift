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
        for index in entries.indices {
            if case .literal(let key) = entries[index].key, key.utf8.count == name.utf8.count,
                key == name
            {
                return entries[index].value
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
        var spans: [SourceSpan] = []
        for index in entries.indices {
            if case .literal = entries[index].key {
                continue
            }
            spans.append(entries[index].keySpan)
        }
        return spans
    }
}

extension Fields {
    /// Whether there is no entry.
    var isEmpty: Bool { named.isEmpty && expressionKeys.isEmpty }
}
