import Synchronization

extension Array where Element: Sendable {
    /// What a function makes of each element, in their order, worked out by several threads.
    ///
    /// Each thread takes the next element when it has done with the last, so that all end at nearly
    /// the same time.
    func mapped<Result: Sendable>(
        byThreads most: Int,
        _ transform: @escaping @Sendable (Element) -> Result
    ) async -> [Result] {
        let threads = Swift.min(most, count / 2)
        guard threads > 1 else { return map(transform) }
        let turns = Turns(count: count)
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for _ in 0..<threads {
                group.addTask {
                    var made: [(Int, Result)] = []
                    while let index = turns.next() { made.append((index, transform(self[index]))) }
                    return made
                }
            }
            var results = [Result?](repeating: nil, count: count)
            for await part in group {
                for (index, result) in part {
                    results[index] = result
                }
            }
            return results.compactMap { $0 }
        }
    }
}

/// Hands out the numbers below a count, one after the other.
private final class Turns: Sendable {
    private let count: Int
    private let taken = Atomic(0)

    init(count: Int) {
        self.count = count
    }

    /// The next number; nil when all were handed out.
    func next() -> Int? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < count ? index : nil
    }
}
