/// The array that `.*` makes, to whose items every further index applies.
enum FilteredArray {
    /// What `.*` selects: items of an array, values of an object, of each when already filtered.
    static func all(of container: ExpressionValue) -> ExpressionValue {
        switch container {
        case .array(let array) where array.isFiltered:
            make(array.elements.flatMap { contents(of: $0) })
        default:
            make(contents(of: container))
        }
    }

    /// What a key selects in each item; items without it are left out.
    static func select(_ key: ExpressionValue, in array: ExpressionArray) -> ExpressionValue {
        make(array.elements.compactMap { $0.element(at: key) })
    }

    private static func contents(of container: ExpressionValue) -> [ExpressionValue] {
        switch container {
        case .array(let array): array.elements
        case .object(let object): object.values
        default: []
        }
    }

    private static func make(_ elements: [ExpressionValue]) -> ExpressionValue {
        .array(ExpressionArray(elements, isFiltered: true))
    }
}

extension ExpressionValue {
    /// What an index with this key finds; nothing in a value that holds no others.
    func element(at key: ExpressionValue) -> ExpressionValue? {
        switch self {
        case .object(let object): key.isPrimitive ? object[key.asString] : nil
        case .array(let array): array.element(at: key.asNumber)
        default: nil
        }
    }
}
