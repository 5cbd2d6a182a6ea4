#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Times as texts of RFC 3339.
enum Timestamp {
    /// Such as `2026-11-22T08:30:00Z`.
    static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    /// Seconds since 1970; nil when it is no time.
    static func seconds(_ text: String) -> Double? {
        let styles: [Date.ISO8601FormatStyle] = [
            .iso8601, .init(includingFractionalSeconds: true),
        ]
        return styles.lazy.compactMap { try? Date(text, strategy: $0) }.first?
            .timeIntervalSince1970
    }
}
