import Diagnostics
import Expressions

/// Items of a matrix's `exclude` that take nothing out.
enum ExcludeRule {
    /// Checks the matrix of a job, as far as it is written out.
    static func check(_ job: Job, _ report: inout CheckReport) {
        guard case .fields(let strategy) = job.strategy, let matrix = Fields(strategy.matrix),
            matrix.expressionKeys.isEmpty, let items = matrix["exclude"]?.items
        else {
            return
        }
        var vectors: [String: [ValueTemplate]] = [:]
        for (name, vector) in matrix.named {
            vectors[name.value.lowercased()] = vector.items
        }
        for item in items {
            for (name, value) in Fields(item)?.named ?? [] {
                guard let values = vectors[name.value.lowercased()],
                    !values.contains(where: { value.mayAgree(with: $0) })
                else {
                    continue
                }
                let wanted = value.constant?.literalText ?? "like this"
                report.warn(
                    .matrixExclude,
                    "this excludes nothing: `\(name.value)` is never \(wanted)",
                    at: value.span,
                    notes: note(name.value, values)
                )
                break
            }
        }
    }

    private static func note(_ name: String, _ values: [ValueTemplate]) -> [String] {
        let texts = values.compactMap { $0.constant?.literalText }
        guard texts.count == values.count else { return [] }
        return ["the values of `\(name)` are \(texts.joined(separator: ", "))"]
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

    /// Whether an item of `exclude` may agree with a value of the matrix in some leg.
    ///
    /// Only what the item names is compared; what the value has not is null.
    fileprivate func mayAgree(with value: ValueTemplate?) -> Bool {
        if case .template = value?.content { return true }
        switch content {
        case .template: return true
        case .mapping(let entries):
            return entries.allSatisfy { entry in
                guard case .literal(let name) = entry.key else { return true }
                return entry.value.mayAgree(with: value?.property(name))
            }
        case .sequence(let items):
            if items.contains(where: \.isTemplate) { return true }
            let others = value?.items ?? []
            if others.contains(where: \.isTemplate) { return true }
            return items.indices.allSatisfy { index in
                items[index].mayAgree(with: others.indices.contains(index) ? others[index] : nil)
            }
        case .null, .boolean, .number, .string:
            guard let wanted = constant else { return true }
            guard let value else { return wanted.loosely(equals: .null) }
            return value.constant.map { $0.loosely(equals: wanted) } ?? false
        }
    }

    private var isTemplate: Bool { wholeExpression != nil }

    /// What a mapping has under a name, letter case aside; an expression where a key is one.
    private func property(_ name: String) -> ValueTemplate? {
        guard let fields = Fields(self) else { return nil }
        let found = fields.named.first { $0.name.value.lowercased() == name.lowercased() }
        if let found { return found.value }
        guard case .mapping(let entries) = content, !fields.expressionKeys.isEmpty else {
            return nil
        }
        return entries.first { if case .literal = $0.key { false } else { true } }.map { entry in
            guard case .template(let key) = entry.key else { return entry.value }
            return ValueTemplate(.template(key), at: entry.keySpan)
        }
    }
}
