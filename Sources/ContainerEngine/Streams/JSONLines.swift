#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Cuts a stream of JSON documents, one a line, into values.
struct JSONLines<Value: Decodable & Sendable>: Sendable {
    private var rest: [UInt8] = []

    /// A line longer than this is no message of the engine.
    private static var longestLine: Int { 16 << 20 }

    /// The values whose lines are complete with these bytes.
    mutating func take(_ bytes: [UInt8]) throws -> [Value] {
        rest += bytes
        guard rest.count < Self.longestLine else {
            throw EngineError.unexpectedAnswer(detail: "a line of a stream does not end")
        }
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[..<end].split(separator: UInt8(ascii: "\n"))
        rest.removeFirst(end + 1)
        return try lines.compactMap(Self.value)
    }

    /// The value in a last line without a line break.
    mutating func finish() throws -> Value? {
        defer { rest = [] }
        return try Self.value(in: rest[...])
    }

    private static func value(in line: ArraySlice<UInt8>) throws -> Value? {
        guard !line.allSatisfy({ $0 == 13 || $0 == 32 || $0 == 10 }) else { return nil }
        return try EngineConnection.decode(Value.self, from: Array(line), of: "stream")
    }
}
