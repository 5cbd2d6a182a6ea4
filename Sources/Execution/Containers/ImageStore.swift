import ContainerEngine

/// Sees to it that the engine has an image; each is fetched once, however many jobs want it.
struct ImageStore: Sendable {
    /// How an image comes to be known; tests put their own in place of the engine.
    typealias Fetch =
        @Sendable (_ request: ImageRequest, _ sink: EventSink) async throws -> ImageDetails

    private let fetch: Fetch
    private let work = SharedWork<ImageRequest, ImageDetails>()

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
    func image(_ request: ImageRequest, sink: EventSink) async throws -> ImageDetails {
        try await work.value(of: request) { [fetch] in try await fetch(request, sink) }
    }
}

/// An image that is not here and that no pull brings.
enum MissingImage: Error {
    /// One that the project's own script builds.
    case ours(String)
    /// One that `--pull never` keeps from being pulled.
    case neverPulled(String)
    /// One that is built for another platform than the wanted one.
    case otherPlatform(String, found: ImagePlatform, wanted: ImagePlatform)
    /// One that a job of the run has pushed to the run's own registry.
    case pushed(String, by: String)
}
