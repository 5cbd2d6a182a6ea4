package import ContainerEngine
import RunEvents

/// Finds the login for the registry of an image; nil for none.
package typealias RegistryLogin = @Sendable (_ image: String) async -> RegistryCredentials?

/// The fetching of one image.
struct ImageFetch: Sendable {
    /// The container engine.
    let engine: Engine
    /// What is wanted.
    let request: ImageRequest
    /// Where the progress is told.
    let sink: EventSink
    /// The login that this machine keeps for an image's registry.
    let login: RegistryLogin

    /// The image's details, pulled first when its policy asks for it.
    func run() async throws -> ImageDetails {
        let reference = request.reference
        // No registry has those that the project builds itself.
        let isOurs = reference.hasPrefix("actlocal/")
        if request.policy != .always || isOurs {
            do {
                let details = try await engine.image(reference)
                guard let mismatch = mismatch(details) else { return details }
                guard !isOurs, request.policy != .never else { throw mismatch }
            } catch EngineError.notFound(.image, _) {
                guard !isOurs else { throw MissingImage.ours(reference) }
                guard request.policy != .never else { throw MissingImage.neverPulled(reference) }
            }
        }
        try await pull()
        let details = try await engine.image(reference)
        if let mismatch = mismatch(details) { throw mismatch }
        return details
    }

    /// Why an image that is here is not the wanted one; nil when it is.
    private func mismatch(_ details: ImageDetails) -> MissingImage? {
        guard let wanted = request.platform.map({ ImagePlatform($0) }) else { return nil }
        let found = ImagePlatform(of: details)
        return found.serves(wanted)
            ? nil : .otherPlatform(request.reference, found: found, wanted: wanted)
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
        // As with the docker command, what is kept is used where nothing else is named.
        var credentials = request.credentials
        if credentials == nil { credentials = await login(request.reference) }
        do {
            try await engine.pullImage(
                request.reference,
                platform: request.platform,
                credentials: credentials
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
