extension Array where Element: Sendable {
    /// What a function makes of each element, in their order, worked out by several threads.
    ///
    /// Each thread takes every n-th element, so that large neighbours do not meet in one.
    func mapped<Result: Sendable>(
        byThreads most: Int,
        _ transform: @escaping @Sendable (Element) -> Result
    ) async -> [Result] {
        let threads = Swift.min(most, count / 2)
        guard threads > 1 else { return map(transform) }
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for first in 0..<threads {
                group.addTask {
                    stride(from: first, to: count, by: threads).map { ($0, transform(self[$0])) }
                }
            }
            var results = [Result?](repeating: nil, count: count)
            for await part in group {
                for (index, result) in part {
                    results[index] = result
                }
            }
            return results.compactMap(\.self)
        }
    }
}
