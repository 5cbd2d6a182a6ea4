/// An array of the expression language: immutable, and equal only to itself inside expressions.
package final class ExpressionArray: Sendable {
    /// The items in order.
    package let elements: [ExpressionValue]

    /// Whether `.*` made this array, so that a further index applies to each item.
    let isFiltered: Bool

    /// An array of these items.
    package convenience init(_ elements: [ExpressionValue]) {
        self.init(elements, isFiltered: false)
    }

    /// An array that may be the result of `.*`.
    init(_ elements: [ExpressionValue], isFiltered: Bool) {
        self.elements = elements
        self.isFiltered = isFiltered
    }

    /// The item at an index as the language computes it: rounded down, nothing when out of range.
    ///
    /// Not-a-number, a negative number and one beyond 32 bits select nothing.
    package func element(at number: Double) -> ExpressionValue? {
        guard number >= 0, number <= Double(Int32.max) else { return nil }
        let index = Int(number)
        return index < elements.count ? elements[index] : nil
    }
}

extension ExpressionArray: Hashable {
    /// Whether both hold equal items in the same order.
    package static func == (left: ExpressionArray, right: ExpressionArray) -> Bool {
        left === right || left.elements == right.elements
    }

    /// Feeds the items into the hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(elements)
    }
}
