/// Writes JSON in the order it is told, a field or an item a line, into one buffer.
///
/// Ten thousand steps go through it; a general encoder takes longer for them than libyaml for the
/// whole file, and forgets the order of a matrix's keys.
struct PlanJSONWriter: ~Copyable {
    private var sink: ByteSink
    /// What stands before the sink's bytes.
    private var earlier: [[UInt8]] = []
    /// In how many objects and arrays the next byte stands.
    private(set) var depth: Int
    private var isFirst: Bool
    private var isInline = false

    /// Starts with room for so many bytes.
    ///
    /// - Parameters:
    ///   - capacity: the bytes.
    ///   - depth: in how many objects and arrays of another writer the text stands.
    ///   - isFirst: whether it begins with the first item of the innermost.
    init(capacity: Int, depth: Int = 0, isFirst: Bool = true) {
        sink = ByteSink(capacity: capacity)
        self.depth = depth
        self.isFirst = isFirst
    }

    /// What was written, in pieces that follow each other.
    var pieces: [[UInt8]] { earlier + [sink.bytes] }

    /// Adds items of an array that other writers wrote, at least one.
    mutating func addItems(_ pieces: [[UInt8]]) {
        earlier += [sink.bytes] + pieces
        sink.clear()
        isFirst = false
    }

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
    mutating func array(_ name: StaticString, _ body: (inout PlanJSONWriter) -> Void) {
        key(name)
        group("[", "]", inline: false, body)
    }

    /// Writes a field that is a text; none when there is no text.
    mutating func field(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a field that is a number.
    mutating func field(_ name: StaticString, _ value: Int) {
        key(name)
        sink.write(value)
    }

    /// Writes a field that is a boolean.
    mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        sink.write(value ? "true" as StaticString : "false")
    }

    /// Writes a field whose value is JSON already.
    mutating func field(_ name: StaticString, json: String) {
        key(name)
        sink.write(json)
    }

    /// Writes a field that is an array of texts, on one line.
    mutating func field(_ name: StaticString, _ values: [String]) {
        key(name)
        sink.write(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { sink.write(", " as StaticString) }
            string(value)
        }
        sink.write(UInt8(ascii: "]"))
    }

    private mutating func group(
        _ opening: Unicode.Scalar,
        _ closing: Unicode.Scalar,
        inline: Bool,
        _ body: (inout PlanJSONWriter) -> Void
    ) {
        let outerInline = isInline
        sink.write(UInt8(ascii: opening))
        depth += 1
        isFirst = true
        isInline = outerInline || inline
        body(&self)
        depth -= 1
        if !isFirst, !isInline { breakLine() }
        sink.write(UInt8(ascii: closing))
        isFirst = false
        isInline = outerInline
    }

    private mutating func startItem() {
        if isInline {
            if !isFirst { sink.write(", " as StaticString) }
        } else {
            if !isFirst { sink.write(UInt8(ascii: ",")) }
            breakLine()
        }
        isFirst = false
    }

    private mutating func key(_ name: StaticString) {
        startItem()
        sink.write(UInt8(ascii: "\""))
        sink.write(name)
        sink.write("\": " as StaticString)
    }

    private mutating func breakLine() {
        sink.write(UInt8(ascii: "\n"))
        for _ in 0..<depth { sink.write("  " as StaticString) }
    }

    private mutating func string(_ text: String) {
        var text = text
        sink.write(UInt8(ascii: "\""))
        text.withUTF8 { text in
            var start = 0
            while let found = Self.firstSpecial(text, from: start) {
                sink.write(UnsafeBufferPointer(rebasing: text[start..<found]))
                escape(text[found])
                start = found + 1
            }
            sink.write(UnsafeBufferPointer(rebasing: text[start...]))
        }
        sink.write(UInt8(ascii: "\""))
    }

    /// The first byte that JSON does not take as it is.
    ///
    /// Eight bytes at a time: a byte of zeros left by a comparison shows in its highest bit.
    private static func firstSpecial(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let bytes = UnsafeRawBufferPointer(text)
        var index = start
        while index + 8 <= text.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let hits =
                (quote &- ones) & ~quote | (backslash &- ones) & ~backslash
                | (word &- ones &* 0x20) & ~word
            guard hits & (ones &* 0x80) == 0 else {
                break
            }
            index += 8
        }
        while index < text.count {
            if mustEscape(text[index]) {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            sink.write(UInt8(ascii: "\\"))
            sink.write(byte)
        case UInt8(ascii: "\n"): sink.write("\\n" as StaticString)
        case UInt8(ascii: "\t"): sink.write("\\t" as StaticString)
        case UInt8(ascii: "\r"): sink.write("\\r" as StaticString)
        default:
            sink.write("\\u00" as StaticString)
            sink.write(Self.digits[Int(byte >> 4)])
            sink.write(Self.digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
