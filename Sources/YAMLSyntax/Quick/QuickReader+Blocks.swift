import Diagnostics

// Mappings and sequences that indentation delimits.
extension QuickReader {
    /// Reads the mapping whose first key is next, in this column.
    mutating func readMapping(at column: Int) throws(Unusual) {
        let index = try open(.mapping)
        let mapping = enterKeys()
        var count = 0
        var last = index
        repeat {
            let key = records.count
            try readKey()
            try accept(key, into: mapping)
            last = records.count
            try readValue(below: column)
            count += 1
        } while try goesOn(at: column)
        leaveKeys(mapping)
        close(index, count: count, end: records[last].end)
    }

    /// Whether the collection of a column goes on; what stands in it further right is not YAML.
    private mutating func goesOn(at column: Int) throws(Unusual) -> Bool {
        guard try skipToContent() else {
            return false
        }
        guard self.column <= column else {
            throw Unusual()
        }
        return self.column == column
    }

    /// Reads what follows the `:` of a key in this column.
    private mutating func readValue(below column: Int) throws(Unusual) {
        let empty = position(offset)
        guard endsLine() else {
            return try readLeaf(below: column)
        }
        if try skipToContent() {
            if self.column > column {
                return try readNode(below: column)
            }
            if self.column == column, isItem {
                return try readSequence(at: column, isIndented: false)
            }
        }
        appendNull(at: empty)
    }

    /// Reads the sequence whose first `-` is next, in this column.
    ///
    /// One that is not indented stands in the column of the key before it.
    private mutating func readSequence(at column: Int, isIndented: Bool) throws(Unusual) {
        let index = try open(.sequence)
        var count = 0
        var last = index
        repeat {
            guard isItem else {
                guard isIndented else {
                    break
                }
                throw Unusual()
            }
            offset += 1
            last = records.count
            try readItem(below: column)
            count += 1
        } while try goesOn(at: column)
        close(index, count: count, end: records[last].end)
    }

    private mutating func readItem(below column: Int) throws(Unusual) {
        let empty = position(offset)
        guard endsLine() else {
            return try readNode(below: column)
        }
        if try skipToContent(), self.column > column {
            return try readNode(below: column)
        }
        appendNull(at: empty)
    }

    /// Reads a node that may be a block; it is the first of its line, or follows a `-`.
    private mutating func readNode(below column: Int) throws(Unusual) {
        if isItem {
            try readSequence(at: self.column, isIndented: true)
        } else if isKey {
            try readMapping(at: self.column)
        } else {
            try readLeaf(below: column)
        }
    }

    private var isItem: Bool { byte(offset) == Byte.dash && isBlank(offset + 1) }

    /// Whether the scalar that is next has a `:` behind it in the same line.
    private var isKey: Bool {
        var next = offset
        let first = byte(offset)
        if first == Byte.quote || first == Byte.doubleQuote {
            next += 1
            while byte(next) != Byte.lineBreak, byte(next) != first {
                next += first == Byte.doubleQuote && byte(next) == Byte.backslash ? 2 : 1
            }
            next += 1
            // A doubled quote is part of the text; what is behind it is looked through below.
        } else if !Byte.startsPlain(first), first != Byte.dash {
            return false
        }
        while byte(next) != Byte.lineBreak {
            if bytes[next] == Byte.colon, isBlank(next + 1) {
                return true
            }
            if bytes[next] == Byte.hash, bytes[next - 1] == Byte.space {
                return false
            }
            next += 1
        }
        return false
    }

    /// Reads a scalar or a flow, which ends its line, below a block's column.
    private mutating func readLeaf(below column: Int) throws(Unusual) {
        switch byte(offset) {
        case Byte.bar: try readBlockScalar(.literal, below: column)
        case Byte.greater: try readBlockScalar(.folded, below: column)
        case Byte.openBracket, Byte.openBrace:
            try readFlow()
            try endLine()
        case Byte.quote, Byte.doubleQuote:
            try readQuoted()
            try endLine()
        default: try readPlain(below: column)
        }
    }

    private mutating func readKey() throws(Unusual) {
        let start = offset
        if byte(offset) == Byte.quote || byte(offset) == Byte.doubleQuote {
            try readQuoted(isKey: true)
            skipSpaces()
        } else {
            try checkPlainStart()
            let end = try plainEnd()
            try appendPlain(start..<end, isKey: true)
        }
        guard byte(offset) == Byte.colon, isBlank(offset + 1), offset - start < 1000 else {
            throw Unusual()
        }
        offset += 1
    }

    private mutating func appendNull(at place: SourcePosition) {
        records.append(.scalar, kind: .null, at: (place, place))
    }
}
