import ContainerEngine
import RunEvents

/// Sees to it that the engine has an image; each is fetched once, however many jobs want it.
actor ImageStore {
    /// A fetch under way or done, and how many wait for it.
    private struct Fetch {
        let task: Task<ImageDetails, any Error>
        var waiting = 0
    }

    private let engine: Engine
    private var fetches: [String: Fetch] = [:]

    /// The images of one engine.
    init(engine: Engine) {
        self.engine = engine
    }

    /// The image's details, pulled first when the engine does not have it.
    ///
    /// A pull that nobody waits for any more is given up.
    func image(
        _ reference: String,
        platform: String?,
        credentials: RegistryCredentials?,
        sink: EventSink
    ) async throws -> ImageDetails {
        let key = "\(reference) \(platform ?? "")"
        let engine = engine
        let task =
            fetches[key]?.task
            ?? Task {
                try await Self.fetch(
                    reference,
                    from: engine,
                    platform: platform,
                    credentials: credentials,
                    sink: sink
                )
            }
        fetches[key, default: Fetch(task: task)].waiting += 1
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            Task { await leave(key, task) }
        }
        if case .failure = result { forget(key, task) }
        return try result.get()
    }

    private func leave(_ key: String, _ task: Task<ImageDetails, any Error>) {
        guard fetches[key]?.task == task else { return }
        fetches[key]?.waiting -= 1
        guard fetches[key]?.waiting == 0 else { return }
        fetches[key] = nil
        task.cancel()
    }

    private func forget(_ key: String, _ task: Task<ImageDetails, any Error>) {
        if fetches[key]?.task == task { fetches[key] = nil }
    }

    private static func fetch(
        _ reference: String,
        from engine: Engine,
        platform: String?,
        credentials: RegistryCredentials?,
        sink: EventSink
    ) async throws -> ImageDetails {
        do {
            return try await engine.image(reference)
        } catch EngineError.notFound(.image, _) {
            guard !reference.hasPrefix("actlocal/") else {
                throw MissingImage.ours(reference)
            }
        }
        let (updates, continuation) = AsyncStream.makeStream(
            of: PullProgress.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        let reporting = Task {
            var totals = PullTotals(image: reference)
            for await update in updates {
                if let event = totals.note(update) { await sink.send(.imagePull(event)) }
            }
            await sink.send(.imagePull(totals.final))
        }
        defer { continuation.finish() }
        do {
            try await engine.pullImage(
                reference,
                platform: platform,
                credentials: credentials
            ) { continuation.yield($0) }
        } catch {
            continuation.finish()
            await reporting.value
            throw error
        }
        continuation.finish()
        await reporting.value
        return try await engine.image(reference)
    }
}

/// An image that no registry has.
enum MissingImage: Error {
    /// One that the project's own script builds.
    case ours(String)
}

/// Adds up the progress of an image's layers.
struct PullTotals {
    private let image: String
    private var layers: [String: (received: Int, total: Int)] = [:]
    private var reported = 0

    /// Nothing has arrived yet.
    init(image: String) {
        self.image = image
    }

    /// What to report after an update; nil while there is too little news.
    mutating func note(_ update: PullProgress) -> ImagePull? {
        guard let layer = update.layer, let size = update.totalBytes else { return nil }
        layers[layer] = (Int(update.currentBytes ?? 0), Int(size))
        let received = layers.values.reduce(0) { $0 + $1.received }
        let total = layers.values.reduce(0) { $0 + $1.total }
        guard abs(received - reported) > max(1 << 20, total / 100) else { return nil }
        reported = received
        return ImagePull(image: image, received: received, total: total, isComplete: false)
    }

    /// The last report.
    var final: ImagePull {
        let total = layers.values.reduce(0) { $0 + $1.total }
        return ImagePull(image: image, received: total, total: total, isComplete: true)
    }
}
