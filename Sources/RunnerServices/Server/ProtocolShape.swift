/// How the messages of a method look in the binary form of protocol buffers, beside their JSON.
///
/// Some clients of GitHub's caches speak nothing else.
/// Source: <https://protobuf.dev/programming-guides/encoding/>
struct ProtocolShape: Sendable {
    /// What a field holds.
    enum Kind: Sendable {
        case text, texts, number, flag
    }

    /// A field: its number, its name in JSON, and what it holds.
    typealias Field = (number: Int, name: String, kind: Kind)

    /// The fields of the request; others are skipped.
    let request: [Field]
    /// The fields of the answer.
    let answer: [Field]

    /// The JSON of a request; a text that is not there is empty.
    ///
    /// - Throws: `ServiceFailure` when the bytes are no such message.
    func json(ofRequest bytes: [UInt8]) throws(ServiceFailure) -> [UInt8] {
        var values: [String: ProtocolValue] = [:]
        for field in request where field.kind == .text { values[field.name] = .text("") }
        for field in request where field.kind == .texts { values[field.name] = .texts([]) }
        var reader = ProtocolReader(bytes[...])
        while let (number, content) = try reader.next() {
            guard let field = request.first(where: { $0.number == number }) else { continue }
            switch (field.kind, content, values[field.name]) {
            case (.text, .bytes(let bytes), _):
                values[field.name] = .text(String(decoding: bytes, as: UTF8.self))
            case (.texts, .bytes(let bytes), .texts(let texts)?):
                // No request has more than a key and ten keys to restore from.
                guard texts.count <= 10 else { throw ProtocolReader.malformed }
                values[field.name] = .texts(texts + [String(decoding: bytes, as: UTF8.self)])
            case (.number, .number(let number), _):
                values[field.name] = .number(Int(truncatingIfNeeded: number))
            default: throw ProtocolReader.malformed
            }
        }
        return ServiceJSON.bytes(values)
    }

    /// The bytes of an answer, given its JSON.
    func bytes(ofAnswer json: [UInt8]) throws(ServiceFailure) -> [UInt8] {
        let values = try ServiceJSON.decode([String: ProtocolValue].self, from: json)
        var bytes: [UInt8] = []
        for field in answer {
            switch (field.kind, values[field.name]) {
            case (.flag, .flag(true)?): bytes += Self.number(field.number << 3) + [1]
            case (.number, .text(let text)?):
                bytes += Self.number(field.number << 3) + Self.number(Int(text) ?? 0)
            case (.text, .text(let text)?):
                let content = Array(text.utf8)
                bytes += Self.number(field.number << 3 | 2) + Self.number(content.count) + content
            default: continue
            }
        }
        return bytes
    }

    /// Seven bits a byte, the lowest first.
    private static func number(_ value: Int) -> [UInt8] {
        var rest = UInt64(bitPattern: Int64(value))
        var bytes: [UInt8] = []
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

/// A field's value on its way between the two forms.
private enum ProtocolValue: Codable {
    case text(String)
    case texts([String])
    case number(Int)
    case flag(Bool)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self =
            if let flag = try? container.decode(Bool.self) { .flag(flag) } else {
                .text(try container.decode(String.self))
            }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        }
    }
}

/// Reads the fields of a message one after the other.
private struct ProtocolReader {
    enum Content {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    static let malformed = ServiceFailure(
        .malformed,
        "the body is not the message of protocol buffers that is expected here"
    )

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field; nil at the end.
    mutating func next() throws(ServiceFailure) -> (number: Int, content: Content)? {
        guard !rest.isEmpty else { return nil }
        let key = try number()
        let field = Int(truncatingIfNeeded: key >> 3)
        switch key & 7 {
        case 0: return (field, .number(try number()))
        case 1: return (field, .bytes(try take(8)))
        case 2: return (field, .bytes(try take(try number())))
        case 5: return (field, .bytes(try take(4)))
        default: throw Self.malformed
        }
    }

    private mutating func number() throws(ServiceFailure) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw Self.malformed }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Self.malformed
    }

    private mutating func take(_ count: UInt64) throws(ServiceFailure) -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw Self.malformed }
        let taken = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        return taken
    }
}
