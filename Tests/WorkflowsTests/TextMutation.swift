/// Makes texts that are almost YAML of ones that are; the same seed gives the same texts.
struct TextMutation: RandomNumberGenerator {
    private var state: UInt64

    /// Starts the sequence of a seed.
    init(seed: UInt64) {
        state = seed
    }

    /// The next number of the sequence (SplitMix64).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// No mutation makes a text longer.
    private static let longest = 8_000

    private static let pieces = [
        "\n", "\r\n", "\r", "\t", " ", "  ", "    ", "- ", ": ", ":", "? ", "#", "|", "|2-\n",
        ">+\n",
        "'", "\"", "\\", "\\x4", "[", "]", "{", "}", ",", "&a ", "*a", "*", "<<: ", "!!str ",
        "!!int ", "!<x> ", "%YAML 1.2\n", "---\n", "...\n", "~", "null", "true", "0x1F", "1e999",
        ".nan", "-", "é", "😊", "e\u{301}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{0}", "\u{7}",
        "\u{FFFE}", "${{", "}}", "${{ insert }}: ", "${{ github.ref }}", "${{ matrix.* }}",
        "${{ fromJSON('[') }}", "on: push\n", "jobs:\n", "a: ", "steps:\n", "uses: ", "run: |\n",
        "include:\n", "env:\n", "999999999999999999999999",
    ]

    /// A text with one to eight changes.
    mutating func changed(_ text: String, mixing other: String) -> String {
        var scalars = Array(text.unicodeScalars.prefix(Self.longest))
        for _ in 0..<Int.random(in: 1...8, using: &self) {
            change(&scalars, mixing: other)
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.prefix(Self.longest))
        return String(view)
    }

    private mutating func change(_ scalars: inout [Unicode.Scalar], mixing other: String) {
        let place = Int.random(in: 0...scalars.count, using: &self)
        let end = min(scalars.count, place + Int.random(in: 1...40, using: &self))
        switch Int.random(in: 0..<9, using: &self) {
        case 0: scalars.removeSubrange(place..<end)
        case 1: scalars.removeSubrange(place..<min(scalars.count, place + 1))
        case 2: scalars.insert(contentsOf: scalars[place..<end], at: place)
        case 3:
            let part = Array(scalars[place..<end])
            let times = Int.random(in: 2...60, using: &self)
            scalars.insert(contentsOf: (0..<times).flatMap { _ in part }, at: place)
        case 4:
            let part = Array(scalars[place..<end])
            scalars.removeSubrange(place..<end)
            scalars.insert(contentsOf: part, at: Int.random(in: 0...scalars.count, using: &self))
        case 5:
            let source = Array(other.unicodeScalars)
            let from = Int.random(in: 0...source.count, using: &self)
            scalars.insert(contentsOf: source[from...].prefix(200), at: place)
        case 6: scalars.removeSubrange(end...)
        default:
            let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &self)]
            scalars.insert(contentsOf: piece.unicodeScalars, at: place)
        }
    }
}
