import ContainerEngine
import Diagnostics
import InitProtocol
import RunEvents

/// The registries that stand for others of the same names in a job's own Docker engine.
///
/// Each is a program in the engine's container, on an address of the network that the job and the
/// engine share. It asks for no login and takes any. What is pushed is in a volume of the run, so
/// that a later job of the run pulls it.
struct LocalRegistries: Sendable {
    /// What they stand for, such as `ghcr.io`.
    let names: [String]
    /// Where the report hears of them, and of what is pushed.
    let sink: EventSink
    /// Where the job says what it runs on.
    let span: SourceSpan
    /// Takes note of each image that is pushed, such as `ghcr.io/octo/app:main`.
    let note: @Sendable (_ image: String) -> Void

    /// What tells the engine that they have no certificates.
    var engineOptions: [String] { names.flatMap { ["--insecure-registry", $0] } }

    /// Lines for the job's table of hosts, so that the real registries are never reached by name,
    /// not even before anybody has asked for Docker.
    static func hosts(_ names: [String]) -> [String] {
        names.enumerated().map { index, name in "\(name):\(address(index))" }
    }

    private static func address(_ index: Int) -> String { "127.0.0.\(index + 2)" }

    /// What the engine's container keeps them in: volumes of the run, made by whoever is first.
    ///
    /// - Throws: `EngineError`.
    func mounts(_ making: JobMaking) async throws -> [ContainerMount] {
        var mounts: [ContainerMount] = []
        for (index, name) in names.enumerated() {
            var kept = VolumeDefinition(name: "\(making.settings.prefix)-registry-\(index)")
            kept.labels = making.settings.labels
            let volume = try await making.engine.createVolume(kept).name
            mounts.append(.volume(volume, at: "/run/registry/\(name)"))
        }
        return mounts
    }

    /// Starts them; they end with the container.
    ///
    /// - Throws: `JobOpenError` when one does not start.
    func start(in host: InitStepHost) async throws {
        for (index, name) in names.enumerated() {
            try await start(name, at: Self.address(index), in: host)
            await say(name, "a registry in the job's Docker engine")
        }
    }

    private func start(_ name: String, at address: String, in host: InitStepHost) async throws {
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let output = RegistryOutput(ready: { start.yield() }) { image in
            note("\(name)/\(image)")
            await say("push of \(name)/\(image)", "the run's own registry")
        }
        Task {
            let request = ProcessRequest(
                arguments: ["start-registry", name, address],
                environment: host.environment(),
                workingDirectory: "/"
            )
            do {
                let exit = try await host.run(request, ladder: .immediate) {
                    await output.take($0)
                }
                await output.note("it ended with \(exit.status.exitCode)")
            } catch {
                await output.note("\(error)")
            }
            start.finish()
        }
        for await _ in starts { return }
        throw JobOpenError(
            "the registry that stands for `\(name)` does not start: \(await output.lastLines)",
            at: span
        )
    }

    private func say(_ original: String, _ replacement: String) async {
        await sink.send(
            .substitution(
                Substitution(
                    kind: .registry,
                    original: original,
                    replacement: replacement,
                    source: ".actlocal.yml"
                )
            )
        )
    }
}

/// What a registry writes: that it is ready, and a line for each request.
actor RegistryOutput {
    private static let limit = 64 << 10
    private let ready: @Sendable () -> Void
    private let pushed: @Sendable (String) async -> Void
    private var rest: [UInt8] = []
    private var lines: [String] = []

    /// Listens; `pushed` is told each image by name and tag.
    init(
        ready: @escaping @Sendable () -> Void,
        pushed: @escaping @Sendable (_ image: String) async -> Void
    ) {
        self.ready = ready
        self.pushed = pushed
    }

    /// Takes more of what it writes.
    func take(_ bytes: ArraySlice<UInt8>) async {
        rest += bytes
        while let end = rest.firstIndex(of: 0x0A) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest.removeSubrange(...end)
            note(line)
            if line == "ready" { ready() }
            if let image = Self.image(pushedBy: line) { await pushed(image) }
        }
        if rest.count > Self.limit { rest = [] }
    }

    /// Adds a line of ours.
    func note(_ line: String) { lines = lines.suffix(2) + [line] }

    /// The end of it.
    var lastLines: String { lines.joined(separator: " / ") }

    /// `name:tag` of a request that made or moved a tag; nil for any other line.
    static func image(pushedBy line: String) -> String? {
        guard let start = line.firstRange(of: "\"PUT /v2/") else { return nil }
        let words = line[start.upperBound...].split(separator: " ")
        guard words.count > 2, words[2] == "201",
            let cut = words[0].firstRange(of: "/manifests/")
        else { return nil }
        let (name, tag) = (words[0][..<cut.lowerBound], words[0][cut.upperBound...])
        return tag.contains(":") ? nil : "\(name):\(tag)"
    }
}
