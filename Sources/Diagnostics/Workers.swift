import Synchronization

/// Whoever does several works at once; this room and those above it start no threads themselves.
package struct Workers: Sendable {
    /// Runs a work for each number below `count` and returns when all have ended.
    package typealias Runner = @Sendable (_ count: Int, _ work: @Sendable (Int) -> Void) -> Void

    /// How many works are done at once.
    package let count: Int
    private let run: Runner

    /// Takes what does so many works at once.
    package init(count: Int, run: @escaping Runner) {
        self.count = count
        self.run = run
    }

    /// Does one work after the other.
    package static let one = Workers(count: 1) { count, work in
        for number in 0..<count { work(number) }
    }

    /// What a work gives for each number below `count`, in their order.
    package func map<Result: Sendable>(
        _ count: Int,
        _ work: @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: count))
        run(count) { number in
            let result = work(number)
            results.withLock { $0[number] = result }
        }
        return results.withLock { results in
            // For `compactMap` the runtime would go through all conformances of the program.
            var all: [Result] = []
            all.reserveCapacity(count)
            for index in results.indices {
                if let result = results[index] { all.append(result) }
            }
            return all
        }
    }
}
