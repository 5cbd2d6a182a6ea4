import Diagnostics
import Expressions

/// Numbers of minutes and legs that cannot be meant.
enum DurationRule {
    /// Checks the numbers of a job.
    static func check(_ job: Job, _ report: inout CheckReport) {
        if case .steps(let steps) = job.kind {
            check(steps.timeoutMinutes, "timeout-minutes", &report)
            check(steps.cancelTimeoutMinutes, "cancel-timeout-minutes", &report)
        }
        if case .fields(let strategy) = job.strategy,
            case .literal(let number, let span) = strategy.maxParallel, number != 0, !(number >= 1)
        {
            report.warn(
                .uselessNumber,
                "`max-parallel: \(text(number))` limits nothing",
                at: span,
                help: "write 1 or more, or remove the key"
            )
        }
    }

    /// Checks the numbers of a step.
    static func check(_ step: Step, _ report: inout CheckReport) {
        check(step.timeoutMinutes, "timeout-minutes", &report)
    }

    private static func check(
        _ value: Templated<Double>?,
        _ key: String,
        _ report: inout CheckReport
    ) {
        guard case .literal(let number, let span) = value, number != 0, !(number >= 1) else {
            return
        }
        report.warn(
            .uselessNumber,
            number > 0
                ? "`\(key): \(text(number))` is less than a minute"
                : "`\(key): \(text(number))` sets no limit",
            at: span,
            notes: number > 0 ? ["GitHub counts whole minutes and cuts off the rest"] : [],
            help: "write 1 or more"
        )
    }

    private static func text(_ number: Double) -> String {
        ExpressionValue.number(number).asString
    }
}
