/// What may stand in one place of a file: GitHub's schema, as data.
///
/// A definition with several forms (`one-of` in GitHub's schema) lists them all: any of its scalar
/// rules, its sequence, any of its mappings.
/// Source: `workflow-v1.0.json` and `action-v1.0.json` of
/// <https://github.com/actions/languageservices>
final class Definition: Sendable {
    /// The names expressions may use here and below; nil leaves what the place around allows.
    let scope: Scope?
    /// The scalars that fit.
    let scalars: [ScalarRule]
    /// What a sequence's items are; nil when no sequence fits.
    let item: (@Sendable () -> Definition)?
    /// The mappings that fit.
    let mappings: [MappingRule]
    /// Whether the scalar is the text of an `if`, in which expressions need no `${{ }}`.
    let isCondition: Bool
    /// Whether anything fits.
    let isAny: Bool
    /// Whether other keys and words are passed over with a warning, as GitHub does below events.
    let isLenient: Bool
    /// Whether any text fits, which most scalars are.
    let takesText: Bool
    /// The keys that the mappings know.
    let keys: KeyTable

    /// Makes a definition of its forms.
    init(
        scope: Scope? = nil,
        scalars: [ScalarRule] = [],
        item: (@Sendable () -> Definition)? = nil,
        mappings: [MappingRule] = [],
        isCondition: Bool = false,
        isAny: Bool = false,
        isLenient: Bool = false
    ) {
        self.scope = scope
        self.scalars = scalars
        self.item = item
        self.mappings = mappings
        self.isCondition = isCondition
        self.isAny = isAny
        self.isLenient = isLenient
        takesText = isAny || scalars.contains(.string) || scalars.contains(.writtenString)
        keys = KeyTable(mappings)
    }

    private init(_ other: Definition, scope: Scope?, isLenient: Bool) {
        self.scope = scope
        self.isLenient = isLenient
        scalars = other.scalars
        item = other.item
        mappings = other.mappings
        isCondition = other.isCondition
        isAny = other.isAny
        takesText = other.takesText
        keys = other.keys
    }

    /// The same forms, with the names expressions may use.
    func with(_ scope: Scope) -> Definition {
        Definition(self, scope: scope, isLenient: isLenient)
    }

    /// The same forms, where what does not fit is passed over with a warning.
    var lenient: Definition {
        Definition(self, scope: scope, isLenient: true)
    }
}

/// A scalar that fits a definition.
enum ScalarRule: Sendable, Equatable {
    /// Nothing.
    case null
    /// `true` or `false`.
    case boolean
    /// A number.
    case number
    /// Any text; other scalars become their text.
    case string
    /// A text of at least one character.
    case nonEmptyString
    /// A text that may be empty between quotes, but not left out.
    case writtenString
    /// Exactly this text.
    case constant(String)
}

/// A mapping that fits a definition.
final class MappingRule: Sendable {
    /// The keys that are known.
    let properties: [Property]
    /// The keys that may not be left out.
    let required: [String]
    /// What keys and values are that are not known; nil when there may be none.
    let loose: Loose?

    /// What keys and values are that a mapping does not know.
    struct Loose: Sendable {
        /// The rule for a key.
        let key: Definition
        /// The definition of a value.
        let value: Definition
    }

    /// Makes a mapping of its known keys and the rule for others.
    init(_ properties: [Property], loose: Loose? = nil) {
        self.properties = properties
        required = properties.filter(\.isRequired).map(\.name)
        self.loose = loose
    }

    /// What the value of a known key is; keys are compared exactly.
    func definition(ofKey name: String) -> Definition? {
        for index in properties.indices where properties[index].name == name {
            return properties[index].definition
        }
        return nil
    }
}

/// A key that a mapping knows.
struct Property: Sendable {
    /// The key.
    let name: String
    /// What its value is.
    let definition: Definition
    /// Whether the mapping needs it.
    let isRequired: Bool

    /// Pairs a key with what its value is.
    init(_ name: String, _ definition: Definition, required isRequired: Bool = false) {
        self.name = name
        self.definition = definition
        self.isRequired = isRequired
    }
}
