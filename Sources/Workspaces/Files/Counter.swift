import Synchronization

/// Numbers that are given once in this process.
enum Counter {
    private static let value = Atomic(0)

    /// The next number.
    static func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
