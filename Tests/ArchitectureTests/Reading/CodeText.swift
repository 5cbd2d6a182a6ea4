/// Swift text with comments and the contents of strings blanked out, line by line as before.
enum CodeText {
    /// Blanks a text; quotes and comment marks go too, line breaks stay.
    static func blanked(_ text: String) -> String {
        var blanker = Blanker(Array(text.utf8))
        blanker.readCode(untilParenthesis: false)
        return String(decoding: blanker.output, as: UTF8.self)
    }
}

/// Walks the bytes once; what is code is copied, what is not becomes spaces.
private struct Blanker {
    private let bytes: [UInt8]
    private(set) var output: [UInt8] = []
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        output.reserveCapacity(bytes.count)
    }

    /// Reads code to the end, or to the parenthesis that closes an interpolation.
    mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): blankLine()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): blankBlock()
            case UInt8(ascii: "\""): readString(hashes: 0)
            case UInt8(ascii: "#") where stringHashes > 0: readString(hashes: stringHashes)
            case UInt8(ascii: "(") where untilParenthesis:
                depth += 1
                blank()
            case UInt8(ascii: ")") where untilParenthesis:
                blank()
                if depth == 0 { return }
                depth -= 1
            default: untilParenthesis ? blank() : copy()
            }
        }
    }

    /// The number of `#` from here to a quote; 0 when no quote follows.
    private var stringHashes: Int {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        return peek(count) == UInt8(ascii: "\"") ? count : 0
    }

    private mutating func readString(hashes: Int) {
        for _ in 0..<hashes { blank() }
        let isLong = isAt("\"\"\"")
        let end = (isLong ? "\"\"\"" : "\"") + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        for _ in 0..<(isLong ? 3 : 1) { blank() }
        while index < bytes.count {
            if isAt(end) {
                for _ in 0..<end.utf8.count { blank() }
                return
            }
            if isAt(escape + "(") {
                for _ in 0...escape.utf8.count { blank() }
                readCode(untilParenthesis: true)
            } else if isAt(escape) {
                for _ in 0...escape.utf8.count { blank() }
            } else {
                blank()
            }
        }
    }

    private mutating func blankLine() {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blankBlock() {
        var depth = 0
        while index < bytes.count {
            if isAt("/*") {
                depth += 1
                blank()
            } else if isAt("*/") {
                depth -= 1
                blank()
            }
            blank()
            if depth == 0 { return }
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private func isAt(_ text: String) -> Bool {
        var distance = 0
        for byte in text.utf8 {
            guard peek(distance) == byte else { return false }
            distance += 1
        }
        return true
    }

    private mutating func copy() {
        output.append(bytes[index])
        index += 1
    }

    private mutating func blank() {
        guard index < bytes.count else { return }
        output.append(bytes[index] == UInt8(ascii: "\n") ? bytes[index] : UInt8(ascii: " "))
        index += 1
    }
}
