/// Cuts the text of an expression into tokens, one at a time.
///
/// A token that may not stand where it stands comes out as `unexpected`; the parser reports it.
struct ExpressionLexer {
    /// The text.
    let bytes: [UInt8]

    /// The brackets still open, innermost last.
    private(set) var unclosed: [Bracket] = []

    private var index = 0
    private var last: ExpressionToken.Roles = .start

    /// An opening bracket by its meaning.
    enum Bracket {
        case group
        case index
        case parameters
    }

    /// A lexer at the start of a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next token, or nothing at the end of the text.
    mutating func next() -> ExpressionToken? {
        while index < bytes.count {
            let space = Whitespace.length(in: bytes, at: index)
            guard space > 0 else { break }
            index += space
        }
        guard index < bytes.count else { return nil }
        let start = index
        var kind = readToken()
        if last.isDisjoint(with: kind.predecessors) || !track(kind) { kind = .unexpected }
        last = kind.role
        return ExpressionToken(kind: kind, range: start..<index)
    }

    /// Whether the text does not begin with a token, wherever that might stand.
    var isUnreadable: Bool {
        mutating get {
            if case .unexpected = readToken() { true } else { false }
        }
    }

    private mutating func readToken() -> ExpressionToken.Kind {
        switch bytes[index] {
        case UInt8(ascii: "("): single(last == .function ? .startParameters : .startGroup)
        case UInt8(ascii: ")"): single(unclosed.last == .parameters ? .endParameters : .endGroup)
        case UInt8(ascii: "["): single(.startIndex)
        case UInt8(ascii: "]"): single(.endIndex)
        case UInt8(ascii: ","): single(.separator)
        case UInt8(ascii: "*"): single(.wildcard)
        case UInt8(ascii: "'"): readString()
        case UInt8(ascii: "."):
            last.isDisjoint(with: .beforeValue) ? single(.dereference) : readNumber()
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            readNumber()
        case UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "&"), UInt8(ascii: "|"):
            readOperator()
        default: readKeyword()
        }
    }

    /// Notes an opening or closing bracket; false when the closing one has no match.
    private mutating func track(_ kind: ExpressionToken.Kind) -> Bool {
        switch kind {
        case .startGroup: unclosed.append(.group)
        case .startIndex: unclosed.append(.index)
        case .startParameters: unclosed.append(.parameters)
        case .endGroup: return unclosed.popLast() == .group
        case .endIndex: return unclosed.popLast() == .index
        case .endParameters: return unclosed.popLast() == .parameters
        case .separator: return unclosed.last == .parameters
        default: break
        }
        return true
    }

    // MARK: Tokens

    private mutating func single(_ kind: ExpressionToken.Kind) -> ExpressionToken.Kind {
        index += 1
        return kind
    }

    private mutating func readString() -> ExpressionToken.Kind {
        let quote = UInt8(ascii: "'")
        var start = index + 1
        var text: [UInt8] = []
        index += 1
        while index < bytes.count {
            guard bytes[index] == quote else {
                index += 1
                continue
            }
            text.append(contentsOf: bytes[start..<index])
            index += 1
            guard index < bytes.count, bytes[index] == quote else {
                return .literal(.string(String(decoding: text, as: UTF8.self)))
            }
            start = index
            index += 1
        }
        return .unexpected
    }

    private mutating func readNumber() -> ExpressionToken.Kind {
        let start = index
        skipToBoundary(dotEnds: false)
        let number = NumberText.parse(String(decoding: bytes[start..<index], as: UTF8.self))
        return number.isNaN ? .unexpected : .literal(.number(number))
    }

    private mutating func readOperator() -> ExpressionToken.Kind {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        if let operation = BinaryOperator(bytes[index], next) {
            index += 2
            return .binary(operation)
        }
        index += 1
        switch bytes[index - 1] {
        case UInt8(ascii: "!"): return .not
        case UInt8(ascii: "<"): return .binary(.less)
        case UInt8(ascii: ">"): return .binary(.greater)
        default:
            skipToBoundary(dotEnds: true)
            return .unexpected
        }
    }

    private mutating func readKeyword() -> ExpressionToken.Kind {
        let start = index
        skipToBoundary(dotEnds: true)
        // A boundary byte that no rule reads cannot start a token, so this always moves on.
        if index == start { index += 1 }
        let word = bytes[start..<index]
        guard Self.isName(word) else { return .unexpected }
        if last == .dereference { return .propertyName }
        if let literal = Self.literal(word) { return .literal(literal) }
        return isCallAhead() ? .function : .namedValue
    }

    private static func literal(_ word: ArraySlice<UInt8>) -> ExpressionValue? {
        switch word.count {
        case 3 where word.elementsEqual("NaN".utf8): .number(.nan)
        case 4 where word.elementsEqual("true".utf8): .boolean(true)
        case 4 where word.elementsEqual("null".utf8): .null
        case 5 where word.elementsEqual("false".utf8): .boolean(false)
        case 8 where word.elementsEqual("Infinity".utf8): .number(.infinity)
        default: nil
        }
    }

    /// Whether the next byte that is no white space opens a call.
    private func isCallAhead() -> Bool {
        var ahead = index
        while ahead < bytes.count {
            let space = Whitespace.length(in: bytes, at: ahead)
            guard space > 0 else { return bytes[ahead] == UInt8(ascii: "(") }
            ahead += space
        }
        return false
    }

    private mutating func skipToBoundary(dotEnds: Bool) {
        while index < bytes.count, !isBoundary(at: index, dotEnds: dotEnds) { index += 1 }
    }

    private func isBoundary(at index: Int, dotEnds: Bool) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "|"):
            true
        case UInt8(ascii: "."): dotEnds
        default: Whitespace.length(in: bytes, at: index) > 0
        }
    }

    /// Whether bytes spell a name: a letter or `_`, then letters, digits, `_` and `-`.
    static func isName(_ bytes: some Sequence<UInt8>) -> Bool {
        var isFirst = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"):
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                if isFirst { return false }
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }
}

extension BinaryOperator {
    /// The operator of two characters, if there is one.
    fileprivate init?(_ first: UInt8, _ second: UInt8) {
        switch (first, second) {
        case (UInt8(ascii: "&"), UInt8(ascii: "&")): self = .and
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): self = .or
        case (UInt8(ascii: "="), UInt8(ascii: "=")): self = .equal
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): self = .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): self = .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): self = .greaterOrEqual
        default: return nil
        }
    }
}
