/// The bytes that mean something in YAML.
enum Byte {
    /// A tab.
    static let tab = UInt8(ascii: "\t")
    /// A line break.
    static let lineBreak = UInt8(ascii: "\n")
    /// A space.
    static let space = UInt8(ascii: " ")
    /// `#`, before a comment.
    static let hash = UInt8(ascii: "#")
    /// `%`, before a directive.
    static let percent = UInt8(ascii: "%")
    /// `-`.
    static let dash = UInt8(ascii: "-")
    /// `.`.
    static let dot = UInt8(ascii: ".")
    /// `:`.
    static let colon = UInt8(ascii: ":")
    /// `,`.
    static let comma = UInt8(ascii: ",")
    /// `?`.
    static let question = UInt8(ascii: "?")
    /// `'`.
    static let quote = UInt8(ascii: "'")
    /// `"`.
    static let doubleQuote = UInt8(ascii: "\"")
    /// `\`.
    static let backslash = UInt8(ascii: "\\")
    /// `|`, before a literal scalar.
    static let bar = UInt8(ascii: "|")
    /// `>`, before a folded scalar.
    static let greater = UInt8(ascii: ">")
    /// `+`.
    static let plus = UInt8(ascii: "+")
    /// `[`.
    static let openBracket = UInt8(ascii: "[")
    /// `]`.
    static let closeBracket = UInt8(ascii: "]")
    /// `{`.
    static let openBrace = UInt8(ascii: "{")
    /// `}`.
    static let closeBrace = UInt8(ascii: "}")

    /// Whether a plain scalar may start with a byte whatever follows; `-` may, before some.
    @inline(__always)
    static func startsPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case dash, question, colon, comma, openBracket, closeBracket, openBrace, closeBrace, hash,
            UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), bar, greater, quote,
            doubleQuote, percent, UInt8(ascii: "@"), UInt8(ascii: "`"), tab, space, lineBreak:
            false
        default: true
        }
    }
}
