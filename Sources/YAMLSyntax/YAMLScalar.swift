/// A scalar: the text somebody wrote and the type GitHub reads it as.
package struct YAMLScalar: Sendable {
    /// The text without quotes, escapes resolved, lines folded.
    package let text: String
    /// How it is written.
    package let style: Style
    /// What its text is read as.
    package let kind: Kind

    /// Makes a scalar; `kind` has to fit the text.
    package init(text: String, style: Style, kind: Kind) {
        self.text = text
        self.style = style
        self.kind = kind
    }

    /// The ways to write a scalar.
    package enum Style: Sendable {
        /// Bare.
        case plain
        /// Between `'`.
        case singleQuoted
        /// Between `"`.
        case doubleQuoted
        /// A block after `|`.
        case literal
        /// A block after `>`.
        case folded
    }

    /// The types a scalar is read as.
    package enum Kind: Sendable {
        /// Nothing, `null` or `~`.
        case null
        /// `true` or `false`.
        case boolean
        /// An integer or a float.
        case number
        /// Any text.
        case string
        /// Its tag does not fit; the error is reported, and nothing more should be said about it.
        case invalid
    }

    /// The value in its type; an invalid scalar gives its text.
    package var value: YAMLValue {
        switch kind {
        case .null: .null
        case .boolean: .boolean(text.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "t"))
        case .number: CoreSchema.number(text).map(YAMLValue.number) ?? .string(text)
        case .string, .invalid: .string(text)
        }
    }
}

/// A scalar's value in its type.
package enum YAMLValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A double, as GitHub keeps every number.
    case number(Double)
    /// A text.
    case string(String)
}
