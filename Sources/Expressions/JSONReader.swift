/// Reads JSON as leniently as GitHub's `fromJSON`: comments, single quotes, bare names, trailing
/// commas, anything after the first value.
///
/// A container at the hundredth level is not expanded: it becomes its JSON text.
struct JSONReader {
    /// From this level on values stay text.
    static let expandedLevels = 100
    /// Text nested deeper than this is refused.
    static let maximumLevels = 512

    /// The text.
    let bytes: [UInt8]
    /// Where reading goes on.
    var index = 0
    /// The containers around that place.
    var path: [PathStep] = []

    /// One step from a container to what it holds.
    enum PathStep {
        case key(String)
        case element(Int)
    }

    /// A reader at the start of a text.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Reads the first value of the text.
    mutating func readValue() throws(JSONError) -> ExpressionValue {
        try skipTrivia()
        guard index < bytes.count else {
            throw failure("Error reading JToken from JsonReader.")
        }
        return try readValue(level: 1)
    }

    private mutating func readValue(level: Int) throws(JSONError) -> ExpressionValue {
        guard level <= Self.maximumLevels else {
            throw failure("The reader's MaxDepth of \(Self.maximumLevels) has been exceeded.")
        }
        let value: ExpressionValue
        switch bytes[index] {
        case UInt8(ascii: "{"): value = try readObject(level: level)
        case UInt8(ascii: "["): value = try readArray(level: level)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
            value = try readNumber()
        default: value = try readWord()
        }
        return level == Self.expandedLevels ? Self.unexpanded(value) : value
    }

    /// What GitHub leaves of a value it does not expand.
    private static func unexpanded(_ value: ExpressionValue) -> ExpressionValue {
        switch value {
        case .boolean(let flag): .string(flag ? "True" : "False")
        case .array, .object: .string(value.toJSON())
        default: .string(value.asString)
        }
    }

    // MARK: Containers

    private mutating func readArray(level: Int) throws(JSONError) -> ExpressionValue {
        var elements: [ExpressionValue] = []
        index += 1
        while true {
            path.append(.element(elements.count))
            try skipTrivia()
            guard index < bytes.count else { throw endOfContent("JArray") }
            if bytes[index] == UInt8(ascii: "]") { break }
            if bytes[index] == UInt8(ascii: ",") {
                elements.append(.null)
            } else {
                elements.append(try readValue(level: level + 1))
                try skipTrivia()
            }
            guard index < bytes.count else { throw endOfContent("JArray") }
            if bytes[index] == UInt8(ascii: "]") { break }
            try expectComma()
            path.removeLast()
        }
        path.removeLast()
        index += 1
        return .array(elements)
    }

    private mutating func readObject(level: Int) throws(JSONError) -> ExpressionValue {
        var entries: [(String, ExpressionValue)] = []
        index += 1
        while true {
            try skipTrivia()
            guard index < bytes.count else { throw endOfContent("JObject") }
            if bytes[index] == UInt8(ascii: "}") { break }
            let key = try readKey()
            path.append(.key(key))
            try skipTrivia()
            guard index < bytes.count else { throw endOfContent("JObject") }
            entries.append((key, try readValue(level: level + 1)))
            try skipTrivia()
            guard index < bytes.count else { throw endOfContent("JObject") }
            if bytes[index] == UInt8(ascii: "}") {
                path.removeLast()
                break
            }
            try expectComma()
            path.removeLast()
        }
        index += 1
        return .object(entries)
    }

    private mutating func readKey() throws(JSONError) -> String {
        let key: String
        let first = bytes[index]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            key = try readString()
        } else {
            let start = index
            while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
            guard index > start else {
                throw failure("Invalid property identifier character: \(character()).")
            }
            key = String(decoding: bytes[start..<index], as: UTF8.self)
        }
        try skipTrivia()
        guard index < bytes.count else { throw endOfContent("JObject") }
        guard bytes[index] == UInt8(ascii: ":") else {
            throw failure(
                "Invalid character after parsing property name. "
                    + "Expected ':' but got: \(character())."
            )
        }
        index += 1
        return key
    }

    private mutating func expectComma() throws(JSONError) {
        guard bytes[index] == UInt8(ascii: ",") else {
            throw failure(
                "After parsing a value an unexpected character was encountered: \(character())."
            )
        }
        index += 1
    }

    // MARK: Scalars

    private mutating func readNumber() throws(JSONError) -> ExpressionValue {
        let start = index
        if bytes[index...].starts(with: "-Infinity".utf8) {
            index += "-Infinity".utf8.count
            return .number(-.infinity)
        }
        while index < bytes.count, Self.isNumberByte(bytes[index]) { index += 1 }
        let digits = bytes[start..<index]
        if index < bytes.count, !Self.endsNumber(bytes, at: index) {
            throw failure(
                "Unexpected character encountered while parsing number: \(character())."
            )
        }
        if let number = Self.integer(digits) ?? NumberText.parseDecimal(digits) {
            return .number(number)
        }
        let text = String(decoding: digits, as: UTF8.self)
        throw failure("Input string '\(text)' is not a valid number.")
    }

    private mutating func readWord() throws(JSONError) -> ExpressionValue {
        let words: [(String, ExpressionValue)] = [
            ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
            ("undefined", .null), ("NaN", .number(.nan)), ("Infinity", .number(.infinity)),
        ]
        for (word, value) in words where bytes[index...].starts(with: word.utf8) {
            let end = index + word.utf8.count
            guard end == bytes.count || !Self.isNameByte(bytes[end]) else { continue }
            index = end
            return value
        }
        throw failure("Unexpected character encountered while parsing value: \(character()).")
    }

    // MARK: Errors

    /// An error at the current place.
    func failure(_ problem: String) -> JSONError {
        let before = bytes[..<min(index, bytes.count)]
        let newlines = before.count { $0 == UInt8(ascii: "\n") }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let position = String(decoding: before[lineStart...], as: UTF8.self).utf16.count
        let atStart = index == 0
        return JSONError(
            problem: problem,
            path: Self.describe(path),
            line: atStart ? 0 : newlines + 1,
            position: position
        )
    }

    private func endOfContent(_ container: String) -> JSONError {
        failure("Unexpected end of content while loading \(container).")
    }

    /// The scalar at the current place.
    func character() -> String {
        let rest = bytes[index...].prefix(4)
        return String(decoding: rest, as: UTF8.self).unicodeScalars.first.map { String($0) } ?? ""
    }

    private static func describe(_ path: [PathStep]) -> String {
        var text = ""
        for step in path {
            switch step {
            case .element(let index): text += "[\(index)]"
            case .key(let key):
                if key.utf8.allSatisfy({ isNameByte($0) }) {
                    text += text.isEmpty ? key : ".\(key)"
                } else {
                    text += "['\(key)']"
                }
            }
        }
        return text
    }
}
