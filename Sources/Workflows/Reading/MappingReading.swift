import Diagnostics

/// What is still possible while one mapping is read key by key.
///
/// All mappings of a definition start as candidates; each key takes out those that do not know it.
struct MappingReading {
    private let mapping: Definition
    /// One bit for each of `all` that is still possible.
    private var candidates: UInt32
    /// The bits of the keys that are needed and there.
    private var found: UInt32 = 0
    /// The keys as they are written, kept from the first error that names them.
    private var written: (list: [String], set: Set<String>)?
    /// Whether a key is an expression, which may bring keys that are not seen yet.
    var hasExpressionKey = false

    /// Starts to read a mapping of a definition, which has less than 32 of them.
    init(_ definition: Definition) {
        mapping = definition
        candidates = (1 << UInt32(definition.mappings.count)) - 1
    }

    private var all: [MappingRule] { mapping.mappings }

    private func isCandidate(_ index: Int) -> Bool {
        candidates & (1 << UInt32(index)) != 0
    }

    private var remaining: [MappingRule] {
        all.indices.filter(isCandidate).map { all[$0] }
    }

    /// A key that is read: how it is spelled, what its value is, and the rule for the key itself
    /// where any key may stand.
    struct KnownKey {
        /// The key.
        let name: String
        /// What its value is.
        let value: Definition
        /// The rule for the key itself.
        let rule: Definition?
    }

    /// What is known of a key's text, or nil for a key no candidate knows.
    mutating func key(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> KnownKey? {
        if mapping.isAny {
            let name = String(decoding: text, as: UTF8.self)
            return KnownKey(name: name, value: .any, rule: nil)
        }
        if let index = mapping.keys.index(of: text, hash: hash),
            candidates & mapping.keys.keys[index].rules != 0
        {
            candidates &= mapping.keys.keys[index].rules
            found |= mapping.keys.keys[index].requirement
            return KnownKey(
                name: mapping.keys.keys[index].name,
                value: mapping.keys.keys[index].definition,
                rule: nil
            )
        }
        return all[0].loose.map { loose in
            let name = String(decoding: text, as: UTF8.self)
            return KnownKey(name: name, value: loose.value, rule: loose.key)
        }
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
    ///
    /// - Parameters:
    ///   - keys: gives the texts of all keys.
    ///   - span: where the mapping stands.
    /// - Returns: nothing, one ambiguity, or every key that is missing.
    func problems(of keys: () -> [String], at span: SourceSpan) -> [Diagnostic] {
        if candidates & (candidates &- 1) != 0 {
            return [ambiguity(at: span)]
        }
        guard candidates != 0, !hasExpressionKey else {
            return []
        }
        let index = candidates.trailingZeroBitCount
        guard mapping.keys.requirements[index] & ~found != 0 else {
            return []
        }
        // A key in the wrong letter case is reported as such, not as missing.
        let written = Set(keys().map { $0.lowercased() })
        return all[index].required.filter { !written.contains($0) }.map { property in
            Diagnostic(
                .missingKey,
                "Required property is missing: \(property)",
                at: span,
                help: "add `\(property):`"
            )
        }
    }

    /// The error for a key that no candidate knows, with the nearest that one does.
    mutating func unknownKey(
        _ name: String,
        at span: SourceSpan,
        among keys: () -> [String]
    ) -> Diagnostic {
        let written = written ?? Self.collected(keys())
        self.written = written
        let isElsewhere = all.contains { $0.definition(ofKey: name) != nil }
        if isElsewhere,
            let other = written.list.first(where: { $0 != name && isDecisive($0, against: name) })
        {
            return Diagnostic(
                .unknownKey,
                "Unexpected value '\(name)'",
                at: span,
                notes: ["`\(name)` cannot stand beside `\(other)`"],
                help: "remove one of the two keys"
            )
        }
        let known = remaining.flatMap(\.properties).map(\.name).filter {
            $0 == name || !written.set.contains($0)
        }
        let open = Set(known).sorted()
        let nearest = NearestMatch.nearest(to: name, in: open)
        let help =
            name == "<<"
            ? "GitHub reads no merge keys; repeat the entries, or an alias for the whole value"
            : nearest.map { "did you mean `\($0)`?" }
        return mapping.mismatch(
            mapping.isLenient ? .ignored : .unknownKey,
            name,
            at: span,
            notes: Self.choice(of: open, isDecided: help != nil),
            help: help
        )
    }

    private static func collected(_ keys: [String]) -> (list: [String], set: Set<String>) {
        (keys, Set(keys))
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
