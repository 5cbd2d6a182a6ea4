#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON as the services speak it.
enum ServiceJSON {
    /// One line, keys sorted, slashes as they are.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// The same for a value of ours, which is made of texts and finite numbers alone.
    static func bytes(_ value: some Encodable) -> [UInt8] {
        guard let bytes = try? encode(value) else {
            preconditionFailure("an answer holds only texts and finite numbers")
        }
        return bytes
    }

    /// Reads a request's body.
    ///
    /// - Throws: `ServiceFailure` when it is no JSON of this shape.
    static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from bytes: [UInt8]
    ) throws(ServiceFailure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw ServiceFailure(.malformed, "the body is not the JSON that is expected here")
        }
    }
}

/// A 64-bit number of protocol buffers: text in JSON, though a plain number is read too.
///
/// Source: <https://protobuf.dev/programming-guides/json/>
struct ProtocolInteger: Codable, Sendable, Hashable {
    /// The number.
    let value: Int

    /// Wraps a number.
    init(_ value: Int) {
        self.value = value
    }

    /// Reads `"7"` or `7`.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            value = number
        } else if let number = Int(try container.decode(String.self)) {
            value = number
        } else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "no whole number"
            )
        }
    }

    /// Writes `"7"`.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(value)")
    }
}
