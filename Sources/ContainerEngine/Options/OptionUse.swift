/// One option as it stands in a string, with its value.
struct OptionUse {
    /// What the option does.
    let rule: OptionRule
    /// As written: `--env` or `-e`.
    let name: String
    /// Empty for a flag that stands alone.
    let value: String
    /// UTF-8 offsets of the option and its value in the string.
    let range: Range<Int>

    /// The options in one word, which may take its value from the next one.
    ///
    /// Forms: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, and flags in a
    /// row as in `-it`.
    static func read(
        _ word: OptionWord,
        rest: inout ArraySlice<OptionWord>,
        text: String
    ) throws(ContainerOptionsError) -> [OptionUse] {
        guard word.text.hasPrefix("-"), word.text != "-", word.text != "--" else {
            throw ContainerOptionsError(
                problem: .unexpectedWord(word.text, hasSingleQuote: text.contains("'")),
                range: word.range
            )
        }
        if word.text.hasPrefix("--") { return [try readLong(word, rest: &rest)] }
        return try readShort(word, rest: &rest)
    }

    private static func readLong(
        _ word: OptionWord,
        rest: inout ArraySlice<OptionWord>
    ) throws(ContainerOptionsError) -> OptionUse {
        let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let rule = OptionRule.named(name) else {
            throw ContainerOptionsError(problem: .unknownOption(name), range: word.range)
        }
        if parts.count > 1 {
            return OptionUse(rule: rule, name: name, value: String(parts[1]), range: word.range)
        }
        return try takingValue(rule, name, word, rest: &rest)
    }

    private static func readShort(
        _ word: OptionWord,
        rest: inout ArraySlice<OptionWord>
    ) throws(ContainerOptionsError) -> [OptionUse] {
        var uses: [OptionUse] = []
        var letters = word.text.dropFirst()
        while let letter = letters.popFirst() {
            let name = "-\(letter)"
            guard let rule = OptionRule.named(name) else {
                throw ContainerOptionsError(problem: .unknownOption(name), range: word.range)
            }
            let isAssigned = letters.first == "="
            if isAssigned || (rule.takesValue && !letters.isEmpty) {
                let value = String(isAssigned ? letters.dropFirst() : letters)
                uses.append(OptionUse(rule: rule, name: name, value: value, range: word.range))
                return uses
            }
            uses.append(try takingValue(rule, name, word, rest: &rest))
        }
        return uses
    }

    /// An option without `=`: a flag that is on, or one whose value is the next word.
    private static func takingValue(
        _ rule: OptionRule,
        _ name: String,
        _ word: OptionWord,
        rest: inout ArraySlice<OptionWord>
    ) throws(ContainerOptionsError) -> OptionUse {
        guard rule.takesValue else {
            return OptionUse(rule: rule, name: name, value: "true", range: word.range)
        }
        guard let next = rest.popFirst() else {
            throw ContainerOptionsError(problem: .missingValue(option: name), range: word.range)
        }
        return OptionUse(
            rule: rule,
            name: name,
            value: next.text,
            range: word.range.lowerBound..<next.range.upperBound
        )
    }
}
