import Expressions

/// Where the values of a matrix's legs come from, and which combinations were taken out.
package struct MatrixOrigins: Sendable, Hashable {
    /// Where one value comes from; items are counted from 1.
    package enum Origin: Sendable, Hashable {
        /// A key of the matrix with its list of values.
        case vector
        /// An item of `include` that extends the combinations it agrees with.
        case extended(by: Int)
        /// An item of `include` that makes a leg of its own.
        case added(by: Int)
    }

    /// A combination of vector values that is no leg.
    package struct Excluded: Sendable, Hashable {
        /// The values, in the order of the matrix's keys.
        package let values: [String]
        /// The item of `exclude`, counted from 1.
        package let item: Int
    }

    /// For each leg of the whole matrix the origin of each value, by the leg's index.
    package let legs: [[Origin]]
    /// The combinations that were taken out, in order.
    package let excluded: [Excluded]

    /// Follows the expansion of an evaluated `matrix`; nil for one that is refused or has no legs.
    init?(_ matrix: ExpressionValue) {
        guard case .object(let object) = matrix,
            let include = try? MatrixExpansion.filters(object["include"] ?? .array([])),
            let exclude = try? MatrixExpansion.filters(object["exclude"] ?? .array([]))
        else { return nil }
        let vectors = object.entries.filter { !["include", "exclude"].contains($0.0) }
            .map { (key: $0.0, items: $0.1.elements ?? []) }
        guard !vectors.contains(where: \.items.isEmpty),
            MatrixExpansion.product(of: vectors.map(\.items.count)) != nil
        else { return nil }
        let keys = vectors.map(\.key)
        let excluding = exclude.map { MatrixFilter(mapping: $0, keys: keys) }
        let including = include.map { MatrixFilter(mapping: $0, keys: keys) }
        var isUsed = Array(repeating: false, count: including.count)
        var legs: [[Origin]] = []
        var excluded: [Excluded] = []
        var counter = CombinationCounter(sizes: vectors.map(\.items.count))
        while let indices = counter.next() {
            let values = zip(vectors, indices).map { (key: $0.key, value: $0.items[$1]) }
            if let item = excluding.firstIndex(where: { $0.matches(values) }) {
                let texts = values.map { "\($0.key): \(Self.text($0.value))" }
                excluded.append(Excluded(values: texts, item: item + 1))
                continue
            }
            var extras: [(key: String, item: Int)] = []
            for (index, item) in including.enumerated() where item.matches(values) {
                isUsed[index] = true
                for pair in item.extras {
                    let key = pair.key.lowercased()
                    if let known = extras.firstIndex(where: { $0.key == key }) {
                        extras[known].item = index + 1
                    } else {
                        extras.append((key, index + 1))
                    }
                }
            }
            legs.append(values.map { _ in .vector } + extras.map { .extended(by: $0.item) })
        }
        for (index, item) in including.enumerated() where !isUsed[index] {
            legs.append(item.all.map { _ in .added(by: index + 1) })
        }
        self.legs = legs
        self.excluded = excluded
    }

    /// A value on one line.
    static func text(_ value: ExpressionValue) -> String {
        value.isPrimitive ? value.asString : value.exactJSON
    }
}
