import Diagnostics

/// Reads the bytes of a dotenv text line by line.
struct DotenvParser {
    /// What was read so far.
    private(set) var entries: [DotenvFile.Entry] = []
    /// What could not be read.
    private(set) var diagnostics: [Diagnostic] = []

    private let source: SourceFile
    private let bytes: [UInt8]
    private var index = 0

    /// Prepares to read a text, without its byte order mark.
    init(_ file: SourceFile) {
        let isMarked = file.text.unicodeScalars.first == "\u{FEFF}"
        let text = isMarked ? String(file.text.unicodeScalars.dropFirst()) : file.text
        source = SourceFile(path: file.path, text: text)
        bytes = Array(text.utf8)
    }

    /// Reads the whole text.
    mutating func parse() {
        while index < bytes.count {
            skipBlanks()
            if let byte = current, byte != UInt8(ascii: "#"), !isLineBreak(byte) {
                parseEntry()
            }
            skipLine()
        }
    }

    private mutating func parseEntry() {
        skipExport()
        let start = index
        while let byte = current, byte != UInt8(ascii: "="), !isLineBreak(byte) {
            index += 1
        }
        let nameEnd = endTrimmingBlanks(from: start, to: index)
        guard current == UInt8(ascii: "=") else {
            report(
                "this line has no `=`",
                at: start..<nameEnd,
                help: "write `NAME=value`, and put a value of several lines in double quotes"
            )
            return
        }
        guard Self.isName(bytes[start..<nameEnd]) else {
            report(
                "the name before `=` is not one that can be used",
                at: start..<max(nameEnd, start + 1),
                help:
                    "a name begins with a letter or `_` and holds letters, digits, `_`, `-` and `.`"
            )
            return
        }
        index += 1
        guard let value = parseValue() else {
            return
        }
        let name = String(decoding: bytes[start..<nameEnd], as: UTF8.self)
        entries.append(.init(name: name, value: value, span: source.span(utf8: start..<nameEnd)))
    }

    private mutating func parseValue() -> String? {
        skipBlanks()
        guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return parseBareValue()
        }
        guard let value = parseQuotedValue(quote) else {
            return nil
        }
        let end = index
        skipBlanks()
        let isFollowed = current.map { !isLineBreak($0) && $0 != UInt8(ascii: "#") } ?? false
        guard !isFollowed else {
            report(
                "text follows the closing quote",
                at: end..<endTrimmingBlanks(from: end, to: lineEnd),
                help: "write a quote inside double quotes as `\\\"`, or begin a comment with `#`"
            )
            return nil
        }
        return value
    }

    /// A value without quotes: up to a `#` after a blank, or the end of the line.
    private mutating func parseBareValue() -> String {
        let start = index
        var end = lineEnd
        for place in start..<end where bytes[place] == UInt8(ascii: "#") {
            if place > 0, isBlank(bytes[place - 1]) {
                end = place
                break
            }
        }
        index = end
        let trimmed = endTrimmingBlanks(from: start, to: end)
        return String(decoding: bytes[start..<trimmed], as: UTF8.self)
    }

    /// A value in quotes, from its opening to after its closing one; nil when it is never closed.
    private mutating func parseQuotedValue(_ quote: UInt8) -> String? {
        let start = index
        var value: [UInt8] = []
        index += 1
        while let byte = current {
            index += 1
            if byte == quote {
                return String(decoding: value, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), let next = current {
                index += 1
                value += Self.escapes[next] ?? [byte, next]
            } else if byte == UInt8(ascii: "\r"), current == UInt8(ascii: "\n") {
                continue
            } else {
                value.append(byte)
            }
        }
        // The text after the quote may be good lines: go back, so that they are read and checked.
        index = start
        report(
            "this quote is never closed",
            at: start..<start + 1,
            help: "close the value with `\(Character(Unicode.Scalar(quote)))`"
        )
        return nil
    }

    private static let escapes: [UInt8: [UInt8]] = [
        UInt8(ascii: "n"): [10], UInt8(ascii: "r"): [13], UInt8(ascii: "t"): [9],
        UInt8(ascii: "\""): [UInt8(ascii: "\"")], UInt8(ascii: "\\"): [UInt8(ascii: "\\")],
        UInt8(ascii: "$"): [UInt8(ascii: "$")],
    ]
}

extension DotenvParser {
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private var lineEnd: Int {
        bytes[index...].firstIndex(where: isLineBreak) ?? bytes.count
    }

    private mutating func skipBlanks() {
        while let byte = current, isBlank(byte) {
            index += 1
        }
    }

    private mutating func skipLine() {
        index = lineEnd
        if current == UInt8(ascii: "\r"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "\n")
        {
            index += 1
        }
        index += 1
    }

    private mutating func skipExport() {
        let word = Array("export".utf8)
        let after = index + word.count
        guard after < bytes.count, isBlank(bytes[after]), bytes[index..<after].elementsEqual(word)
        else {
            return
        }
        let start = index
        index = after
        skipBlanks()
        if current == UInt8(ascii: "=") {
            index = start
        }
    }

    private func endTrimmingBlanks(from start: Int, to end: Int) -> Int {
        var end = end
        while end > start, isBlank(bytes[end - 1]) {
            end -= 1
        }
        return end
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private func isLineBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Whether the bytes are a name: `[A-Za-z_][A-Za-z0-9_.-]*`.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
                || byte == UInt8(ascii: "_")
        }
        func isOther(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        guard let first = bytes.first, isLetter(first) else {
            return false
        }
        return bytes.allSatisfy { isLetter($0) || isOther($0) }
    }

    private mutating func report(_ message: String, at range: Range<Int>, help: String) {
        let span = source.span(utf8: range)
        diagnostics.append(Diagnostic(.dotenvSyntax, message, at: span, help: help))
    }
}
