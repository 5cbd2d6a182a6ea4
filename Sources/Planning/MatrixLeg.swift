package import Expressions

/// One job that a matrix expands to.
package struct MatrixLeg: Sendable {
    /// `strategy.job-index`, from 0.
    package let index: Int
    /// The `matrix` context in the order of keys; nil when the matrix came out empty.
    package let values: [(key: String, value: ExpressionValue)]?
    /// The texts that the display name's suffix and the leg's id are made of.
    package let nameSegments: [String]

    /// The `matrix` context.
    package var context: ExpressionValue {
        values.map { .object($0.map { ($0.key, $0.value) }) } ?? .null
    }

    /// The one leg of a job without a matrix, or with one that came out empty.
    package static let single = MatrixLeg(index: 0, values: nil, nameSegments: [])

    /// True when every filter names one of the leg's values; values compare as text.
    package func matches(_ filters: [(key: String, value: String)]) -> Bool {
        filters.allSatisfy { filter in
            values?.contains { pair in
                pair.key.lowercased() == filter.key.lowercased()
                    && pair.value.asString.lowercased() == filter.value.lowercased()
            } ?? false
        }
    }
}
