extension LineExpression {
    /// Why nobody knows whether an expression matches a line.
    enum GaveUp: Error {
        /// It tried too many ways.
        case tooManyWays
        /// One of its groups is repeated too often there.
        case tooDeep
    }

    /// How many ways are tried on one line: about a second's worth.
    static let defaultBudget = 10_000_000

    /// The captures of the first match in a line; nil where it does not match.
    ///
    /// Number 0 is the whole match; a group that took no part has no text.
    /// - Throws: `GaveUp` when the budget is used up.
    func captures(
        in line: String,
        budget: Int = Self.defaultBudget
    ) throws(GaveUp) -> [String?]? {
        let attempt = MatchAttempt(Array(line.utf16), groups: groupCount, budget: budget)
        for start in 0...attempt.units.count {
            attempt.reset()
            if try attempt.match(root, at: start, then: { attempt.finish(at: $0) }) {
                return attempt.texts(from: start)
            }
            if isAnchored { return nil }
        }
        return nil
    }

    /// Whether a later start finds nothing that the start of the line did not.
    private var isAnchored: Bool {
        guard case .sequence(let nodes) = root else { return Self.isAnchored(root) }
        return Self.isAnchored(nodes[0])
    }

    private static func isAnchored(_ node: Node) -> Bool {
        switch node {
        case .start: true
        // `.*` takes whatever is skipped.
        case .loop(.unit(let set), least: 0, most: .max, _):
            set.isNegated && set.ranges == UnitSet.dot.ranges
        default: false
        }
    }
}

/// The search for one match in one line, backtracking as ECMAScript does.
private final class MatchAttempt {
    typealias Node = LineExpression.Node
    typealias Rest = (Int) throws(LineExpression.GaveUp) -> Bool

    let units: [UInt16]
    private var captures: [Range<Int>?]
    private var end = 0
    private var budget: Int
    private var depth = 0

    /// Deeper recursion gives up, long before the stack ends.
    private static let deepest = 3000

    init(_ units: [UInt16], groups: Int, budget: Int) {
        self.units = units
        self.budget = budget
        captures = Array(repeating: nil, count: groups + 1)
    }

    /// Forgets what an earlier start captured.
    func reset() {
        for index in captures.indices { captures[index] = nil }
    }

    /// Takes the place where the whole expression ends.
    func finish(at position: Int) -> Bool {
        end = position
        return true
    }

    /// The captured texts.
    func texts(from start: Int) -> [String?] {
        captures[0] = start..<end
        return captures.map { $0.map { String(decoding: units[$0], as: UTF16.self) } }
    }

    /// Whether a node matches at a place and everything after it does too.
    func match(
        _ node: Node,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        budget -= 1
        depth += 1
        defer { depth -= 1 }
        guard budget > 0 else { throw .tooManyWays }
        guard depth < Self.deepest else { throw .tooDeep }
        switch node {
        case .empty: return try rest(position)
        case .unit(let set):
            guard position < units.count, set.contains(units[position]) else { return false }
            return try rest(position + 1)
        case .sequence(let nodes): return try match(nodes[...], at: position, then: rest)
        case .choice(let branches):
            for branch in branches where try match(branch, at: position, then: rest) {
                return true
            }
            return false
        case .group(let number, let inner):
            return try capture(number, inner, at: position, then: rest)
        case .loop(let inner, let least, let most, let isLazy):
            let loop = Loop(node: inner, least: least, most: most, isLazy: isLazy)
            return try match(loop, round: 0, at: position, then: rest)
        case .start, .end, .boundary, .ahead, .behind:
            return try holds(node, at: position) ? try rest(position) : false
        case .atomic(let inner):
            var end = position
            let isThere = try match(inner, at: position) { (next) in
                end = next
                return true
            }
            return isThere ? try rest(end) : false
        case .reference(let number, let ignoresCase):
            return try match(reference: number, ignoresCase, at: position, then: rest)
        }
    }

    /// Whether a node that takes nothing is there.
    private func holds(
        _ node: Node,
        at position: Int
    ) throws(LineExpression.GaveUp) -> Bool {
        switch node {
        case .start: return position == 0
        case .end: return position == units.count
        case .boundary(let isNegated): return isBoundary(position) != isNegated
        case .ahead(let inner, let isNegated):
            return try match(inner, at: position) { _ in true } != isNegated
        case .behind(let inner, let lengths, let isNegated):
            var length = lengths.lowerBound
            while length <= min(lengths.upperBound, position) {
                if try match(inner, at: position - length, then: { $0 == position }) {
                    return !isNegated
                }
                length += 1
            }
            return isNegated
        default: return true
        }
    }

    private func match(
        _ nodes: ArraySlice<Node>,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        guard let first = nodes.first else { return try rest(position) }
        return try match(first, at: position) { (next) throws(LineExpression.GaveUp) in
            try match(nodes.dropFirst(), at: next, then: rest)
        }
    }

    private func capture(
        _ number: Int,
        _ inner: Node,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        let before = captures[number]
        let isMatched = try match(inner, at: position) { (next) throws(LineExpression.GaveUp) in
            let inside = captures[number]
            captures[number] = position..<next
            if try rest(next) { return true }
            captures[number] = inside
            return false
        }
        if !isMatched { captures[number] = before }
        return isMatched
    }

    /// A node that is matched over and over.
    private struct Loop {
        let node: Node
        let least: Int
        let most: Int
        let isLazy: Bool
    }

    private func match(
        _ loop: Loop,
        round: Int,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        if case .unit(let set) = loop.node, round == 0 {
            return try match(set, loop, at: position, then: rest)
        }
        func again() throws(LineExpression.GaveUp) -> Bool {
            guard round < loop.most else { return false }
            return try match(loop.node, at: position) { (next) throws(LineExpression.GaveUp) in
                // A round that takes nothing would never end.
                guard next > position || round < loop.least else { return false }
                return try match(loop, round: round + 1, at: next, then: rest)
            }
        }
        if round < loop.least { return try again() }
        if loop.isLazy, try rest(position) { return true }
        if try again() { return true }
        return loop.isLazy ? false : try rest(position)
    }

    /// A loop over single units, which needs no recursion.
    private func match(
        _ set: UnitSet,
        _ loop: Loop,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        var longest = 0
        while longest < loop.most, position + longest < units.count,
            set.contains(units[position + longest])
        {
            longest += 1
        }
        budget -= longest / 16
        guard longest >= loop.least else { return false }
        for offset in 0...(longest - loop.least) {
            budget -= 1
            let length = loop.isLazy ? loop.least + offset : longest - offset
            if try rest(position + length) { return true }
            guard budget > 0 else { throw .tooManyWays }
        }
        return false
    }

    private func match(
        reference number: Int,
        _ ignoresCase: Bool,
        at position: Int,
        then rest: Rest
    ) throws(LineExpression.GaveUp) -> Bool {
        // As in ECMAScript, a group that took no part is found everywhere.
        guard number < captures.count, let range = captures[number] else {
            return try rest(position)
        }
        let isThere = units[position...].starts(with: units[range]) { here, there in
            here == there || ignoresCase && UnitSet.one(there).ignoringCase.contains(here)
        }
        guard isThere else { return false }
        return try rest(position + range.count)
    }

    private func isBoundary(_ position: Int) -> Bool {
        let before = position > 0 && UnitSet.word.contains(units[position - 1])
        let after = position < units.count && UnitSet.word.contains(units[position])
        return before != after
    }
}
