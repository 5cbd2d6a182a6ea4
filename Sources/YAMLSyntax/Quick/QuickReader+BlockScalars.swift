import Diagnostics

// Scalars after `|` and `>`, as libyaml's `yaml_parser_scan_block_scalar` reads them.
extension QuickReader {
    /// What happens to the line breaks at the end.
    private enum Chomping {
        case strip, clip, keep
    }

    /// Reads a block scalar below a block's column.
    mutating func readBlockScalar(
        _ style: YAMLScalar.Style,
        below column: Int
    ) throws(Unusual) {
        let start = offset
        let place = position(start)
        let chomping = try readHeader()
        var trailing = 0
        let indent = try readFirstBreaks(&trailing, below: column)
        scratch.removeAll(keepingCapacity: true)
        var hasBreak = false
        var wasBlank = false
        while self.column == indent, offset < bytes.count {
            let isBlank = bytes[offset] == Byte.space || bytes[offset] == Byte.tab
            if style == .folded, hasBreak, !wasBlank, !isBlank {
                if trailing == 0 {
                    scratch.append(Byte.space)
                }
            } else if hasBreak {
                scratch.append(Byte.lineBreak)
            }
            scratch.append(contentsOf: repeatElement(Byte.lineBreak, count: trailing))
            trailing = 0
            wasBlank = isBlank
            hasBreak = readContent()
            trailing = try readBreaks(indent)
        }
        if chomping != .strip, hasBreak {
            scratch.append(Byte.lineBreak)
        }
        if chomping == .keep {
            scratch.append(contentsOf: repeatElement(Byte.lineBreak, count: trailing))
        }
        try appendScratch(style, at: (place, trueEnd(after: start)))
    }

    /// Reads what follows `|` or `>` in its line.
    private mutating func readHeader() throws(Unusual) -> Chomping {
        offset += 1
        let chomping: Chomping
        switch byte(offset) {
        case Byte.dash: chomping = .strip
        case Byte.plus: chomping = .keep
        default: chomping = .clip
        }
        offset += chomping == .clip ? 0 : 1
        try endLine()
        while byte(offset) != Byte.lineBreak {
            offset += 1
        }
        guard offset < bytes.count else {
            throw Unusual()
        }
        startLine()
        return chomping
    }

    /// Passes over the empty lines before the first line, and gives the column of the text.
    private mutating func readFirstBreaks(
        _ breaks: inout Int,
        below column: Int
    ) throws(Unusual) -> Int {
        var widest = 0
        while true {
            skipSpaces()
            widest = max(widest, self.column)
            guard byte(offset) == Byte.lineBreak, offset < bytes.count else {
                break
            }
            breaks += 1
            startLine()
        }
        guard byte(offset) != Byte.tab, widest == self.column else {
            throw Unusual()
        }
        return max(widest, column + 1)
    }

    /// Adds the rest of a line; false when the text ends without a line break.
    private mutating func readContent() -> Bool {
        let start = offset
        while byte(offset) != Byte.lineBreak {
            offset += 1
        }
        scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<offset]))
        guard offset < bytes.count else {
            return false
        }
        startLine()
        return true
    }

    /// Passes over empty lines and the indentation of the next line of text.
    private mutating func readBreaks(_ indent: Int) throws(Unusual) -> Int {
        var breaks = 0
        while true {
            while column < indent, offset < bytes.count, bytes[offset] == Byte.space {
                offset += 1
            }
            if column < indent, byte(offset) == Byte.tab {
                throw Unusual()
            }
            guard byte(offset) == Byte.lineBreak, offset < bytes.count else {
                return breaks
            }
            breaks += 1
            startLine()
        }
    }

    /// The place after the last character that is no blank.
    private func trueEnd(after start: Int) -> SourcePosition {
        var end = offset
        var line = line
        while end > start, bytes[end - 1] <= Byte.space {
            end -= 1
            line -= bytes[end] == Byte.lineBreak ? 1 : 0
        }
        var column = 1
        var scan = end
        while scan > 0, bytes[scan - 1] != Byte.lineBreak {
            scan -= 1
            column += bytes[scan] & 0xC0 == 0x80 ? 0 : 1
        }
        return SourcePosition(line: line, column: column, offset: end)
    }
}
