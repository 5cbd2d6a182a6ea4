/// A regular expression of a problem matcher, in the ECMAScript flavour that GitHub's runner takes.
///
/// It is our own because a matcher is part of a stranger's repository: an expression that
/// backtracks without end has to give up, and what `\w` and `\d` mean must not depend on a locale.
/// Characters are UTF-16 units; case counts unless `(?i)` says otherwise. What .NET has beyond
/// that is understood in part: lookbehind, atomic groups, inline options.
struct LineExpression: Sendable {
    /// One part of an expression.
    indirect enum Node: Sendable {
        /// Nothing.
        case empty
        /// One unit.
        case unit(UnitSet)
        /// All of them, one after the other.
        case sequence([Node])
        /// The first of them that leads to a match.
        case choice([Node])
        /// What is captured under a number.
        case group(Int, Node)
        /// A node over and over.
        case loop(Node, least: Int, most: Int, isLazy: Bool)
        /// The start of the line.
        case start
        /// The end of the line.
        case end
        /// A place where a word begins or ends, or where none does.
        case boundary(isNegated: Bool)
        /// What follows, or does not, without being taken.
        case ahead(Node, isNegated: Bool)
        /// What stands before, or does not, and how long that may be.
        case behind(Node, lengths: ClosedRange<Int>, isNegated: Bool)
        /// A node as it matches first, whatever follows.
        case atomic(Node)
        /// What a group captured, once more.
        case reference(Int, ignoresCase: Bool)
    }

    /// Why an expression is not understood.
    struct Malformed: Error, CustomStringConvertible {
        /// What is wrong; for an own limit what it has that is not understood.
        let description: String
        /// Whether GitHub's runner would understand it.
        let isOwnLimit: Bool

        /// An expression that GitHub's runner refuses too.
        init(_ description: String) {
            self.description = description
            isOwnLimit = false
        }

        /// An expression with something that is understood on GitHub only.
        init(unknown description: String) {
            self.description = description
            isOwnLimit = true
        }
    }

    /// The whole expression.
    let root: Node
    /// How many groups it has, without the whole match.
    let groupCount: Int

    /// Parses an expression.
    init(_ source: String) throws(Malformed) {
        // Numbers of named groups follow from how many others there are.
        var scout = LineExpressionParser(source)
        _ = try scout.parse()
        var parser = LineExpressionParser(source, groups: scout.found)
        root = try parser.parse()
        groupCount = scout.found.count
    }
}

/// Some UTF-16 units.
struct UnitSet: Sendable {
    /// The units, as ranges.
    var ranges: [ClosedRange<UInt16>]
    /// Whether it is all the others.
    var isNegated = false

    /// Whether a unit is one of them.
    func contains(_ unit: UInt16) -> Bool {
        for range in ranges where range.contains(unit) { return !isNegated }
        return isNegated
    }

    /// One unit.
    static func one(_ unit: UInt16) -> UnitSet { UnitSet(ranges: [unit...unit]) }

    /// What `.` takes: all but LF.
    static let dot = UnitSet(ranges: [0x0A...0x0A], isNegated: true)
    /// `\d`.
    static let digits = UnitSet(ranges: [0x30...0x39])
    /// `\w`.
    static let word = UnitSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`.
    static let space = UnitSet(ranges: [0x09...0x0D, 0x20...0x20])

    /// All the units that are not in it.
    var inverted: UnitSet { UnitSet(ranges: ranges, isNegated: !isNegated) }

    /// The same units with those that differ from them by case alone.
    var ignoringCase: UnitSet {
        var set = self
        // Longer ranges hold no alphabet by half.
        for range in ranges where range.count <= 256 {
            for scalar in range.compactMap({ Unicode.Scalar($0) }) {
                let properties = scalar.properties
                for other in [properties.lowercaseMapping, properties.uppercaseMapping] {
                    let units = Array(other.utf16)
                    if units.count == 1 { set.ranges.append(units[0]...units[0]) }
                }
            }
        }
        return set
    }

    /// The same units without a negation.
    var plainRanges: [ClosedRange<UInt16>] {
        guard isNegated else { return ranges }
        var rest: [ClosedRange<UInt16>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if UInt32(range.lowerBound) > next {
                rest.append(UInt16(next)...(range.lowerBound - 1))
            }
            next = max(next, UInt32(range.upperBound) + 1)
        }
        if next <= 0xFFFF { rest.append(UInt16(next)...0xFFFF) }
        return rest
    }
}
