import Diagnostics
import YAMLSyntax

/// What is still possible while one mapping is read key by key.
///
/// All mappings of a definition start as candidates; each key takes out those that do not know it.
struct MappingReading {
    private let all: [MappingRule]
    private let isAny: Bool
    /// One bit for each of `all` that is still possible.
    private var candidates: UInt32
    /// Whether a key is an expression, which may bring keys that are not seen yet.
    var hasExpressionKey = false

    /// Starts to read a mapping of a definition, which has less than 32 of them.
    init(_ definition: Definition) {
        all = definition.mappings
        isAny = definition.isAny
        candidates = (1 << UInt32(definition.mappings.count)) - 1
    }

    private func isCandidate(_ index: Int) -> Bool {
        candidates & (1 << UInt32(index)) != 0
    }

    private var remaining: [MappingRule] {
        all.indices.filter(isCandidate).map { all[$0] }
    }

    /// What a key's value is and the rule for the key itself, or nil for a key no candidate knows.
    mutating func definition(ofKey name: String) -> (value: Definition, key: Definition?)? {
        if isAny {
            return (.any, nil)
        }
        var found: Definition?
        var knowing: UInt32 = 0
        for index in all.indices where isCandidate(index) {
            if let definition = all[index].definition(ofKey: name) {
                found = found ?? definition
                knowing |= 1 << UInt32(index)
            }
        }
        if let found {
            candidates = knowing
            return (found, nil)
        }
        return all[0].loose.map { ($0.value, $0.key) }
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

    /// What is wrong with the mapping as a whole, once all keys are read.
    func problems(of entries: [YAMLEntry], at span: SourceSpan) -> [Diagnostic] {
        if candidates & (candidates &- 1) != 0 {
            return [ambiguity(at: span)]
        }
        guard candidates != 0, !hasExpressionKey else {
            return []
        }
        var problems: [Diagnostic] = []
        let rule = all[candidates.trailingZeroBitCount]
        for property in rule.required
        where !entries.contains(where: { $0.key.scalar?.text.lowercased() == property }) {
            problems.append(
                Diagnostic(
                    .missingKey,
                    "Required property is missing: \(property)",
                    at: span,
                    help: "add `\(property):`"
                )
            )
        }
        return problems
    }

    /// The error for a key that no candidate knows, with the nearest that one does.
    func unknownKey(
        _ name: String,
        at span: SourceSpan,
        among entries: [YAMLEntry]
    ) -> Diagnostic {
        let keys = entries.compactMap(\.key.scalar?.text).filter { $0 != name }
        let isElsewhere = all.contains { $0.definition(ofKey: name) != nil }
        if isElsewhere, let other = keys.first(where: { isDecisive($0, against: name) }) {
            return Diagnostic(
                .unknownKey,
                "Unexpected value '\(name)'",
                at: span,
                notes: ["`\(name)` cannot stand beside `\(other)`"],
                help: "remove one of the two keys"
            )
        }
        let known = remaining.flatMap(\.properties).map(\.name).filter { !keys.contains($0) }
        let open = Set(known).sorted()
        let nearest = NearestMatch.nearest(to: name, in: open)
        let help =
            name == "<<"
            ? "GitHub reads no merge keys; repeat the entries, or an alias for the whole value"
            : nearest.map { "did you mean `\($0)`?" }
        return Diagnostic(
            .unknownKey,
            "Unexpected value '\(name)'",
            at: span,
            notes: Self.choice(of: open, isDecided: help != nil),
            help: help
        )
    }

    /// The note that lists what may stand in a place; a long list helps only where nothing else
    /// does.
    static func choice(of names: [String], isDecided: Bool) -> [String] {
        guard !names.isEmpty, names.count <= 12 || !isDecided else {
            return []
        }
        return ["expected one of \(names.map { "`\($0)`" }.joined(separator: ", "))"]
    }

    /// Whether the mappings that know `key` are not those that know `other`.
    private func isDecisive(_ key: String, against other: String) -> Bool {
        let knowing = all.filter { $0.definition(ofKey: key) != nil }
        return !knowing.isEmpty && !knowing.contains { $0.definition(ofKey: other) != nil }
    }

    private func ambiguity(at span: SourceSpan) -> Diagnostic {
        var hits: [String: Int] = [:]
        for property in remaining.flatMap(\.properties) {
            hits[property.name, default: 0] += 1
        }
        // GitHub does not offer the keys of its newest control steps.
        let unique = hits.filter {
            $0.value == 1 && !["cancel", "wait", "wait-all"].contains($0.key)
        }
        let list = unique.keys.sorted().joined(separator: ", ")
        return Diagnostic(
            .ambiguousMapping,
            "There's not enough info to determine what you meant. "
                + "Add one of these properties: \(list)",
            at: span
        )
    }
}
