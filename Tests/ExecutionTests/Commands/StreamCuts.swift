import Execution

/// A small seeded generator, so that a failing cut can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts a sequence.
    init(seed: UInt64) {
        state = seed
    }

    /// The next number of SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// The ways one stream of bytes may arrive.
enum StreamCuts {
    /// Whole, one byte at a time, and at random places for several seeds.
    static func all(_ bytes: [UInt8], seeds: ClosedRange<UInt64> = 1...6) -> [[ArraySlice<UInt8>]] {
        var ways = [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
        for seed in seeds {
            var generator = SeededGenerator(seed: seed)
            ways.append(random(bytes, using: &generator))
        }
        return ways
    }

    private static func random(
        _ bytes: [UInt8],
        using generator: inout SeededGenerator
    ) -> [ArraySlice<UInt8>] {
        var chunks: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let longest = [1, 3, 17, 400, 70_000].randomElement(using: &generator) ?? 1
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &generator))
            chunks.append(bytes[start..<end])
            start = end
        }
        return chunks
    }
}

/// What a pipeline showed, independent of how lines were put into blocks.
enum Shown: Hashable {
    case line(String)
    case item(LogItem)

    /// One entry for each line and other item; pieces of one line are joined.
    static func all(_ items: [LogItem]) -> [Shown] {
        var shown: [Shown] = []
        var long = ""
        for item in items {
            switch item {
            case .output(let block):
                shown += block.text.split(separator: "\n", omittingEmptySubsequences: false)
                    .map { .line(String($0)) }
            case .piece(let piece, let isContinued):
                long += piece.text
                if !isContinued {
                    shown.append(.line(long))
                    long = ""
                }
            default:
                shown.append(.item(item))
            }
        }
        return shown
    }
}

/// Runs a fresh pipeline over chunks.
func run(
    _ chunks: [ArraySlice<UInt8>],
    masks: SecretMasks = SecretMasks(),
    settings: CommandSettings = CommandSettings()
) -> [LogItem] {
    var pipeline = LogPipeline(masks: masks, settings: settings)
    return chunks.flatMap { pipeline.consume($0) } + pipeline.finish()
}

/// Masks with these secrets.
func masks(_ secrets: String...) -> SecretMasks {
    let masks = SecretMasks()
    secrets.forEach(masks.addSecret)
    return masks
}
