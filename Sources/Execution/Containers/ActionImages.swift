import ContainerEngine
import Workspaces

/// Builds the images of actions with a Dockerfile, by the engine's own builder.
///
/// The same files are built once in a run. The engine keeps what it has built, and does again only
/// what has changed.
struct ActionImages: Sendable {
    /// What is told of a build.
    enum Progress: Sendable, Hashable {
        /// It begins.
        case begins
        /// The builder wrote something.
        case text(String)
        /// It has ended, well or not.
        case ends
    }

    /// The repository of their names.
    private static let repository = "actlocal-action"
    /// The largest Dockerfile whose base images are looked for, in bytes.
    private static let largestDockerfile = 1 << 20

    /// The container engine.
    let engine: Engine
    /// The platform to build for; nil for the engine's own.
    let platform: String?
    /// The proxies of this machine, which a build has no other way to know.
    let proxies: [EnvironmentEntry]
    /// Whose the images are.
    let owner: BuiltImages
    /// The login that this machine keeps for an image's registry.
    let login: RegistryLogin
    /// What jobs have pushed where the engine does not reach it.
    let pushed: PushedImages
    private let work = SharedWork<String, ImageDetails>()
    /// Keeps the images as long as the run lasts.
    private let held = SharedWork<String, FileLock>()

    /// Builds with an engine.
    init(
        engine: Engine,
        platform: String?,
        proxies: [EnvironmentEntry],
        owner: BuiltImages,
        login: @escaping RegistryLogin,
        pushed: PushedImages
    ) {
        self.engine = engine
        self.platform = platform
        self.proxies = proxies
        self.owner = owner
        self.login = login
        self.pushed = pushed
    }

    /// The image that a Dockerfile of a job makes for the action called `name`; a build is told to
    /// the first who asks for it.
    ///
    /// - Throws: `EngineError.buildFailed` when an instruction fails.
    func image(
        of dockerfile: String,
        on host: any StepHost,
        named name: String,
        tell: @escaping @Sendable (Progress) async -> Void
    ) async throws -> ImageDetails {
        _ = try await held.value(of: "") { try await owner.hold() }
        let context = try await BuildContext(dockerfile, on: host)
        return try await work.value(of: try await context.digest()) {
            try await build(context, named: name, tell: tell)
        }
    }

    private func build(
        _ context: BuildContext,
        named name: String,
        tell: @escaping @Sendable (Progress) async -> Void
    ) async throws -> ImageDetails {
        var build = ImageBuild()
        build.dockerfile = context.dockerfile
        build.tags = [Self.tag(name)]
        build.labels = owner.labels(of: name)
        build.platform = platform
        for proxy in proxies { build.arguments[proxy.name] = proxy.value }
        build.logins = try await logins(context)
        await tell(.begins)
        let (texts, continuation) = AsyncStream.makeStream(of: String.self)
        let telling = Task {
            for await text in texts { await tell(.text(text)) }
        }
        let result: Result<String, any Error>
        do {
            let definition = build
            let id = try await context.send { files in
                try await engine.buildImage(definition, context: files) { text in
                    continuation.yield(text)
                }
            }
            result = .success(id)
        } catch {
            result = .failure(error)
        }
        continuation.finish()
        await telling.value
        await tell(.ends)
        return try await engine.image(try result.get())
    }

    /// A name for the image, which shows in the engine's lists.
    private static func tag(_ name: String) -> String {
        let characters = name.map { character in
            character.isASCII && (character.isLetter || character.isNumber || character == "_")
                ? character : "-"
        }
        let text = String(characters.drop { $0 == "-" }.prefix(100))
        return "\(repository):\(text.isEmpty ? "action" : text)"
    }

    /// What this machine keeps for the registries of the base images.
    ///
    /// - Throws: `MissingImage.pushed` for one that the engine does not reach.
    private func logins(_ context: BuildContext) async throws -> [String: RegistryCredentials] {
        let bytes = try await context.host.read(
            "\(context.folder)/\(context.dockerfile)",
            limit: Self.largestDockerfile
        )
        var logins: [String: RegistryCredentials] = [:]
        for image in Self.baseImages(in: String(decoding: bytes ?? [], as: UTF8.self)) {
            if let job = pushed.pusher(of: image) { throw MissingImage.pushed(image, by: job) }
            let registry = ImageReference(image).registry
            guard logins[registry] == nil else { continue }
            logins[registry] = await login(image)
        }
        return logins
    }

    /// The images that a Dockerfile's stages begin with, as far as they are written out.
    static func baseImages(in dockerfile: String) -> [String] {
        dockerfile.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.first?.lowercased() == "from" else { return nil }
            let image = words.dropFirst().first { !$0.hasPrefix("--") }
            return image.flatMap { $0.contains("$") ? nil : String($0) }
        }
    }
}
