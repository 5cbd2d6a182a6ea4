/// Reads the text of a `LineExpression`.
struct LineExpressionParser {
    private typealias Node = LineExpression.Node
    private typealias Malformed = LineExpression.Malformed

    /// The text.
    let units: [UInt16]
    /// Where it is read.
    var position = 0
    /// The options that are in effect.
    var options = LineExpressionOptions()
    /// The groups that were opened so far.
    var found = LineExpressionGroups()
    /// All groups; nil while the text is read for them alone.
    let known: LineExpressionGroups?
    private var depth = 0

    /// Groups inside of groups that are followed.
    private static let deepest = 100
    /// The most rounds that a loop may be bounded by.
    private static let longestLoop = 10_000

    /// Reads an expression from its beginning.
    init(_ source: String, groups: LineExpressionGroups? = nil) {
        units = Array(source.utf16)
        known = groups
    }

    /// The expression.
    mutating func parse() throws(LineExpression.Malformed) -> LineExpression.Node {
        let node = try choice()
        guard position == units.count else { throw Malformed("Too many )'s.") }
        return node
    }

    /// What is read next.
    var next: UInt16? { position < units.count ? units[position] : nil }

    /// Goes past a character if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, next == UInt16(truncatingIfNeeded: character.value) else { return false }
        position += 1
        return true
    }

    /// Goes past a text if it is next.
    mutating func take(text: String) -> Bool {
        let wanted = Array(text.utf16)
        guard units[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    /// Branches up to the end of their group.
    mutating func choice() throws(LineExpression.Malformed) -> LineExpression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw Malformed("Too many groups inside of each other.")
        }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(LineExpression.Malformed) -> LineExpression.Node {
        var nodes: [Node] = []
        while let unit = next, unit != UInt16(ascii: "|"), unit != UInt16(ascii: ")") {
            let node = try loops(around: try atom())
            if case .empty = node { continue }
            nodes.append(node)
        }
        switch nodes.count {
        case 0: return .empty
        case 1: return nodes[0]
        default: return .sequence(nodes)
        }
    }

    private mutating func loops(
        around node: LineExpression.Node
    ) throws(LineExpression.Malformed) -> LineExpression.Node {
        var least = 0
        var most = Int.max
        if take("*") {
        } else if take("+") {
            least = 1
        } else if take("?") {
            most = 1
        } else if let bounds = bounds() {
            (least, most) = bounds
        } else {
            return node
        }
        guard least <= most, least <= Self.longestLoop else {
            throw Malformed("Illegal {x,y} with x > y.")
        }
        let isLazy = take("?")
        if let next, next == UInt16(ascii: "*") || next == UInt16(ascii: "+") {
            throw Malformed("Nested quantifier.")
        }
        return .loop(node, least: least, most: most, isLazy: isLazy)
    }

    /// `{2}`, `{2,}` or `{2,3}`; other braces are text.
    private mutating func bounds() -> (Int, Int)? {
        let start = position
        guard take("{"), let least = number() else {
            position = start
            return nil
        }
        var most = least
        if take(",") { most = number() ?? Int.max }
        guard take("}") else {
            position = start
            return nil
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let unit = next, UnitSet.digits.contains(unit) {
            value = min((value ?? 0) * 10 + Int(unit) - 0x30, 1_000_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(LineExpression.Malformed) -> LineExpression.Node {
        if take("(") { return try group() }
        if take("[") {
            let set = try set()
            return node(of: set)
        }
        if take(".") { return .unit(.dot) }
        if take("^") { return .start }
        if take("$") { return .end }
        if take("\\") { return try escape() }
        guard let unit = next else { return .empty }
        if [UInt16(ascii: "*"), UInt16(ascii: "+"), UInt16(ascii: "?")].contains(unit) {
            throw Malformed("Quantifier {x,y} following nothing.")
        }
        position += 1
        return node(of: .one(unit))
    }

    private func node(of set: UnitSet) -> LineExpression.Node {
        .unit(options.ignoresCase ? set.ignoringCase : set)
    }

    private mutating func escape() throws(LineExpression.Malformed) -> LineExpression.Node {
        if take("b") { return .boundary(isNegated: false) }
        if take("B") { return .boundary(isNegated: true) }
        if take("A") { return .start }
        if take("z") || take("Z") { return .end }
        if take("k") { return try namedReference() }
        if let unit = next, unit > UInt16(ascii: "0"), unit <= UInt16(ascii: "9"),
            let number = number()
        {
            return .reference(number, ignoresCase: options.ignoresCase)
        }
        let set = try escapedSet()
        return node(of: set)
    }

    /// What stands after a backslash, in and outside of brackets.
    private mutating func escapedSet() throws(LineExpression.Malformed) -> UnitSet {
        guard let unit = next else {
            throw Malformed("Illegal \\ at end of pattern.")
        }
        position += 1
        if let set = Self.sets[unit] { return set }
        if let code = Self.controls[unit] { return .one(code) }
        switch unit {
        case UInt16(ascii: "x"): return .one(try hexadecimal(digits: 2))
        case UInt16(ascii: "u"): return .one(try hexadecimal(digits: 4))
        default: break
        }
        let letter = String(decoding: [unit], as: UTF16.self)
        guard !"pPGc".contains(letter) else {
            throw Malformed(unknown: "the escape sequence `\\\(letter)`")
        }
        return .one(unit)
    }

    private static let sets: [UInt16: UnitSet] = [
        UInt16(ascii: "d"): .digits, UInt16(ascii: "D"): UnitSet.digits.inverted,
        UInt16(ascii: "w"): .word, UInt16(ascii: "W"): UnitSet.word.inverted,
        UInt16(ascii: "s"): .space, UInt16(ascii: "S"): UnitSet.space.inverted,
    ]
    private static let controls: [UInt16: UInt16] = [
        UInt16(ascii: "t"): 0x09, UInt16(ascii: "n"): 0x0A, UInt16(ascii: "v"): 0x0B,
        UInt16(ascii: "f"): 0x0C, UInt16(ascii: "r"): 0x0D, UInt16(ascii: "0"): 0x00,
        UInt16(ascii: "e"): 0x1B, UInt16(ascii: "a"): 0x07,
    ]

    private mutating func hexadecimal(digits: Int) throws(LineExpression.Malformed) -> UInt16 {
        let text = String(decoding: units[position...].prefix(digits), as: UTF16.self)
        guard text.utf16.count == digits, let value = UInt16(text, radix: 16) else {
            throw Malformed("Insufficient hexadecimal digits.")
        }
        position += digits
        return value
    }

    private mutating func set() throws(LineExpression.Malformed) -> UnitSet {
        var set = UnitSet(ranges: [], isNegated: take("^"))
        var isFirst = true
        while isFirst || next != UInt16(ascii: "]") {
            if !isFirst, take(text: "-[") {
                throw Malformed(unknown: "a difference of sets, `-[`")
            }
            isFirst = false
            let low = try member()
            let start = position
            guard low.count == 1, let first = low.first, first.count == 1, take("-"),
                next != UInt16(ascii: "]")
            else {
                position = start
                set.ranges += low
                continue
            }
            let high = try member()
            guard high.count == 1, let last = high.first, last.count == 1,
                first.lowerBound <= last.lowerBound
            else { throw Malformed("[x-y] range in reverse order.") }
            set.ranges.append(first.lowerBound...last.lowerBound)
        }
        position += 1
        return set
    }

    /// One unit between brackets, or a class such as `\w`.
    private mutating func member() throws(LineExpression.Malformed) -> [ClosedRange<UInt16>] {
        guard let unit = next else { throw Malformed("Unterminated [] set.") }
        position += 1
        guard unit == UInt16(ascii: "\\") else { return [unit...unit] }
        if take("b") { return [0x08...0x08] }
        return try escapedSet().plainRanges
    }
}

extension UInt16 {
    /// The unit of an ASCII character.
    init(ascii character: Unicode.Scalar) {
        self.init(truncatingIfNeeded: character.value)
    }
}
