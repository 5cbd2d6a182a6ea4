import Expressions

/// The type of `matrix`, as far as a strategy writes it out.
enum MatrixType {
    /// The type for a job's `strategy`.
    static func type(of strategy: Strategy?) -> StaticType {
        switch strategy {
        case nil: .null
        case .whole: .any
        case .fields(let fields):
            fields.matrix.map { type(ofMatrix: $0) } ?? .null
        }
    }

    private static func type(ofMatrix matrix: ValueTemplate) -> StaticType {
        guard let fields = Fields(matrix), fields.expressionKeys.isEmpty else {
            return .any
        }
        var types: [(String, StaticType)] = []
        for (name, vector) in fields.named where !isList(name.value) {
            types.append((name.value, element(of: vector)))
        }
        guard let include = fields["include"] else {
            return .object(StaticObject(types))
        }
        guard let items = include.items else {
            return .object(StaticObject(types, others: .any).joinedOpen)
        }
        var parts = [StaticObject(types)]
        for item in items {
            guard let entries = Fields(item), entries.expressionKeys.isEmpty else {
                return .object(StaticObject.joined(parts).joinedOpen)
            }
            parts.append(
                StaticObject(entries.named.map { ($0.name.value, type(ofValue: $0.value)) })
            )
        }
        return .object(StaticObject.joined(parts))
    }

    private static func isList(_ name: String) -> Bool {
        name == "include" || name == "exclude"
    }

    /// The type of one value of a vector.
    private static func element(of vector: ValueTemplate) -> StaticType {
        guard let items = vector.items, let first = items.first else {
            return .any
        }
        return items.dropFirst().reduce(type(ofValue: first)) { known, item in
            known.joined(with: type(ofValue: item))
        }
    }

    /// The type of a value as written.
    static func type(ofValue value: ValueTemplate) -> StaticType {
        switch value.content {
        case .null: return .null
        case .boolean: return .boolean
        case .number: return .number
        case .string(let text): return .words([text])
        case .template: return .any
        case .sequence: return .array(element(of: value))
        case .mapping:
            guard let fields = Fields(value), fields.expressionKeys.isEmpty else {
                return .any
            }
            return .object(
                StaticObject(fields.named.map { ($0.name.value, type(ofValue: $0.value)) })
            )
        }
    }
}

extension StaticObject {
    /// The same properties, of whose types nothing is known any more, and any others.
    fileprivate var joinedOpen: StaticObject {
        StaticObject(names.map { ($0, .any) }, others: .any)
    }
}
