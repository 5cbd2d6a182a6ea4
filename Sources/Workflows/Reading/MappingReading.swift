import Diagnostics

/// What is still possible while one mapping is read key by key.
///
/// All mappings of a definition start as candidates; each key takes out those that do not know it.
struct MappingReading {
    private let all: [MappingRule]
    private var candidates: [MappingRule]
    private let isAny: Bool
    private var keys: [String] = []
    /// Whether a key is an expression, which may bring keys that are not seen yet.
    var hasExpressionKey = false

    /// Starts to read a mapping of a definition.
    init(_ definition: Definition) {
        all = definition.mappings
        candidates = definition.mappings
        isAny = definition.isAny
    }

    /// What a key's value is and the rule for the key itself, or nil for a key no candidate knows.
    mutating func definition(ofKey name: String) -> (value: Definition, key: Definition?)? {
        keys.append(name)
        if isAny {
            return (.any, nil)
        }
        var found: Definition?
        var isKnownToAll = true
        for candidate in candidates {
            if let property = candidate.property(name) {
                found = found ?? property.definition
            } else {
                isKnownToAll = false
            }
        }
        if let found {
            if !isKnownToAll {
                candidates.removeAll { $0.property(name) == nil }
            }
            return (found, nil)
        }
        return all.first?.loose.map { ($0.value, $0.key) }
    }

    /// What the value below a key that is an expression is read as.
    func definitionOfExpressionValue(isInsert: Bool) -> Definition {
        guard let rule = all.first, all.count == 1, rule.properties.isEmpty, let loose = rule.loose,
            !isInsert
        else {
            return .any
        }
        return loose.value
    }

    /// The error for a key that no candidate knows, with the nearest that one does.
    func unknownKey(_ name: String, at span: SourceSpan) -> Diagnostic {
        var known: [String] = []
        for property in candidates.flatMap(\.properties) where !known.contains(property.name) {
            known.append(property.name)
        }
        let open = known.filter { !keys.contains($0) }
        var notes: [String] = []
        let isElsewhere = all.contains { $0.property(name) != nil }
        if isElsewhere, let other = keys.first(where: { key in isDecisive(key, against: name) }) {
            notes.append("`\(name)` cannot stand beside `\(other)`")
        } else if !open.isEmpty {
            let list = open.sorted().map { "`\($0)`" }.joined(separator: ", ")
            notes.append("expected one of \(list)")
        }
        let nearest = isElsewhere ? nil : NearestMatch.nearest(to: name, in: open)
        return Diagnostic(
            .unknownKey,
            "Unexpected value '\(name)'",
            at: span,
            notes: notes,
            help: nearest.map { "did you mean `\($0)`?" }
                ?? (isElsewhere ? "remove one of the two keys" : nil)
        )
    }

    /// Whether the mappings that know `key` are not those that know `other`.
    private func isDecisive(_ key: String, against other: String) -> Bool {
        !all.contains { $0.property(key) != nil && $0.property(other) != nil }
            && all.contains { $0.property(key) != nil }
    }

    /// What is wrong with the mapping as a whole, once all keys are read.
    func problems(at span: SourceSpan) -> [Diagnostic] {
        if candidates.count > 1 {
            return [ambiguity(at: span)]
        }
        guard let rule = candidates.first, !hasExpressionKey else {
            return []
        }
        return rule.properties.compactMap { property in
            guard property.isRequired, !keys.contains(property.name) else {
                return nil
            }
            return Diagnostic(
                .missingKey,
                "Required property is missing: \(property.name)",
                at: span,
                help: "add `\(property.name):`"
            )
        }
    }

    private func ambiguity(at span: SourceSpan) -> Diagnostic {
        var hits: [String: Int] = [:]
        for property in candidates.flatMap(\.properties) {
            hits[property.name, default: 0] += 1
        }
        // GitHub does not offer the keys of its newest control steps.
        let unique = hits.filter {
            $0.value == 1 && !["cancel", "wait", "wait-all"].contains($0.key)
        }
        let list = unique.keys.sorted().joined(separator: ", ")
        return Diagnostic(
            .ambiguousMapping,
            "There's not enough info to determine what you meant. Add one of these properties: \(list)",
            at: span
        )
    }
}
