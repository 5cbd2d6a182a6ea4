/// Numbers that look random and are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    /// Where the sequence stands.
    var state: UInt64

    /// The next number of the sequence (SplitMix64).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Makes valid expressions over the contexts `a` and `list`.
struct ExpressionGenerator {
    private var random: SeededGenerator

    private static let leaves = [
        "1", "0", "-2.5", "0x1F", ".5", "NaN", "Infinity", "true", "false", "null", "''", "'x'",
        "'It''s'", "'1'", "'é😊'", "'{0}'", "'[1, {\"b\": 2}]'", "a", "list", "a.b", "a.c.b",
        "list[0].b", "list.*.b", "list[*][0]", "a.*", "a['b'][1]", "list[a.b[0]]",
    ]

    private static let operators = ["&&", "||", "==", "!=", "<", "<=", ">", ">="]

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
    }

    /// An expression with at most this many levels of operators and calls.
    mutating func expression(depth: Int) -> String {
        guard depth > 0, Int.random(in: 0..<5, using: &random) > 0 else { return pick(Self.leaves) }
        let first = expression(depth: depth - 1)
        let second = expression(depth: depth - 1)
        return switch Int.random(in: 0..<13, using: &random) {
        case 0: "!\(first)"
        case 1: "(\(first))"
        // GitHub's canonical text drops groups, so only calls are indexed here.
        case 2: "fromJSON(toJSON(\(first))).b"
        case 3: "case(true, \(first), 1)[\(second)]"
        case 4: "case(true, \(first), 1).*"
        case 5: "contains(\(first), \(second))"
        case 6: "startsWith(\(first), \(second)) || endsWith(\(first), \(second))"
        case 7: "format('{0}-{1}-{0}', \(first), \(second))"
        case 8: "join(\(first), \(second))"
        case 9: "fromJSON(toJSON(\(first)))"
        case 10: "case(\(first) == \(second), \(first), !\(second), \(second), 'z')"
        default: "\(first) \(pick(Self.operators)) \(second)"
        }
    }

    private mutating func pick(_ texts: [String]) -> String {
        texts[Int.random(in: 0..<texts.count, using: &random)]
    }
}
