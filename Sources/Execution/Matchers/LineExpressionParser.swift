/// Reads the text of a `LineExpression`.
struct LineExpressionParser {
    private typealias Node = LineExpression.Node
    private typealias Malformed = LineExpression.Malformed

    private let units: [UInt16]
    private var position = 0
    private var depth = 0
    /// How many groups were opened so far.
    private(set) var groupCount = 0

    /// Groups inside of groups that are followed.
    private static let deepest = 100
    /// The most rounds that a loop may be bounded by.
    private static let longestLoop = 10_000

    /// Reads an expression from its beginning.
    init(_ source: String) {
        units = Array(source.utf16)
    }

    /// The expression.
    mutating func parse() throws(LineExpression.Malformed) -> LineExpression.Node {
        let node = try choice()
        guard position == units.count else { throw Malformed(description: "Too many )'s.") }
        return node
    }

    private var next: UInt16? { position < units.count ? units[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, next == UInt16(truncatingIfNeeded: character.value) else { return false }
        position += 1
        return true
    }

    private mutating func take(text: String) -> Bool {
        let wanted = Array(text.utf16)
        guard units[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func choice() throws(LineExpression.Malformed) -> LineExpression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw Malformed(description: "Too many groups inside of each other.")
        }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(LineExpression.Malformed) -> LineExpression.Node {
        var nodes: [Node] = []
        while let unit = next, unit != UInt16(ascii: "|"), unit != UInt16(ascii: ")") {
            nodes.append(try loops(around: try atom()))
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
            throw Malformed(description: "Illegal {x,y} with x > y.")
        }
        let isLazy = take("?")
        if let next, next == UInt16(ascii: "*") || next == UInt16(ascii: "+") {
            throw Malformed(description: "Nested quantifier.")
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
        if take("[") { return .unit(try set()) }
        if take(".") { return .unit(.dot) }
        if take("^") { return .start }
        if take("$") { return .end }
        if take("\\") { return try escape() }
        guard let unit = next else { return .empty }
        if [UInt16(ascii: "*"), UInt16(ascii: "+"), UInt16(ascii: "?")].contains(unit) {
            throw Malformed(description: "Quantifier {x,y} following nothing.")
        }
        position += 1
        return .unit(.one(unit))
    }

    private mutating func group() throws(LineExpression.Malformed) -> LineExpression.Node {
        let node: Node
        if take(text: "?:") {
            node = try choice()
        } else if take(text: "?=") {
            node = .ahead(try choice(), isNegated: false)
        } else if take(text: "?!") {
            node = .ahead(try choice(), isNegated: true)
        } else if take(text: "?<=") || take(text: "?<!") {
            throw Malformed(description: "Lookbehind is not supported.")
        } else {
            if take(text: "?<") {
                while let unit = next, unit != UInt16(ascii: ">") {
                    _ = unit
                    position += 1
                }
                guard take(">") else { throw Malformed(description: "Invalid group name.") }
            } else if take("?") {
                throw Malformed(description: "Unrecognized grouping construct.")
            }
            groupCount += 1
            let number = groupCount
            node = .group(number, try choice())
        }
        guard take(")") else { throw Malformed(description: "Not enough )'s.") }
        return node
    }

    private mutating func escape() throws(LineExpression.Malformed) -> LineExpression.Node {
        if take("b") { return .boundary(isNegated: false) }
        if take("B") { return .boundary(isNegated: true) }
        if let unit = next, unit > UInt16(ascii: "0"), unit <= UInt16(ascii: "9"),
            let number = number()
        {
            return .reference(number)
        }
        return .unit(try escapedSet())
    }

    /// What stands after a backslash, in and outside of brackets.
    private mutating func escapedSet() throws(LineExpression.Malformed) -> UnitSet {
        guard let unit = next else {
            throw Malformed(description: "Illegal \\ at end of pattern.")
        }
        position += 1
        if let set = Self.sets[unit] { return set }
        if let code = Self.controls[unit] { return .one(code) }
        switch unit {
        case UInt16(ascii: "x"): return .one(try hexadecimal(digits: 2))
        case UInt16(ascii: "u"): return .one(try hexadecimal(digits: 4))
        default: break
        }
        guard !UnitSet.word.contains(unit) || unit == UInt16(ascii: "_") else {
            let name = String(decoding: [unit], as: UTF16.self)
            throw Malformed(description: "Unrecognized escape sequence \\\(name).")
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
            throw Malformed(description: "Insufficient hexadecimal digits.")
        }
        position += digits
        return value
    }

    private mutating func set() throws(LineExpression.Malformed) -> UnitSet {
        var set = UnitSet(ranges: [], isNegated: take("^"))
        var isFirst = true
        while isFirst || next != UInt16(ascii: "]") {
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
            else { throw Malformed(description: "[x-y] range in reverse order.") }
            set.ranges.append(first.lowerBound...last.lowerBound)
        }
        position += 1
        return set
    }

    /// One unit between brackets, or a class such as `\w`.
    private mutating func member() throws(LineExpression.Malformed) -> [ClosedRange<UInt16>] {
        guard let unit = next else { throw Malformed(description: "Unterminated [] set.") }
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
