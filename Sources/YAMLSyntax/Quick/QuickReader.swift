import Diagnostics

/// Reads the YAML that workflows are written in, without libyaml, and several times as fast.
///
/// It knows blocks, quotes, flows, comments and scalars of several lines as libyaml reads them. For
/// whatever else stands in a file (anchors, tags, tabs, several documents), and for anything wrong
/// with it, it has no answer at all: libyaml then reads the file from its start. So each document
/// it gives is the one libyaml gives, place by place, and no message is its own; the tests compare
/// both.
struct QuickReader {
    /// The text.
    let bytes: UnsafeBufferPointer<UInt8>
    private let path: SourcePath
    private let limits: YAMLParser.Limits
    private let isASCII: Bool
    /// The nodes so far.
    var records: RecordList
    /// The keys of the mappings that are open.
    private var keys = KeySet()
    private var depth = 0
    /// The byte that is read next.
    var offset = 0
    /// The line it stands in, from 1, and that line's first byte.
    var line = 1
    /// The first byte of the line.
    var lineStart = 0
    /// The text of a scalar that is not written as it reads.
    var scratch: [UInt8] = []

    /// Something that libyaml has to judge.
    struct Unusual: Error {}

    /// The document of a file; nil when libyaml has to read it.
    static func document(
        _ bytes: UnsafeBufferPointer<UInt8>,
        of file: SourceFile,
        limits: YAMLParser.Limits
    ) -> YAMLDocument? {
        guard let isASCII = TextSurvey.isASCII(bytes) else {
            return nil
        }
        var reader = QuickReader(bytes, SourcePath(file.path), limits, isASCII: isASCII)
        do throws(Unusual) {
            try reader.readDocument()
        } catch {
            return nil
        }
        return YAMLDocument(
            records: reader.records.records,
            texts: reader.records.texts,
            path: reader.path
        )
    }

    private init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ path: SourcePath,
        _ limits: YAMLParser.Limits,
        isASCII: Bool
    ) {
        self.bytes = bytes
        self.path = path
        self.limits = limits
        self.isASCII = isASCII
        records = RecordList(bytes: bytes.count)
    }

    private mutating func readDocument() throws(Unusual) {
        try skipDocumentStart()
        guard try skipToContent() else {
            throw Unusual()
        }
        try readMapping(at: column)
        // Each node is two events at most; four belong to the stream and the document.
        guard offset == bytes.count, 2 * records.count + 4 <= limits.events else {
            throw Unusual()
        }
    }

    // MARK: Bytes

    /// A byte of the text; behind its end there are line breaks.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        offset < bytes.count ? bytes[offset] : Byte.lineBreak
    }

    /// Whether a byte, or the end of the text, separates words.
    @inline(__always)
    func isBlank(_ offset: Int) -> Bool {
        let byte = byte(offset)
        return byte == Byte.space || byte == Byte.lineBreak
    }

    /// How many bytes of the line stand before the next one.
    var column: Int { offset - lineStart }

    /// The position of a byte of the current line.
    func position(_ offset: Int) -> SourcePosition {
        var column = offset - lineStart
        if !isASCII {
            for byte in bytes[lineStart..<offset] where byte & 0xC0 == 0x80 {
                column -= 1
            }
        }
        return SourcePosition(line: line, column: column + 1, offset: offset)
    }

    /// Passes over spaces of the line.
    mutating func skipSpaces() {
        while offset < bytes.count, bytes[offset] == Byte.space {
            offset += 1
        }
    }

    /// Goes to the start of the next line; the next byte has to be a line break.
    mutating func startLine() {
        offset += 1
        line += 1
        lineStart = offset
    }

    /// Passes over blanks, empty lines and comments; false at the end of the text.
    mutating func skipToContent() throws(Unusual) -> Bool {
        while true {
            skipSpaces()
            guard offset < bytes.count else {
                return false
            }
            switch bytes[offset] {
            case Byte.lineBreak: startLine()
            case Byte.hash: try skipComment()
            case Byte.tab: throw Unusual()
            default:
                guard column > 0 || !isDocumentMark else {
                    throw Unusual()
                }
                return true
            }
        }
    }

    private mutating func skipComment() throws(Unusual) {
        guard offset == lineStart || bytes[offset - 1] == Byte.space else {
            throw Unusual()
        }
        while offset < bytes.count, bytes[offset] != Byte.lineBreak {
            offset += 1
        }
    }

    /// Whether the line may end the document, start another or be a directive.
    private var isDocumentMark: Bool {
        switch bytes[offset] {
        case Byte.percent: true
        case Byte.dash: byte(offset + 1) == Byte.dash
        case Byte.dot: byte(offset + 1) == Byte.dot
        default: false
        }
    }

    /// Passes over a first `---`.
    private mutating func skipDocumentStart() throws(Unusual) {
        while byte(offset) == Byte.hash || byte(offset) == Byte.lineBreak, offset < bytes.count {
            if bytes[offset] == Byte.hash {
                try skipComment()
            } else {
                startLine()
            }
        }
        if bytes[offset...].starts(with: [Byte.dash, Byte.dash, Byte.dash]) {
            offset += 3
            try endLine()
        }
    }

    /// Makes sure that nothing but a comment follows in the line.
    mutating func endLine() throws(Unusual) {
        guard endsLine() else {
            throw Unusual()
        }
    }

    /// Passes over spaces, and tells whether nothing but a comment follows in the line.
    mutating func endsLine() -> Bool {
        let start = offset
        skipSpaces()
        return byte(offset) == Byte.lineBreak || bytes[offset] == Byte.hash && offset > start
    }

    // MARK: Nodes

    /// Starts a collection at the next byte: its record.
    mutating func open(_ form: YAMLRecord.Form) throws(Unusual) -> Int {
        depth += 1
        guard depth <= limits.depth else {
            throw Unusual()
        }
        let place = position(offset)
        records.append(form, at: (place, place))
        return records.count - 1
    }

    /// Ends a collection of so many items or entries.
    mutating func close(_ index: Int, count: Int, end: SourcePosition) {
        depth -= 1
        records.close(index, count: count, end: end)
    }

    /// Starts the keys of a mapping.
    func enterKeys() -> Int { keys.enter() }

    /// Ends the keys of a mapping.
    mutating func leaveKeys(_ mapping: Int) {
        keys.leave(mapping)
    }

    /// Lets a key join its mapping, where it has to be the only one of its name.
    mutating func accept(_ key: Int, into mapping: Int) throws(Unusual) {
        if records[key].holdsExpression, records.text(key).hasPrefix("${{") {
            return
        }
        guard keys.insert(key, into: mapping, records) else {
            throw Unusual()
        }
    }
}
