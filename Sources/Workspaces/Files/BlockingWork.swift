import Dispatch

/// Runs work that blocks on the disk on a thread outside Swift's own pool.
package enum BlockingWork {
    /// Waits for work that ends by itself.
    package static func run<Value: Sendable>(
        _ work: @Sendable @escaping () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    /// Waits for the work; cancelling the task sets the flag that the work is given.
    static func run<Value: Sendable>(
        _ work: @Sendable @escaping (CancellationFlag) throws -> Value
    ) async throws -> Value {
        let flag = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try work(flag) })
                }
            }
        } onCancel: {
            flag.set()
        }
    }

    /// Runs the two halves of a range on two threads and gives both results in order.
    static func halves<Value: Sendable>(
        of count: Int,
        _ work: @Sendable @escaping (Range<Int>, CancellationFlag) throws -> Value
    ) async throws -> [Value] {
        guard count >= 64 else { return [try await run { try work(0..<count, $0) }] }
        async let first = run { try work(0..<(count / 2), $0) }
        async let second = run { try work((count / 2)..<count, $0) }
        return try await [first, second]
    }
}
