#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Times as texts of RFC 3339, and of HTTP.
enum Timestamp {
    /// Such as `2026-11-22T08:30:00Z`.
    static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    /// Such as `Sun, 22 Nov 2026 08:30:00 GMT`, for header lines.
    ///
    /// - Source: RFC 9110, section 5.6.7.
    static func http(_ seconds: Double) -> String {
        let text = text(seconds)
        let (day, time) = (text.prefix(10).split(separator: "-"), text.dropFirst(11).prefix(8))
        guard day.count == 3, let month = Int(day[1]), months.indices.contains(month - 1) else {
            return text
        }
        let days = Int((seconds / 86_400).rounded(.down))
        let name = weekdays[((days % 7) + 7) % 7]
        return "\(name), \(day[2]) \(months[month - 1]) \(day[0]) \(time) GMT"
    }

    /// From the day on that 1970 began with.
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970; nil when it is no time.
    static func seconds(_ text: String) -> Double? {
        let styles: [Date.ISO8601FormatStyle] = [
            .iso8601, .init(includingFractionalSeconds: true),
        ]
        return styles.lazy.compactMap { try? Date(text, strategy: $0) }.first?
            .timeIntervalSince1970
    }
}
