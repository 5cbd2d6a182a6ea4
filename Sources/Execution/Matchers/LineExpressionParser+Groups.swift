/// The groups of an expression.
struct LineExpressionGroups: Sendable {
    /// How many have no name; as in .NET, those with a name are numbered after them.
    var unnamed = 0
    /// The names in their order; one name is one group, however often it stands.
    var names: [String] = []

    /// How many there are.
    var count: Int { unnamed + names.count }

    /// The number of a named group; nil where there is none.
    func number(of name: String) -> Int? {
        names.firstIndex(of: name).map { unnamed + $0 + 1 }
    }
}

/// The options that a part of an expression sets, as by `(?i)`.
struct LineExpressionOptions: Sendable {
    /// `i`: case does not count.
    var ignoresCase = false
    /// `n`: only groups with a name capture.
    var capturesNamesOnly = false
}

extension LineExpressionParser {
    private typealias Node = LineExpression.Node
    private typealias Malformed = LineExpression.Malformed

    /// What follows a `(`.
    mutating func group() throws(LineExpression.Malformed) -> LineExpression.Node {
        if take(text: "?#") {
            while next != nil, next != UInt16(ascii: ")") { position += 1 }
            guard take(")") else { throw Malformed("Unterminated (?#...) comment.") }
            return .empty
        }
        let outer = options
        let hasOptions = try takeOptions()
        // Alone, they hold for the rest of the group around them.
        if hasOptions, take(")") { return .empty }
        defer { options = outer }
        let node: Node
        if hasOptions {
            position += 1
            node = try choice()
        } else {
            node = try groupWithoutOptions()
        }
        guard take(")") else { throw Malformed("Not enough )'s.") }
        return node
    }

    private mutating func groupWithoutOptions() throws(LineExpression.Malformed)
        -> LineExpression.Node
    {
        if take(text: "?:") { return try choice() }
        if take(text: "?=") { return .ahead(try choice(), isNegated: false) }
        if take(text: "?!") { return .ahead(try choice(), isNegated: true) }
        if take(text: "?<=") { return behind(try choice(), isNegated: false) }
        if take(text: "?<!") { return behind(try choice(), isNegated: true) }
        if take(text: "?>") { return .atomic(try choice()) }
        if take(text: "?<") { return try namedGroup(upTo: ">") }
        if take(text: "?'") { return try namedGroup(upTo: "'") }
        if take(text: "?(") { throw Malformed(unknown: "a condition, `(?(`") }
        if take("?") { throw Malformed("Unrecognized grouping construct.") }
        guard !options.capturesNamesOnly else { return try choice() }
        found.unnamed += 1
        let number = found.unnamed
        return .group(number, try choice())
    }

    private func behind(_ node: LineExpression.Node, isNegated: Bool) -> LineExpression.Node {
        .behind(node, lengths: node.lengths, isNegated: isNegated)
    }

    private mutating func namedGroup(
        upTo end: Unicode.Scalar
    ) throws(LineExpression.Malformed) -> LineExpression.Node {
        let name = try groupName(upTo: end)
        if !found.names.contains(name) { found.names.append(name) }
        return .group(known?.number(of: name) ?? 0, try choice())
    }

    /// `\k<name>`, after the `k`.
    mutating func namedReference() throws(LineExpression.Malformed) -> LineExpression.Node {
        let end: Unicode.Scalar
        if take("<") {
            end = ">"
        } else if take("'") {
            end = "'"
        } else {
            throw Malformed("Malformed \\k<...> named back reference.")
        }
        let name = try groupName(upTo: end)
        guard let known else { return .empty }
        guard let number = known.number(of: name) else {
            throw Malformed("Reference to undefined group name '\(name)'.")
        }
        return .reference(number, ignoresCase: options.ignoresCase)
    }

    private mutating func groupName(
        upTo end: Unicode.Scalar
    ) throws(LineExpression.Malformed) -> String {
        let start = position
        while let unit = next, unit != UInt16(ascii: end) {
            guard unit != UInt16(ascii: "-") else {
                throw Malformed(unknown: "a balancing group, `(?<a-b>`")
            }
            guard unit > 0x7F || UnitSet.word.contains(unit) else { break }
            position += 1
        }
        let name = String(decoding: units[start..<position], as: UTF16.self)
        guard !name.isEmpty, take(end) else {
            throw Malformed("Invalid group name: Group names must begin with a word character.")
        }
        guard name.utf16.first.map(UnitSet.digits.contains) != true else {
            throw Malformed(unknown: "a group with a number for a name, `(?<\(name)>`")
        }
        return name
    }

    /// `?i`, `?i-n` and the like, which are put into effect up to their `:` or `)`; false for
    /// anything else.
    private mutating func takeOptions() throws(LineExpression.Malformed) -> Bool {
        let start = position
        var (changed, isOn) = (options, true)
        guard take("?") else { return false }
        while let unit = next {
            switch unit {
            case UInt16(ascii: "-"): isOn = false
            case UInt16(ascii: "i"): changed.ignoresCase = isOn
            case UInt16(ascii: "n"): changed.capturesNamesOnly = isOn
            // A line holds no end of line that they could be about.
            case UInt16(ascii: "m"), UInt16(ascii: "s"): break
            case UInt16(ascii: "x"):
                if isOn { throw Malformed(unknown: "the option `x`") }
            case UInt16(ascii: ":") where position > start + 1,
                UInt16(ascii: ")") where position > start + 1:
                options = changed
                return true
            default:
                position = start
                return false
            }
            position += 1
        }
        position = start
        return false
    }
}

extension LineExpression.Node {
    /// How many units it takes at least and at most.
    var lengths: ClosedRange<Int> {
        switch self {
        case .empty, .start, .end, .boundary, .ahead, .behind: 0...0
        case .unit: 1...1
        case .sequence(let nodes):
            nodes.map(\.lengths).reduce(0...0) { sum, own in
                sum.lowerBound.added(own.lowerBound)...sum.upperBound.added(own.upperBound)
            }
        case .choice(let branches):
            branches.dropFirst().map(\.lengths).reduce(branches[0].lengths) { all, own in
                min(all.lowerBound, own.lowerBound)...max(all.upperBound, own.upperBound)
            }
        case .group(_, let inner), .atomic(let inner): inner.lengths
        case .loop(let inner, let least, let most, _):
            inner.lengths.lowerBound.multiplied(least)...inner.lengths.upperBound.multiplied(most)
        case .reference: 0...Int.max
        }
    }
}

extension Int {
    /// The sum of two lengths; the largest number stands for any.
    fileprivate func added(_ other: Int) -> Int {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }

    /// The length of some rounds; the largest number stands for any.
    fileprivate func multiplied(_ rounds: Int) -> Int {
        let (product, isTooLarge) = multipliedReportingOverflow(by: rounds)
        return isTooLarge ? .max : product
    }
}
