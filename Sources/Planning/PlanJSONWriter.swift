/// Writes JSON in the order it is told, a field or an item a line, into one buffer.
///
/// Ten thousand steps go through it; a general encoder takes longer for them than libyaml for the
/// whole file, and forgets the order of a matrix's keys.
struct PlanJSONWriter {
    private var bytes: [UInt8] = []
    private var depth = 0
    private var isFirst = true
    private var isInline = false

    /// What was written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object, as the whole text or as an item of an array.
    ///
    /// - Parameters:
    ///   - inline: whether it all stands on one line.
    ///   - body: writes the fields.
    mutating func object(inline: Bool = false, _ body: (inout PlanJSONWriter) -> Void) {
        if depth > 0 { startItem() }
        group("{", "}", inline: inline, body)
    }

    /// Writes a field that is an array.
    mutating func array(_ name: String, _ body: (inout PlanJSONWriter) -> Void) {
        key(name)
        group("[", "]", inline: false, body)
    }

    /// Writes a field that is a text; none when there is no text.
    mutating func field(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a field that is a number.
    mutating func field(_ name: String, _ value: Int) {
        key(name)
        bytes += String(value).utf8
    }

    /// Writes a field that is a boolean.
    mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bytes += (value ? "true" : "false").utf8
    }

    /// Writes a field whose value is JSON already.
    mutating func field(_ name: String, json: String) {
        key(name)
        bytes += json.utf8
    }

    /// Writes a field that is an array of texts, on one line.
    mutating func field(_ name: String, _ values: [String]) {
        key(name)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes += ", ".utf8 }
            string(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func group(
        _ opening: Unicode.Scalar,
        _ closing: Unicode.Scalar,
        inline: Bool,
        _ body: (inout PlanJSONWriter) -> Void
    ) {
        let outerInline = isInline
        bytes.append(UInt8(ascii: opening))
        depth += 1
        isFirst = true
        isInline = outerInline || inline
        body(&self)
        depth -= 1
        if !isFirst, !isInline { breakLine() }
        bytes.append(UInt8(ascii: closing))
        isFirst = false
        isInline = outerInline
    }

    private mutating func startItem() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if !isInline {
            breakLine()
        } else if !isFirst {
            bytes.append(UInt8(ascii: " "))
        }
        isFirst = false
    }

    private mutating func key(_ name: String) {
        startItem()
        string(name)
        bytes += ": ".utf8
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: Self.mustEscape) {
            for byte in text.utf8 { escape(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case 0x00..<0x20:
            bytes += "\\u00".utf8
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
