#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How what is kept is told to programs.
enum StoreJSON {
    /// A value as JSON, with its keys in order.
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("what is kept has only texts and whole numbers")
        }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// A time such as `2026-11-22T10:30:00Z`.
    static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
