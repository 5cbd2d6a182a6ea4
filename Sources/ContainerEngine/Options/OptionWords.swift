/// One word of an option string and where it stands.
package struct OptionWord: Sendable, Hashable {
    /// The word without its quotes.
    package var text: String
    /// UTF-8 offsets of the word in the string, quotes included.
    package var range: Range<Int>
}

/// Splits an option string into words the way GitHub's runner hands it to the docker command.
///
/// The runner passes the string through .NET, which knows double quotes and backslashes before
/// them, and no single quotes: `'a b'` is two words. A doubled quote inside quotes is a quote.
/// .NET separates at blanks alone; where a block is written, a line break means one, too.
/// Source: `ParseArgumentsIntoList` in .NET's `Process.Unix.cs`.
package enum OptionWords {
    /// What stands between words.
    package enum Separators: Sendable {
        /// Blanks and tabs, as in .NET.
        case blanks
        /// Line breaks besides, for what people write as a block.
        case blanksAndLines

        fileprivate func contains(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x20, 0x09: true
            case 0x0A, 0x0D: self == .blanksAndLines
            default: false
            }
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// The words in order.
    package static func split(
        _ text: String,
        at separators: Separators = .blanksAndLines
    ) -> [OptionWord] {
        let bytes = Array(text.utf8)
        var words: [OptionWord] = []
        var position = 0
        while true {
            while position < bytes.count, separators.contains(bytes[position]) { position += 1 }
            guard position < bytes.count else { return words }
            let start = position
            let word = nextWord(in: bytes, at: &position, until: separators)
            words.append(
                OptionWord(text: String(decoding: word, as: UTF8.self), range: start..<position)
            )
        }
    }

    private static func nextWord(
        in bytes: [UInt8],
        at position: inout Int,
        until separators: Separators
    ) -> [UInt8] {
        var word: [UInt8] = []
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == backslash {
                takeBackslashes(in: bytes, at: &position, into: &word)
            } else if byte == quote {
                let isDoubled =
                    isQuoted && position + 1 < bytes.count && bytes[position + 1] == quote
                if isDoubled { word.append(quote) } else { isQuoted.toggle() }
                position += isDoubled ? 2 : 1
            } else if separators.contains(byte), !isQuoted {
                break
            } else {
                word.append(byte)
                position += 1
            }
        }
        return word
    }

    /// Backslashes are themselves unless a quote follows: then two are one, and an odd one
    /// makes the quote a plain one.
    private static func takeBackslashes(
        in bytes: [UInt8],
        at position: inout Int,
        into word: inout [UInt8]
    ) {
        let run = bytes[position...].prefix { $0 == backslash }.count
        position += run
        guard position < bytes.count, bytes[position] == quote else {
            word += [UInt8](repeating: backslash, count: run)
            return
        }
        word += [UInt8](repeating: backslash, count: run / 2)
        if !run.isMultiple(of: 2) {
            word.append(quote)
            position += 1
        }
    }
}
