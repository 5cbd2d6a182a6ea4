import Diagnostics
import Expressions

/// Items of a matrix's `exclude` that take nothing out.
enum ExcludeRule {
    /// Checks the matrix of a job, as far as it is written out.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .fields(let strategy) = job.strategy, let matrix = Fields(strategy.matrix),
            matrix.expressionKeys.isEmpty
        else {
            return
        }
        var vectors: [String: [ValueTemplate]] = [:]
        for (name, vector) in matrix.named {
            vectors[name.value.lowercased()] = vector.items
        }
        for item in matrix["exclude"]?.items ?? [] {
            for (name, value) in Fields(item)?.named ?? [] {
                guard let values = vectors[name.value.lowercased()],
                    let wanted = value.constant, !values.contains(where: { $0.matches(wanted) })
                else {
                    continue
                }
                report.warn(
                    .matrixExclude,
                    "this excludes nothing: `\(name.value)` is never \(wanted.literalText)",
                    at: value.span,
                    notes: [note(name.value, values)]
                )
                break
            }
        }
    }

    private static func note(_ name: String, _ values: [ValueTemplate]) -> String {
        let list = values.compactMap { $0.constant?.literalText }.joined(separator: ", ")
        return "the values of `\(name)` are \(list)"
    }
}

extension ValueTemplate {
    /// The scalar that is written here; nil for collections and expressions.
    fileprivate var constant: ExpressionValue? {
        switch content {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .number(let value): .number(value)
        case .string(let text): .string(text)
        case .template, .sequence, .mapping: nil
        }
    }

    /// Whether the value may be this one in some leg.
    fileprivate func matches(_ other: ExpressionValue) -> Bool {
        guard let constant else {
            if case .template = content { return true }
            return false
        }
        return constant.loosely(equals: other)
    }
}
