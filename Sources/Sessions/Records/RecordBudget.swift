import Expressions

/// Fits values into a number of bytes: what is small stays, what is large is left out.
struct RecordBudget {
    /// More values that are left out are not told one by one.
    private static let toldLimit = 100

    /// The bytes of JSON that are still free.
    private(set) var room: Int
    /// What was left out, each by the keys that lead to it.
    private(set) var leftOut: [[String]] = []

    /// A budget of so many bytes.
    init(room: Int) {
        self.room = room
    }

    /// The value as far as there is room; nil when there is none for any of it.
    mutating func fit(_ value: ExpressionValue) -> ExpressionValue? {
        fit(value, size: value.exactJSON.utf8.count, at: [])
    }

    private mutating func fit(
        _ value: ExpressionValue,
        size: Int,
        at path: [String]
    ) -> ExpressionValue? {
        guard size > room else {
            room -= size
            return value
        }
        guard case .object(let object) = value else {
            if leftOut.count < Self.toldLimit { leftOut.append(path) }
            return nil
        }
        let sizes = object.values.map { $0.exactJSON.utf8.count }
        var kept: [Int: ExpressionValue] = [:]
        for index in sizes.indices.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) }) {
            let key = object.keys[index]
            // Quotes, a colon and a comma.
            let entry = key.utf8.count + 4
            room -= entry
            kept[index] = fit(object.values[index], size: sizes[index], at: path + [key])
            if kept[index] == nil { room += entry }
        }
        return .object(
            sizes.indices.compactMap { index in kept[index].map { (object.keys[index], $0) } },
            caseSensitive: object.isCaseSensitive
        )
    }
}
