/// One token of an expression and where it stands.
struct ExpressionToken {
    /// What the token is.
    let kind: Kind

    /// Its UTF-8 bytes in the expression's text.
    let range: Range<Int>

    /// The kinds of tokens.
    enum Kind {
        case startGroup
        case startIndex
        case startParameters
        case endGroup
        case endIndex
        case endParameters
        case separator
        case dereference
        case wildcard
        case not
        case binary(BinaryOperator)
        case literal(ExpressionValue)
        case propertyName
        case function
        case namedValue
        case unexpected
    }

    /// Sets of kinds, for the rule of what may follow what.
    struct Roles: OptionSet {
        /// One bit for each role.
        let rawValue: UInt16

        /// The start of the text, which is no token.
        static let start = Roles(rawValue: 1 << 0)
        /// A comma.
        static let separator = Roles(rawValue: 1 << 1)
        /// `(` around an operand.
        static let startGroup = Roles(rawValue: 1 << 2)
        /// `(` after a function.
        static let startParameters = Roles(rawValue: 1 << 3)
        /// `[`.
        static let startIndex = Roles(rawValue: 1 << 4)
        /// Any operator but `.`.
        static let logicalOperator = Roles(rawValue: 1 << 5)
        /// `.`.
        static let dereference = Roles(rawValue: 1 << 6)
        /// The name of a function.
        static let function = Roles(rawValue: 1 << 7)
        /// Any closing bracket.
        static let closing = Roles(rawValue: 1 << 8)
        /// `*`.
        static let wildcard = Roles(rawValue: 1 << 9)
        /// A literal.
        static let literal = Roles(rawValue: 1 << 10)
        /// The name of a property or a context.
        static let name = Roles(rawValue: 1 << 11)

        /// What a value may follow.
        static let beforeValue: Roles = [
            .start, .separator, .startGroup, .startParameters, .startIndex, .logicalOperator,
        ]
        /// What an index or a dereference may follow.
        static let container: Roles = [.closing, .wildcard, .name]
        /// What ends a value.
        static let value: Roles = [.container, .literal]
    }
}

extension ExpressionToken.Kind {
    /// The role this kind plays for the token after it.
    var role: ExpressionToken.Roles {
        switch self {
        case .startGroup: .startGroup
        case .startIndex: .startIndex
        case .startParameters: .startParameters
        case .endGroup, .endIndex, .endParameters: .closing
        case .separator: .separator
        case .dereference: .dereference
        case .wildcard: .wildcard
        case .not, .binary: .logicalOperator
        case .literal: .literal
        case .propertyName, .namedValue: .name
        case .function: .function
        case .unexpected: []
        }
    }

    /// The roles this kind may follow.
    var predecessors: ExpressionToken.Roles {
        switch self {
        case .startGroup, .not, .literal, .function, .namedValue: .beforeValue
        case .startParameters: .function
        case .startIndex, .dereference: .container
        case .endGroup, .endIndex, .separator, .binary: .value
        case .endParameters: [.value, .startParameters]
        case .propertyName: .dereference
        case .wildcard: [.startIndex, .dereference]
        case .unexpected: []
        }
    }
}
