import Synchronization

/// What the clients of a server were told, and what they had begun when it died.
final class StoreJournal: Sendable {
    /// What must be true of one artifact or cache entry.
    enum Fate: Sendable, Hashable {
        /// It may be there whole, or not at all.
        case undecided(seed: UInt64)
        /// It is there.
        case kept(seed: UInt64)
        /// It is not there.
        case gone

        /// The seed of its content; nil for what is gone.
        var seed: UInt64? {
            switch self {
            case .undecided(let seed), .kept(let seed): seed
            case .gone: nil
            }
        }
    }

    private let fates = Mutex<[String: Fate]>([:])

    /// All that is known, by name.
    var all: [String: Fate] { fates.withLock { $0 } }

    /// The names of what is there for sure and begins so.
    func kept(_ prefix: String) -> [String] {
        all.filter { name, fate in
            if case .kept = fate { name.hasPrefix(prefix) } else { false }
        }.keys.sorted()
    }

    /// Notes a change that begins, and what it comes to once its request was answered so.
    func change(
        _ name: String,
        to fate: Fate,
        _ request: () async throws -> Bool
    ) async throws {
        let seed = fate.seed ?? all[name]?.seed ?? 0
        fates.withLock { $0[name] = .undecided(seed: seed) }
        if try await request() { fates.withLock { $0[name] = fate } }
    }
}

/// A generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Up to 200,000 bytes that a seed stands for, most often few.
    static func content(_ seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed)
        let most = [200, 5_000, 200_000].randomElement(using: &generator) ?? 1
        let words = Int.random(in: 0...most / 8, using: &generator)
        var bytes: [UInt8] = [UInt8(truncatingIfNeeded: seed)]
        bytes.reserveCapacity(words * 8 + 1)
        for _ in 0..<words {
            let word = generator.next()
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
