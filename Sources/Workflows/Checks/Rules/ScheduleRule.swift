import Diagnostics

/// Schedules that fire more often than GitHub lets them, or never.
///
/// Source:
/// <https://docs.github.com/actions/reference/events-that-trigger-workflows#schedule>
enum ScheduleRule {
    private static let leastMinutes = 5

    /// Checks the times of `schedule`.
    static func check(_ workflow: Workflow, _ report: inout CheckReport) {
        guard case .schedule(let times) = workflow.on.trigger("schedule")?.configuration else {
            return
        }
        for time in times where CronExpression.isValid(time.cron.value) {
            let fields = CronExpression.fields(of: time.cron.value)
            check(fields.map(String.init), at: time.cron.span, &report)
        }
    }

    private static func check(
        _ fields: [String],
        at span: SourceSpan,
        _ report: inout CheckReport
    ) {
        let minutes = values(of: fields[0], in: 0...59)
        let wraps = fields[1] == "*" || fields[1] == "*/1"
        var gap = zip(minutes, minutes.dropFirst()).map { $1 - $0 }.min() ?? 60
        if wraps, let first = minutes.first, let last = minutes.last {
            gap = min(gap, first + 60 - last)
        }
        if gap < leastMinutes {
            report.warn(
                .schedule,
                "GitHub starts a workflow every \(leastMinutes) minutes at most, and this asks for "
                    + (gap == 1 ? "every minute" : "every \(gap) minutes"),
                at: span,
                help: "write `*/\(leastMinutes)` for the minutes"
            )
        }
        checkDate(fields, at: span, &report)
    }

    /// A day that none of the months has; with a day of the week beside it, that one counts.
    private static func checkDate(
        _ fields: [String],
        at span: SourceSpan,
        _ report: inout CheckReport
    ) {
        guard fields[4] == "*", !fields[2].hasPrefix("*"), !fields[3].hasPrefix("*"),
            let day = values(of: fields[2], in: 1...31).first
        else {
            return
        }
        let months = values(of: fields[3], in: 1...12)
        guard !months.isEmpty, months.allSatisfy({ day > daysOfMonth[$0 - 1] }) else {
            return
        }
        report.warn(
            .schedule,
            "no month that `\(fields[3])` names has a day \(day), so this never starts",
            at: span
        )
    }

    private static let daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The numbers a field stands for, in order; none where it has names.
    private static func values(of field: String, in range: ClosedRange<Int>) -> [Int] {
        var values: Set<Int> = []
        for item in field.split(separator: ",") {
            let halves = item.split(separator: "/")
            let step = halves.count > 1 ? Int(halves[1]) ?? 1 : 1
            let ends = halves[0].split(separator: "-").map { Int($0) }
            var first = range.lowerBound
            var last = range.upperBound
            if halves[0] != "*" {
                guard let start = ends.first ?? nil, let end = ends.last ?? nil else {
                    return []
                }
                first = start
                // `5/15` counts on to the end; `5` alone is itself.
                last = ends.count == 1 && halves.count > 1 ? last : end
            }
            values.formUnion(stride(from: first, through: last, by: max(1, step)))
        }
        return values.sorted()
    }
}
