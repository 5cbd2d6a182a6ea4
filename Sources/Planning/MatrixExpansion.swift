package import Expressions

/// Expands a matrix as GitHub does.
///
/// Vectors multiply with the first one varying slowest; `exclude` removes, `include` adds to the
/// combinations it matches or makes legs of its own.
/// Source: <https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations>,
/// and the matrix builder of the published workflow parser for what that page leaves open.
package enum MatrixExpansion {
    /// How many legs one matrix may have.
    package static let limit = 256

    private typealias Pair = (key: String, value: ExpressionValue)

    /// Expands an evaluated `matrix` mapping.
    ///
    /// - Parameters:
    ///   - matrix: the value of `matrix`, its expressions evaluated.
    ///   - job: the id of the job, for the message about too many legs.
    /// - Returns: the legs in order; one leg without values when all were excluded.
    /// - Throws: `MatrixError` with GitHub's text.
    package static func legs(
        of matrix: ExpressionValue,
        job: String
    ) throws(MatrixError) -> [MatrixLeg] {
        guard case .object(let object) = matrix else { throw MatrixError(unexpected: matrix) }
        var vectors: [(key: String, items: [ExpressionValue])] = []
        var include: [ExpressionObject] = []
        var exclude: [ExpressionObject] = []
        for (key, value) in object.entries {
            switch key {
            case "include": include = try filters(value)
            case "exclude": exclude = try filters(value)
            default: vectors.append((key, try vector(value, key: key)))
            }
        }
        guard !vectors.isEmpty || !include.isEmpty else {
            throw MatrixError("Matrix must define at least one vector")
        }
        try check(include: include, exclude: exclude, vectors: vectors.map(\.key))
        if product(of: vectors.map(\.items.count)) == nil {
            throw .tooManyLegs("more than \(productLimit)", job: job)
        }
        let legs = expand(vectors: vectors, include: include, exclude: exclude)
        guard legs.count <= limit else { throw .tooManyLegs("\(legs.count)", job: job) }
        return legs
    }

    private static func vector(
        _ value: ExpressionValue,
        key: String
    ) throws(MatrixError) -> [ExpressionValue] {
        guard case .array(let array) = value else { throw MatrixError(unexpected: value) }
        guard !array.elements.isEmpty else {
            throw MatrixError("Matrix vector '\(key)' does not contain any values")
        }
        return array.elements
    }

    /// The items of `include` or `exclude`.
    static func filters(
        _ value: ExpressionValue
    ) throws(MatrixError) -> [ExpressionObject] {
        guard case .array(let array) = value else { throw MatrixError(unexpected: value) }
        var objects: [ExpressionObject] = []
        for item in array.elements {
            guard case .object(let object) = item else { throw MatrixError(unexpected: item) }
            objects.append(object)
        }
        return objects
    }

    private static func check(
        include: [ExpressionObject],
        exclude: [ExpressionObject],
        vectors: [String]
    ) throws(MatrixError) {
        if include.contains(where: { $0.count == 0 }) {
            throw MatrixError("Matrix include mapping does not contain any values")
        }
        let known = Set(vectors.map { $0.lowercased() })
        for filter in exclude {
            guard filter.count > 0 else {
                throw MatrixError("Matrix exclude filter must not be empty")
            }
            for (key, _) in filter.entries where !known.contains(key.lowercased()) {
                throw MatrixError(
                    "Matrix exclude key '\(key)' does not match any key within the matrix"
                )
            }
        }
    }

    private static func expand(
        vectors: [(key: String, items: [ExpressionValue])],
        include: [ExpressionObject],
        exclude: [ExpressionObject]
    ) -> [MatrixLeg] {
        let excluded = exclude.map { MatrixFilter(mapping: $0, keys: vectors.map(\.key)) }
        let included = include.map { MatrixFilter(mapping: $0, keys: vectors.map(\.key)) }
        var wasUsed = Array(repeating: false, count: included.count)
        var legs: [MatrixLeg] = []
        var combination = CombinationCounter(sizes: vectors.map(\.items.count))
        while let indices = combination.next() {
            let values: [Pair] = zip(vectors, indices).map { ($0.key, $0.items[$1]) }
            guard !excluded.contains(where: { $0.matches(values) }) else { continue }
            var extras = Extras()
            for (index, item) in included.enumerated() where item.matches(values) {
                wasUsed[index] = true
                item.extras.forEach { extras.set($0) }
            }
            legs.append(leg(legs.count, values: values + extras.pairs, named: values))
        }
        for (index, item) in included.enumerated() where !wasUsed[index] {
            legs.append(leg(legs.count, values: item.all, named: item.all))
        }
        return legs.isEmpty ? [.single] : legs
    }

    /// Combinations looked at before `exclude` takes any away; no real matrix comes near.
    static let productLimit = 100_000

    /// How many combinations there are; nil when there are too many to look at.
    static func product(of sizes: [Int]) -> Int? {
        var product = 1
        for size in sizes {
            product *= size
            if product > productLimit { return nil }
        }
        return product
    }

    /// What `include` adds to one combination.
    private struct Extras {
        private(set) var pairs: [Pair] = []
        private var positions: [String: Int] = [:]

        /// Adds a value, or replaces that of the same key, letter case aside.
        mutating func set(_ pair: Pair) {
            let key = pair.key.lowercased()
            if let position = positions[key] {
                pairs[position].value = pair.value
            } else {
                positions[key] = pairs.count
                pairs.append(pair)
            }
        }
    }

    private static func leg(_ index: Int, values: [Pair], named: [Pair]) -> MatrixLeg {
        MatrixLeg(
            index: index,
            values: values,
            nameSegments: named.flatMap { leaves(of: $0.value) }
        )
    }

    /// The scalar leaves that a leg's name shows: no null, no empty text, no mapping keys.
    private static func leaves(of value: ExpressionValue) -> [String] {
        switch value {
        case .null: []
        case .boolean, .number, .string: value.asString.isEmpty ? [] : [value.asString]
        case .array(let array): array.elements.flatMap(leaves)
        case .object(let object): object.values.flatMap(leaves)
        }
    }
}

/// Counts through the combinations of vectors, the last index fastest.
struct CombinationCounter {
    private let sizes: [Int]
    private var current: [Int]?

    /// Starts before the first combination of vectors of these sizes.
    init(sizes: [Int]) {
        self.sizes = sizes
        let hasNone = sizes.isEmpty || sizes.contains(0)
        current = hasNone ? nil : Array(repeating: 0, count: sizes.count)
    }

    /// The indices of the next combination; nil after the last.
    mutating func next() -> [Int]? {
        guard let result = current else { return nil }
        var indices = result
        var position = indices.count - 1
        while position >= 0 {
            indices[position] += 1
            if indices[position] < sizes[position] { break }
            indices[position] = 0
            position -= 1
        }
        current = position < 0 ? nil : indices
        return result
    }
}
