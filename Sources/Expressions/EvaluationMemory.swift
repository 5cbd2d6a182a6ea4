/// Counts what an evaluation holds, roughly as GitHub's engine does.
///
/// A string costs 26 bytes and 2 per UTF-16 unit, any other value 24, a slot in a list 8. What the
/// operands of a node held is released once the node's own value stands alone.
struct EvaluationMemory {
    /// Bytes held now.
    private(set) var used = 0

    /// Bytes that may be held.
    let limit: Int

    private static let stringOverhead = 26
    private static let objectSize = 24
    private static let slotSize = 8

    /// Nothing held yet, with this many bytes at most.
    init(limit: Int) {
        self.limit = limit
    }

    /// UTF-16 units that the string under construction may have.
    var roomForText: Int {
        max(0, (limit - used - Self.stringOverhead) / 2)
    }

    /// Counts a node's value, and releases its operands if the value does not refer to them.
    ///
    /// - Returns: false when the limit is passed.
    mutating func settle(_ value: ExpressionValue, heldBefore: Int) -> Bool {
        switch value {
        case .string(let text):
            used = heldBefore + Self.stringOverhead + 2 * text.utf16.count
        case .null, .boolean, .number:
            used = heldBefore + Self.objectSize
        case .array(let array):
            used += Self.objectSize
            if array.isFiltered { used += Self.slotSize * array.elements.count }
        case .object:
            used += Self.objectSize
        }
        return used <= limit
    }
}
