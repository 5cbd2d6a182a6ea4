/// One part of a glob pattern between slashes, with the meaning minimatch gives it.
///
/// Braces, extended globs and comments are off; names with a leading dot match. Characters are
/// UTF-16 units, as in the JavaScript that GitHub runs.
///
/// - Source: actions/toolkit `packages/glob` and minimatch 3 `parse`
enum GlobSegment: Equatable, Sendable {
    /// `**`: any number of names.
    case globstar
    /// A name without wildcards, escapes resolved.
    case literal([UInt16])
    /// A name with wildcards.
    case wildcard([Token])

    /// A piece of a name with wildcards.
    enum Token: Equatable, Sendable {
        /// `*`: any characters.
        case any
        /// `?`: one character.
        case one
        /// The character itself.
        case unit(UInt16)
        /// `[…]`: one character of these ranges, or none of them.
        case set([ClosedRange<UInt16>], isNegated: Bool)
    }

    /// Understands one part of a pattern.
    init(_ text: [UInt16]) {
        if text == [Self.star, Self.star] {
            self = .globstar
            return
        }
        let tokens = GlobSegment.tokens(of: text)
        var units: [UInt16] = []
        for token in tokens {
            guard case .unit(let unit) = token else {
                self = .wildcard(tokens)
                return
            }
            units.append(unit)
        }
        self = .literal(units)
    }

    /// Whether a name matches this part; `**` matches any one name here.
    func matches(_ name: [UInt16]) -> Bool {
        switch self {
        case .globstar: true
        case .literal(let text): name == text
        case .wildcard(let tokens): !name.isEmpty && GlobSegment.match(name, tokens)
        }
    }

    private static let star = UInt16(UInt8(ascii: "*"))
    private static let question = UInt16(UInt8(ascii: "?"))
    private static let open = UInt16(UInt8(ascii: "["))
    private static let close = UInt16(UInt8(ascii: "]"))
    private static let backslash = UInt16(UInt8(ascii: "\\"))
    private static let bang = UInt16(UInt8(ascii: "!"))
    private static let caret = UInt16(UInt8(ascii: "^"))
    private static let dash = UInt16(UInt8(ascii: "-"))

    private static func tokens(of text: [UInt16]) -> [Token] {
        var tokens: [Token] = []
        var index = 0
        while index < text.count {
            let unit = text[index]
            index += 1
            switch unit {
            case backslash:
                // A final backslash stands for itself.
                tokens.append(.unit(index < text.count ? text[index] : backslash))
                index += 1
            case star:
                tokens.append(.any)
            case question:
                tokens.append(.one)
            case open:
                if let (set, end) = set(in: text, from: index) {
                    tokens.append(set)
                    index = end
                } else {
                    tokens.append(.unit(open))
                }
            default:
                tokens.append(.unit(unit))
            }
        }
        return tokens
    }

    /// The set that begins after `[`, and the index after its `]`; nil when it is none.
    private static func set(in text: [UInt16], from start: Int) -> (Token, Int)? {
        var members: [UInt16] = []
        var index = start
        var isNegated = false
        if index < text.count, text[index] == bang || text[index] == caret {
            isNegated = true
            index += 1
        } else if index < text.count, text[index] == close {
            // A `]` that comes first is a member.
            members.append(close)
            index += 1
        }
        while index < text.count, text[index] != close {
            if text[index] == backslash, index + 1 < text.count { index += 1 }
            members.append(text[index])
            index += 1
        }
        guard index < text.count, let ranges = ranges(of: members) else { return nil }
        return (.set(ranges, isNegated: isNegated), index + 1)
    }

    /// The ranges that members with `-` between them mean; nil when one runs backwards.
    private static func ranges(of members: [UInt16]) -> [ClosedRange<UInt16>]? {
        var ranges: [ClosedRange<UInt16>] = []
        var index = 0
        while index < members.count {
            let first = members[index]
            if index + 2 < members.count, members[index + 1] == dash {
                guard first <= members[index + 2] else { return nil }
                ranges.append(first...members[index + 2])
                index += 3
            } else {
                ranges.append(first...first)
                index += 1
            }
        }
        return ranges
    }

    private static func match(_ name: [UInt16], _ tokens: [Token]) -> Bool {
        var nameIndex = 0
        var tokenIndex = 0
        var retry: (name: Int, token: Int)?
        while nameIndex < name.count {
            if tokenIndex < tokens.count, tokens[tokenIndex] == .any {
                retry = (nameIndex, tokenIndex + 1)
                tokenIndex += 1
            } else if tokenIndex < tokens.count, tokens[tokenIndex].matches(name[nameIndex]) {
                nameIndex += 1
                tokenIndex += 1
            } else if let (name, token) = retry {
                retry = (name + 1, token)
                nameIndex = name + 1
                tokenIndex = token
            } else {
                return false
            }
        }
        return tokens[tokenIndex...].allSatisfy { $0 == .any }
    }
}

extension GlobSegment.Token {
    /// Whether one character matches.
    fileprivate func matches(_ unit: UInt16) -> Bool {
        switch self {
        case .any, .one: true
        case .unit(let own): own == unit
        case .set(let ranges, let isNegated): ranges.contains { $0.contains(unit) } != isNegated
        }
    }
}
