// The words the schemas are written in.
extension Definition {
    /// Any text.
    static let string = Definition(scalars: [.string])
    /// A text of at least one character.
    static let nonEmptyString = Definition(scalars: [.nonEmptyString])
    /// A text that is not left out.
    static let writtenString = Definition(scalars: [.writtenString])
    /// `true` or `false`.
    static let boolean = Definition(scalars: [.boolean])
    /// A number.
    static let number = Definition(scalars: [.number])
    /// Any scalar but nothing.
    static let scalar = Definition(scalars: [.string, .boolean, .number])
    /// Nothing.
    static let null = Definition(scalars: [.null])
    /// Anything at all.
    static let any = Definition(isAny: true)
    /// The text of an `if`.
    static let condition = Definition(scalars: [.string], isCondition: true)
    /// A sequence of texts of at least one character.
    static let nonEmptyStrings = Definition(item: { .nonEmptyString })
    /// One text, or a sequence of them.
    static let oneOrMoreStrings = oneOf(.nonEmptyString, .nonEmptyStrings)

    /// One of these words.
    static func words(_ words: [String]) -> Definition {
        Definition(scalars: words.map(ScalarRule.constant))
    }

    /// A mapping of these keys only.
    static func mapping(_ properties: [Property]) -> Definition {
        Definition(mappings: [MappingRule(properties)])
    }

    /// A mapping of any keys to one kind of value.
    static func map(of value: Definition, keys: Definition = .nonEmptyString) -> Definition {
        Definition(mappings: [MappingRule([], loose: MappingRule.Loose(key: keys, value: value))])
    }

    /// A mapping that knows some keys and takes others.
    static func openMapping(_ properties: [Property], others: Definition) -> Definition {
        let loose = MappingRule.Loose(key: .nonEmptyString, value: others)
        return Definition(mappings: [MappingRule(properties, loose: loose)])
    }

    /// A sequence of one kind of item.
    static func sequence(of item: @escaping @Sendable () -> Definition) -> Definition {
        Definition(item: item)
    }

    /// Any of these forms.
    static func oneOf(_ forms: Definition...) -> Definition {
        Definition(
            scalars: forms.flatMap(\.scalars),
            item: forms.lazy.compactMap(\.item).first,
            mappings: forms.flatMap(\.mappings),
            isLenient: forms.contains(where: \.isLenient)
        )
    }
}
