/// Writes values as JSON the way GitHub's `toJSON` does: two spaces, LF, keys in order.
struct JSONWriter: ~Copyable {
    private var output: BoundedText
    private let isPretty: Bool

    /// A writer that gives up once the text has more than `limit` UTF-16 units.
    init(limit: Int, pretty: Bool = true) {
        output = BoundedText(limit: limit)
        isPretty = pretty
    }

    /// The JSON text of a value.
    static func text(
        of value: ExpressionValue,
        limit: Int = .max,
        pretty: Bool = true
    ) throws(TextLimitExceeded) -> String {
        var writer = JSONWriter(limit: limit, pretty: pretty)
        try writer.write(value, indent: 0)
        return writer.output.text
    }

    private mutating func write(
        _ value: ExpressionValue,
        indent: Int
    ) throws(TextLimitExceeded) {
        switch value {
        case .null: try output.append("null")
        case .boolean, .number: try output.append(value.asString)
        case .string(let text): try writeString(text)
        case .array(let array): try writeArray(array.elements, indent: indent)
        case .object(let object): try writeObject(object, indent: indent)
        }
    }

    private mutating func writeArray(
        _ elements: [ExpressionValue],
        indent: Int
    ) throws(TextLimitExceeded) {
        guard !elements.isEmpty else { return try output.append("[]") }
        try output.append("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { try output.append(",") }
            try breakLine(indent: indent + 1)
            try write(element, indent: indent + 1)
        }
        try breakLine(indent: indent)
        try output.append("]")
    }

    private mutating func writeObject(
        _ object: ExpressionObject,
        indent: Int
    ) throws(TextLimitExceeded) {
        guard object.count > 0 else { return try output.append("{}") }
        try output.append("{")
        for (index, entry) in object.entries.enumerated() {
            if index > 0 { try output.append(",") }
            try breakLine(indent: indent + 1)
            try writeString(entry.0)
            try output.append(isPretty ? ": " : ":")
            try write(entry.1, indent: indent + 1)
        }
        try breakLine(indent: indent)
        try output.append("}")
    }

    private mutating func breakLine(indent: Int) throws(TextLimitExceeded) {
        guard isPretty else { return }
        try output.append("\n")
        for _ in 0..<indent { try output.append("  ") }
    }

    private mutating func writeString(_ text: String) throws(TextLimitExceeded) {
        try output.append("\"")
        if text.utf8.contains(where: Self.mayNeedEscape) {
            for scalar in text.unicodeScalars { try writeScalar(scalar) }
        } else {
            try output.append(text)
        }
        try output.append("\"")
    }

    private mutating func writeScalar(_ scalar: Unicode.Scalar) throws(TextLimitExceeded) {
        switch scalar.value {
        case 0x08: try output.append("\\b")
        case 0x09: try output.append("\\t")
        case 0x0A: try output.append("\\n")
        case 0x0C: try output.append("\\f")
        case 0x0D: try output.append("\\r")
        case 0x22: try output.append("\\\"")
        case 0x5C: try output.append("\\\\")
        case 0x00..<0x20, 0x85, 0x2028, 0x2029:
            let digits = String(scalar.value, radix: 16)
            try output.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        default: try output.append(String(Character(scalar)))
        }
    }

    /// Whether a byte is part of a scalar that must be escaped, or could be.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0xC2 || byte == 0xE2
    }
}
