import Transfers

/// How an image is built from a Dockerfile.
package struct ImageBuild: Sendable, Hashable {
    /// The Dockerfile's path in the context.
    package var dockerfile = "Dockerfile"
    /// Names with tags for the image.
    package var tags: [String] = []
    /// Values of the Dockerfile's `ARG` variables.
    package var arguments: [String: String] = [:]
    /// The stage to stop at; `nil` is the last one.
    package var target: String?
    /// The platform to build for, as in `linux/arm64`.
    package var platform: String?
    /// Labels of the image.
    package var labels: [String: String] = [:]
    /// Whether base images are pulled even when the engine has them.
    package var pullsBaseImages = false
    /// Whether every instruction runs again.
    package var ignoresCache = false
    /// The logins for base images, by registry.
    package var logins: [String: RegistryCredentials] = [:]
    /// The network that `RUN` sees; `nil` is the engine's default.
    package var network: String?

    /// A build of the Dockerfile at the root of the context.
    package init() {}

    /// The logins as the engine reads them: JSON by the registry's address, in URL-safe base64.
    fileprivate func loginHeader() throws -> HeaderField? {
        guard !logins.isEmpty else { return nil }
        var body: [String: JSONValue] = [:]
        for (registry, login) in logins {
            let address = registry == "docker.io" ? "https://index.docker.io/v1/" : registry
            body[address] = login.json
        }
        return HeaderField(
            "X-Registry-Config",
            RegistryCredentials.encoded(try JSONValue.object(body).bytes())
        )
    }

    fileprivate func query() throws -> QueryString {
        var query: QueryString = [
            "dockerfile": dockerfile, "rm": "1", "forcerm": "1", "version": "1",
            "target": target, "platform": platform, "networkmode": network,
            "pull": pullsBaseImages ? "1" : nil,
            "nocache": ignoresCache ? "1" : nil,
            "buildargs": arguments.isEmpty ? nil : try JSONValue.strings(arguments).text(),
            "labels": labels.isEmpty ? nil : try JSONValue.strings(labels).text(),
        ]
        for tag in tags { query.append("t", tag) }
        return query
    }
}

extension Engine {
    /// Builds an image by the engine's own builder, which knows no BuildKit instructions.
    ///
    /// `context` is a tar archive; `output` gets what the build writes, as it comes.
    ///
    /// - Returns: the image's id.
    /// - Throws: `EngineError.buildFailed` when an instruction fails.
    package func buildImage(
        _ build: ImageBuild,
        context: ByteSource,
        output: @Sendable (String) -> Void = { _ in }
    ) async throws -> String {
        var call = EngineConnection.Call(
            "POST",
            "/build",
            try build.query(),
            about: .image(build.tags.first ?? "build")
        )
        call.headers = [HeaderField("Content-Type", "application/x-tar")]
        if let logins = try build.loginHeader() { call.headers.append(logins) }
        call.body = context.requestBody
        var id: String?
        do {
            try await follow(call) { message in
                if let text = message.stream ?? message.status { output(text) }
                if let made = message.aux?.id { id = made }
            }
        } catch EngineError.refused(_, let message) {
            throw EngineError.buildFailed(detail: message)
        }
        guard let id else {
            throw EngineError.unexpectedAnswer(detail: "the build ended without an image")
        }
        return id
    }
}
