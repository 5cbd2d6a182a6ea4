/// The form of a schedule's five fields; GitHub takes line breaks around them, too.
///
/// Source: `cron.ts` of <https://github.com/actions/languageservices>
enum CronExpression {
    private struct Field {
        let range: ClosedRange<Int>
        var names: [String] = []
    }

    private static let fields = [
        Field(range: 0...59),
        Field(range: 0...23),
        Field(range: 1...31),
        Field(
            range: 1...12,
            names: [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ]
        ),
        Field(range: 0...6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// The fields of a text; five when it is valid.
    static func fields(of text: String) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace)
    }

    /// Whether a text has five fields that each hold what they may.
    static func isValid(_ text: String) -> Bool {
        let parts = fields(of: text)
        return parts.count == fields.count
            && zip(parts, fields).allSatisfy { part, field in isValid(part, field) }
    }

    private static func isValid(_ part: Substring, _ field: Field) -> Bool {
        let items = part.split(separator: ",", omittingEmptySubsequences: false)
        return items.allSatisfy { isValidItem($0, field) }
    }

    /// An item is `*`, a value or a range, perhaps with `/step`.
    private static func isValidItem(_ item: Substring, _ field: Field) -> Bool {
        let halves = item.split(separator: "/", omittingEmptySubsequences: false)
        guard let base = halves.first, halves.count <= 2 else {
            return false
        }
        if halves.count == 2 {
            guard let step = number(halves[1]), step > 0 else {
                return false
            }
        }
        if base == "*" {
            return true
        }
        let ends = base.split(separator: "-", omittingEmptySubsequences: false)
            .map { value($0, field) }
        switch ends.count {
        case 1: return ends[0] != nil
        case 2:
            guard let from = ends[0], let to = ends[1] else {
                return false
            }
            return from <= to
        default: return false
        }
    }

    private static func value(_ text: Substring, _ field: Field) -> Int? {
        if let index = field.names.firstIndex(of: text.lowercased()) {
            return index + field.range.lowerBound
        }
        guard let number = number(text), field.range.contains(number) else {
            return nil
        }
        return number
    }

    /// Digits only: `Int` alone would take a sign.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
