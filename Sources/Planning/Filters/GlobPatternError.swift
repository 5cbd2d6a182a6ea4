/// Why a text is no pattern.
package enum GlobPatternError: Error, Sendable, Hashable {
    /// There is nothing in it.
    case empty
    /// `?` or `+` has no character before it.
    case nothingBefore(Character)
    /// A `[` has no `]`, or nothing stands between them.
    case badSet
    /// The second end of a range comes before the first.
    case badRange(String)
    /// Nothing follows a `\`.
    case nothingAfterBackslash

    /// What is wrong, in one sentence.
    package var message: String {
        switch self {
        case .empty: "a pattern has at least one character"
        case .nothingBefore(let sign):
            "`\(sign)` repeats the character before it, and there is none it could repeat"
        case .badSet: "`[` opens a set of characters, which `]` has to close"
        case .badRange(let range): "the range `\(range)` is empty"
        case .nothingAfterBackslash: "`\\` takes the next character as it is, and none follows"
        }
    }
}
