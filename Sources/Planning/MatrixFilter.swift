import Expressions

/// One item of `include` or `exclude`, split by whether its keys are vectors of the matrix.
struct MatrixFilter {
    /// The whole item, vector keys first.
    let all: [(key: String, value: ExpressionValue)]
    /// What it adds to the legs it matches.
    let extras: [(key: String, value: ExpressionValue)]
    private let criteria: [(key: String, value: ExpressionValue)]

    /// Splits `mapping` by the vectors' names.
    init(mapping: ExpressionObject, keys: [String]) {
        let known = Set(keys.map { $0.lowercased() })
        let pairs = mapping.entries.map { (key: $0, value: $1) }
        criteria = pairs.filter { known.contains($0.key.lowercased()) }
        extras = pairs.filter { !known.contains($0.key.lowercased()) }
        all = criteria + extras
    }

    /// True when every vector key of the item agrees with a combination of vector values.
    func matches(_ values: [(key: String, value: ExpressionValue)]) -> Bool {
        criteria.allSatisfy { criterion in
            values.contains {
                $0.key.lowercased() == criterion.key.lowercased()
                    && Self.agrees(criterion.value, with: $0.value)
            }
        }
    }

    /// Partial match: only the leaves that `filter` names are compared, by expression equality.
    private static func agrees(_ filter: ExpressionValue, with value: ExpressionValue) -> Bool {
        switch filter {
        case .object(let object):
            return object.entries.allSatisfy { key, item in
                agrees(item, with: Self.property(key, of: value))
            }
        case .array(let array):
            return array.elements.enumerated().allSatisfy { index, item in
                agrees(item, with: Self.element(index, of: value))
            }
        case .null, .boolean, .number, .string:
            return filter.loosely(equals: value)
        }
    }

    private static func property(_ key: String, of value: ExpressionValue) -> ExpressionValue {
        guard case .object(let object) = value else { return .null }
        return object[key] ?? .null
    }

    private static func element(_ index: Int, of value: ExpressionValue) -> ExpressionValue {
        guard case .array(let array) = value else { return .null }
        return array.element(at: Double(index)) ?? .null
    }
}
