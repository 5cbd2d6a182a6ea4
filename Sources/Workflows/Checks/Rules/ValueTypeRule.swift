import Diagnostics
import Expressions

/// Expressions whose value is of another kind than their key takes.
enum ValueTypeRule {
    /// Compares the type of the value with what the key wants.
    static func check(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        switch visit.wants {
        case .anything, .condition: break
        case .runner: checkRunner(visit, &report)
        case .text, .script: checkText(visit, &report)
        case .boolean:
            check(visit, against: "a boolean", &report) { type in
                if case .boolean = type { true } else { false }
            }
        case .number:
            check(visit, against: "a number", &report) { type in
                if case .number = type { true } else { false }
            }
        }
    }

    private static func checkRunner(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.isWhole, case .object(let object) = visit.type,
            let name = object.names.first(where: { !["group", "labels"].contains($0) })
        else { return }
        report.warn(
            .valueType,
            "Unexpected value '\(name)'",
            in: visit,
            at: visit.expression.root.range,
            notes: [
                "an object at `runs-on` has `group` and `labels`, and the job fails with others"
            ],
            help: "read one of its properties"
        )
    }

    private static func checkText(_ visit: ExpressionVisit, _ report: inout CheckReport) {
        guard visit.type.isCollection, let kind = visit.type.kindName else {
            return
        }
        var name = "Array"
        if case .object = visit.type { name = "Object" }
        let path = visit.expression.text
        report.warn(
            .valueType,
            visit.isWhole
                ? "`\(path)` is \(kind), where a text is wanted"
                : "`\(path)` is \(kind), of which nothing but the text `\(name)` is inserted",
            in: visit,
            at: visit.expression.root.range,
            help: visit.type.textHelp
        )
    }

    /// GitHub turns no text into a boolean or number where one is wanted.
    private static func check(
        _ visit: ExpressionVisit,
        against wanted: String,
        _ report: inout CheckReport,
        fits: (StaticType) -> Bool
    ) {
        guard visit.isWhole, !fits(visit.type), let kind = visit.type.kindName,
            kind != "null"
        else {
            return
        }
        var help: String?
        switch visit.type {
        case .string, .words: help = "write `fromJSON(\(visit.expression.text))`"
        default: break
        }
        report.warn(
            .valueType,
            "`\(visit.expression.text)` is \(kind), where \(wanted) is wanted",
            in: visit,
            at: visit.expression.root.range,
            notes: ["a job or step that evaluates this fails"],
            help: help
        )
    }
}
