import ContainerEngine

/// Sees to it that the engine has an image; each is fetched once, however many jobs want it.
actor ImageStore {
    /// How an image comes to be known; tests put their own in place of the engine.
    typealias Fetch =
        @Sendable (_ request: ImageRequest, _ sink: EventSink) async throws -> ImageDetails

    private typealias Waiter = CheckedContinuation<ImageDetails, any Error>

    /// A fetch under way and who waits for it.
    private struct Running {
        let number: Int
        let task: Task<Void, Never>
        var waiters: [Int: Waiter] = [:]
    }

    private let fetch: Fetch
    private var known: [ImageRequest: ImageDetails] = [:]
    private var running: [ImageRequest: Running] = [:]
    private var numbers = 0

    /// The images of one engine, pulled with the logins of this machine.
    init(engine: Engine, login: @escaping RegistryLogin = { _ in nil }) {
        fetch = { request, sink in
            try await ImageFetch(engine: engine, request: request, sink: sink, login: login).run()
        }
    }

    /// Images that `fetch` brings.
    init(fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    /// The image's details, pulled first as its policy says.
    ///
    /// A caller that is cancelled waits no longer; with the last one the fetch is cancelled too.
    func image(_ request: ImageRequest, sink: EventSink) async throws -> ImageDetails {
        if let details = known[request] { return details }
        numbers += 1
        let number = numbers
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                if Task.isCancelled {
                    waiter.resume(throwing: CancellationError())
                } else {
                    join(request, as: number, waiter, sink: sink)
                }
            }
        } onCancel: {
            Task { await self.leave(request, as: number) }
        }
    }

    private func join(
        _ request: ImageRequest,
        as number: Int,
        _ waiter: Waiter,
        sink: EventSink
    ) {
        if running[request] == nil {
            let task = Task { [fetch] in
                let result: Result<ImageDetails, any Error>
                do {
                    result = .success(try await fetch(request, sink))
                } catch {
                    result = .failure(error)
                }
                self.finish(request, number: number, with: result)
            }
            running[request] = Running(number: number, task: task)
        }
        running[request]?.waiters[number] = waiter
    }

    private func leave(_ request: ImageRequest, as number: Int) {
        guard let waiter = running[request]?.waiters.removeValue(forKey: number) else { return }
        waiter.resume(throwing: CancellationError())
        if let fetch = running[request], fetch.waiters.isEmpty {
            fetch.task.cancel()
            running[request] = nil
        }
    }

    private func finish(
        _ request: ImageRequest,
        number: Int,
        with result: Result<ImageDetails, any Error>
    ) {
        // One that was given up may end after its successor has begun.
        guard let fetch = running[request], fetch.number == number else { return }
        running[request] = nil
        if case .success(let details) = result { known[request] = details }
        for waiter in fetch.waiters.values { waiter.resume(with: result) }
    }
}

/// An image that is not here and that no pull brings.
enum MissingImage: Error {
    /// One that the project's own script builds.
    case ours(String)
    /// One that `--pull never` keeps from being pulled.
    case neverPulled(String)
}
