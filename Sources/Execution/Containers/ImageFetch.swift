import ContainerEngine
import RunEvents

/// An image as a container asks for it.
struct ImageRequest: Sendable, Hashable {
    /// The image's name.
    let reference: String
    /// The platform to pull it for; nil for the engine's own.
    var platform: String?
    /// The login for its registry.
    var credentials: RegistryCredentials?
    /// When it is pulled.
    var policy: ContainerOptions.PullPolicy = .missing
}

/// The fetching of one image.
struct ImageFetch: Sendable {
    /// The container engine.
    let engine: Engine
    /// What is wanted.
    let request: ImageRequest
    /// Where the progress is told.
    let sink: EventSink

    /// The image's details, pulled first when its policy asks for it.
    func run() async throws -> ImageDetails {
        let reference = request.reference
        // No registry has those that the project builds itself.
        let isOurs = reference.hasPrefix("actlocal/")
        if request.policy != .always || isOurs {
            do {
                return try await engine.image(reference)
            } catch EngineError.notFound(.image, _) {
                guard !isOurs else { throw MissingImage.ours(reference) }
                guard request.policy != .never else { throw MissingImage.neverPulled(reference) }
            }
        }
        try await pull()
        return try await engine.image(reference)
    }

    /// Pulls the image; that it is complete is told only when it is.
    private func pull() async throws {
        let (updates, continuation) = AsyncStream.makeStream(
            of: PullProgress.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        let reporting = Task {
            var totals = PullTotals(image: request.reference)
            for await update in updates {
                if let event = totals.note(update) { await sink.send(.imagePull(event)) }
            }
            return totals
        }
        let result: Result<Void, any Error>
        do {
            try await engine.pullImage(
                request.reference,
                platform: request.platform,
                credentials: request.credentials
            ) { continuation.yield($0) }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        continuation.finish()
        let totals = await reporting.value
        try result.get()
        await sink.send(.imagePull(totals.final))
    }
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
