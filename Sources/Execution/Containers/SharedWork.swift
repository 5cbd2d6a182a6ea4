/// Work that is done once, however many ask for what it brings.
actor SharedWork<Key: Hashable & Sendable, Value: Sendable> {
    private typealias Waiter = CheckedContinuation<Value, any Error>

    /// Work under way and who waits for it.
    private struct Running {
        let number: Int
        let task: Task<Void, Never>
        var waiters: [Int: Waiter] = [:]
    }

    private var known: [Key: Value] = [:]
    private var running: [Key: Running] = [:]
    private var numbers = 0

    /// The value of a key, made by the first who asks; what failed is made anew for the next.
    ///
    /// A caller that is cancelled waits no longer; with the last one the work is cancelled too.
    func value(
        of key: Key,
        make: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        if let value = known[key] { return value }
        numbers += 1
        let number = numbers
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                if Task.isCancelled {
                    waiter.resume(throwing: CancellationError())
                } else {
                    join(key, as: number, waiter, make: make)
                }
            }
        } onCancel: {
            Task { await self.leave(key, as: number) }
        }
    }

    private func join(
        _ key: Key,
        as number: Int,
        _ waiter: Waiter,
        make: @escaping @Sendable () async throws -> Value
    ) {
        if running[key] == nil {
            let task = Task {
                let result: Result<Value, any Error>
                do {
                    result = .success(try await make())
                } catch {
                    result = .failure(error)
                }
                self.finish(key, number: number, with: result)
            }
            running[key] = Running(number: number, task: task)
        }
        running[key]?.waiters[number] = waiter
    }

    private func leave(_ key: Key, as number: Int) {
        guard let waiter = running[key]?.waiters.removeValue(forKey: number) else { return }
        waiter.resume(throwing: CancellationError())
        if let work = running[key], work.waiters.isEmpty {
            work.task.cancel()
            running[key] = nil
        }
    }

    private func finish(_ key: Key, number: Int, with result: Result<Value, any Error>) {
        // One that was given up may end after its successor has begun.
        guard let work = running[key], work.number == number else { return }
        running[key] = nil
        if case .success(let value) = result { known[key] = value }
        for waiter in work.waiters.values { waiter.resume(with: result) }
    }
}
