/// A mapping of the expression language: immutable, ordered, equal only to itself in expressions.
///
/// Keys ignore case, save in the `env` context of Linux and macOS runners.
package final class ExpressionObject: Sendable {
    /// The keys as first written, in order.
    package let keys: [String]

    /// The values, in the order of `keys`.
    package let values: [ExpressionValue]

    /// Whether keys that differ only in case are different keys.
    package let isCaseSensitive: Bool

    /// From folded key to position; absent while a scan is quicker.
    private let positions: [String: Int]?

    /// Above this many entries a lookup goes through a table.
    private static let scanLimit = 8

    /// An object of these entries; a repeated key keeps its first place and its last value.
    package init(_ entries: [(String, ExpressionValue)], caseSensitive: Bool = false) {
        var keys: [String] = []
        var values: [ExpressionValue] = []
        var positions: [String: Int] = [:]
        keys.reserveCapacity(entries.count)
        values.reserveCapacity(entries.count)
        let indexed = entries.count > Self.scanLimit
        if indexed { positions.reserveCapacity(entries.count) }
        for (key, value) in entries {
            let folded = indexed ? (caseSensitive ? key : CaseFolding.fold(key)) : ""
            let known =
                indexed
                ? positions[folded]
                : keys.firstIndex { Self.match($0, key, caseSensitive: caseSensitive) }
            if let known {
                values[known] = value
                continue
            }
            if indexed { positions[folded] = keys.count }
            keys.append(key)
            values.append(value)
        }
        self.keys = keys
        self.values = values
        self.isCaseSensitive = caseSensitive
        self.positions = indexed ? positions : nil
    }

    /// The value under a key, or nothing.
    package subscript(key: String) -> ExpressionValue? {
        if let positions {
            return positions[isCaseSensitive ? key : CaseFolding.fold(key)].map { values[$0] }
        }
        for (index, candidate) in keys.enumerated()
        where Self.match(candidate, key, caseSensitive: isCaseSensitive) {
            return values[index]
        }
        return nil
    }

    /// The number of entries.
    package var count: Int { keys.count }

    /// The entries in order.
    package var entries: Zip2Sequence<[String], [ExpressionValue]> { zip(keys, values) }

    private static func match(_ left: String, _ right: String, caseSensitive: Bool) -> Bool {
        caseSensitive ? left == right : CaseFolding.equal(left, right)
    }
}

extension ExpressionObject: Hashable {
    /// Whether both hold equal entries, in any order.
    package static func == (left: ExpressionObject, right: ExpressionObject) -> Bool {
        if left === right { return true }
        guard left.count == right.count else { return false }
        return left.entries.allSatisfy { key, value in right[key] == value }
    }

    /// Feeds the number of entries into the hasher: their order must not matter.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(count)
    }
}
