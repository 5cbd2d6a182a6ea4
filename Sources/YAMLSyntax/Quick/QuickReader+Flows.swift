import Diagnostics

// Collections between brackets and braces.
extension QuickReader {
    /// Reads the sequence or mapping whose bracket is next.
    mutating func readFlow() throws(Unusual) {
        if byte(offset) == Byte.openBracket {
            try readFlowSequence()
        } else {
            try readFlowMapping()
        }
    }

    private mutating func readFlowSequence() throws(Unusual) {
        let index = try open(.sequence)
        offset += 1
        var count = 0
        try skipInFlow()
        while byte(offset) != Byte.closeBracket {
            try readFlowNode()
            count += 1
            try endFlowItem(before: Byte.closeBracket)
        }
        offset += 1
        close(index, count: count, end: position(offset))
    }

    private mutating func readFlowMapping() throws(Unusual) {
        let index = try open(.mapping)
        let mapping = enterKeys()
        offset += 1
        var count = 0
        try skipInFlow()
        while byte(offset) != Byte.closeBrace {
            let key = records.count
            let start = offset
            try readFlowScalar(isKey: true)
            skipSpaces()
            guard byte(offset) == Byte.colon, isBlank(offset + 1), offset - start < 1000 else {
                throw Unusual()
            }
            offset += 1
            try accept(key, into: mapping)
            try skipInFlow()
            try readFlowNode()
            count += 1
            try endFlowItem(before: Byte.closeBrace)
        }
        leaveKeys(mapping)
        offset += 1
        close(index, count: count, end: position(offset))
    }

    private mutating func readFlowNode() throws(Unusual) {
        switch byte(offset) {
        case Byte.openBracket, Byte.openBrace: try readFlow()
        default: try readFlowScalar()
        }
    }

    /// Passes over the comma after an item, which may be left out before the bracket.
    private mutating func endFlowItem(before bracket: UInt8) throws(Unusual) {
        try skipInFlow()
        if byte(offset) == Byte.comma {
            offset += 1
            try skipInFlow()
        } else if byte(offset) != bracket {
            throw Unusual()
        }
    }

    /// Passes over blanks, line breaks and comments.
    private mutating func skipInFlow() throws(Unusual) {
        guard try skipToContent() else {
            throw Unusual()
        }
    }

    private mutating func readFlowScalar(isKey: Bool = false) throws(Unusual) {
        if byte(offset) == Byte.quote || byte(offset) == Byte.doubleQuote {
            return try readQuoted(isKey: isKey)
        }
        try checkPlainStart()
        let start = offset
        let end = try flowPlainEnd()
        try appendPlain(start..<end, isKey: isKey)
    }

    /// Goes to the end of a plain scalar in its line; gives its own end, before spaces.
    private mutating func flowPlainEnd() throws(Unusual) -> Int {
        var end = offset
        while true {
            switch byte(offset) {
            case Byte.lineBreak, Byte.comma, Byte.closeBracket, Byte.closeBrace: return end
            case Byte.space: break
            case Byte.tab, Byte.question, Byte.openBracket, Byte.openBrace: throw Unusual()
            case Byte.colon:
                if isBlank(offset + 1) {
                    return end
                }
                guard Byte.startsPlain(byte(offset + 1)) else {
                    throw Unusual()
                }
                end = offset + 1
            case Byte.hash:
                if offset > end {
                    return end
                }
                end = offset + 1
            default: end = offset + 1
            }
            offset += 1
        }
    }
}
