import ContainerEngine
import Diagnostics
import InitProtocol
import Planning
import RunEvents
import Workflows

/// The Docker engine of one job, which starts when a program of the job first asks for it.
///
/// It lives in the job's network, so that what its containers publish is at the job's `localhost`,
/// and it sees the job's volumes where the job has them, so that what its containers bind is there.
/// It ends with its container, at once and with all it runs; only the volume with the layers it has
/// built and pulled outlives the job, and the next engine removes what else is in it.
actor JobDocker {
    /// The image of the engine.
    static let image = "actlocal/docker:latest"
    /// Where the engine listens in its container.
    private static let socket = "/run/docker.sock"
    /// How long an engine has to answer.
    private static let patience = Duration.seconds(60)

    private let making: JobMaking
    private let job: String
    private let cache: DockerCache
    private let registries: LocalRegistries
    private var starting: Task<InitStepHost, any Error>?
    private var hasFailed = false
    /// The paths of the job that the engine does not have, as far as they are told.
    private var toldFolders: Set<String> = []
    private var hasToldPower = false
    /// What the engine writes, once it has answered.
    private var output: EngineOutput?

    /// The engine of the job that runs in the container `job`.
    init(making: JobMaking, job: String, cache: DockerCache, registries: LocalRegistries) {
        self.making = making
        self.job = job
        self.cache = cache
        self.registries = registries
    }

    /// Carries one connection of the job to the engine, starting it when it does not run yet.
    func serve(_ near: HostChannel) async {
        do {
            let far = try await running().connection.channel(toSocket: Self.socket)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.pourWatched(near, into: far) }
                group.addTask { await Self.pour(far, into: near) }
            }
            await far.close()
        } catch {
            await tell(await end() ?? error)
        }
    }

    /// How the engine ended that has served the job; nil when it runs, or has never answered.
    private func end() async -> (any Error)? {
        guard let output, await output.hasEnded else { return nil }
        return JobOpenError(
            "the job's Docker engine has ended: \(await output.lastLines)",
            help: "run the job again, or with `--docker host`",
            at: making.opening.job.work.runsOn.span
        )
    }

    /// What a client of the job says; folders that it wants bound and the engine has not are told,
    /// and rights that reach beyond the job.
    private nonisolated func pourWatched(_ source: HostChannel, into sink: HostChannel) async {
        var folders = BoundFolders()
        while let bytes = await source.read() {
            let wishes = folders.take(bytes)
            if let power = wishes.powers.first { await tell(power: power) }
            for path in wishes.folders { await tell(bound: path) }
            guard await sink.write(bytes) else { break }
        }
        await sink.finishWriting()
    }

    /// Says once that a container of the job's own engine is no wall before this machine's kernel.
    private func tell(power: String) async {
        guard !hasToldPower else { return }
        hasToldPower = true
        await making.warn(
            "`\(power)` gives a container of the job's Docker engine root's rights over this "
                + "machine's kernel, as on the machine that GitHub gives to one job alone; with "
                + "`--docker none` a job has no engine"
        )
    }

    /// Says once of a path that the engine has another one there than the job.
    ///
    /// In a job with `container:` GitHub's engine does not have its paths either.
    private func tell(bound path: String) async {
        let place = PathText.absolute(path)
        guard making.opening.container == nil, toldFolders.insert(place).inserted,
            let mounts = try? await making.engine.container(job).mounts,
            !(mounts.map(\.target) + Self.commonPlaces).contains(where: {
                place == $0 || place.hasPrefix($0 + "/")
            })
        else { return }
        await making.notHonoured(
            "bind of `\(making.opening.masks.masked(place).text)`",
            reason: "the job's Docker engine does not see this path of the job, and binds its own; "
                + "use a folder below the workspace or `RUNNER_TEMP`",
            at: making.opening.job.work.runsOn.span
        )
    }

    /// What an engine has wherever it runs, and what containers of actions see of the job.
    private static let commonPlaces = [
        DockerSocket.path, socket, "/dev", "/proc", "/sys", "/github",
    ]

    private static func pour(_ source: HostChannel, into sink: HostChannel) async {
        while let bytes = await source.read() {
            guard await sink.write(bytes) else { break }
        }
        await sink.finishWriting()
    }

    private func running() async throws -> InitStepHost {
        let task = starting ?? Task { try await start() }
        starting = task
        return try await task.value
    }

    /// Says once what keeps the job from an engine; its programs only see that nobody answers.
    private func tell(_ error: any Error) async {
        guard !hasFailed else { return }
        hasFailed = true
        let problem = ContainerJobEngine.explain(error, at: making.opening.job.work.runsOn.span)
        await making.notHonoured(
            "Docker engine of the job",
            reason: [problem.message, problem.help].compactMap(\.self).joined(separator: "; "),
            at: making.opening.job.work.runsOn.span
        )
    }

    private func start() async throws -> InitStepHost {
        let details = try await making.images.image(
            ImageRequest(reference: Self.image),
            sink: making.opening.sink
        )
        let place = try cache.take()
        let host = try await makeContainer(details.id, place)
        // First, because the engine remembers for seconds that a name has no address.
        try await registries.start(in: host)
        let output = EngineOutput()
        let daemon = Task {
            let request = ProcessRequest(
                arguments: ["start-engine"] + registries.engineOptions,
                environment: host.environment(),
                workingDirectory: "/"
            )
            return try await host.run(request, ladder: .immediate) { await output.append($0) }
        }
        try await waitForAnswer(of: host, daemon, output)
        try await clean(host)
        self.output = output
        await making.opening.sink.send(
            .substitution(
                Substitution(
                    kind: .docker,
                    original: "the runner's Docker engine",
                    replacement: Self.image,
                    source: "built in"
                )
            )
        )
        return host
    }

    private func makeContainer(
        _ image: String,
        _ place: DockerCache.Place?
    ) async throws -> InitStepHost {
        var definition = ContainerDefinition(image: image, name: "\(making.name)-docker")
        making.settle(&definition)
        definition.process.entrypoint = [JobMaking.initPath]
        definition.process.command = ["serve"]
        definition.process.environment = making.settings.environment.map(\.line)
        if making.settings.certificates != nil {
            definition.process.environment.append("SSL_CERT_FILE=\(JobMaking.certificatesPath)")
        }
        definition.streams = .attached
        definition.streams.closesInputAfterFirstClient = true
        definition.network.mode = "container:\(job)"
        definition.isolation.addedCapabilities = ["SYS_ADMIN", "NET_ADMIN"]
        definition.isolation.securityOptions = [
            "seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined",
        ]
        // The job's volumes, our own files among them.
        definition.storage.volumesFrom = [job]
        if try await making.engine.information().controlGroupVersion == "1" {
            definition.storage.mounts.append(.bind("/sys/fs/cgroup", at: "/sys/fs/cgroup"))
        }
        if let place {
            var layers = VolumeDefinition(name: place.volume)
            layers.labels = cache.labels
            let volume = try await making.engine.createVolume(layers).name
            definition.storage.mounts.append(.volume(volume, at: "/var/lib/docker"))
        }
        definition.storage.mounts += try await registries.mounts(making)
        return try await making.serveOwn(definition, keeping: place)
    }

    /// Waits until the engine listens; what it wrote is the reason when it ends before.
    private func waitForAnswer(
        of host: InitStepHost,
        _ daemon: Task<ProcessExit, any Error>,
        _ output: EngineOutput
    ) async throws {
        Task {
            switch await daemon.result {
            case .success(let exit): await output.finish("it ended with \(exit.status.exitCode)")
            case .failure(let error): await output.finish("\(error)")
            }
        }
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                return await (try host.connection.channel(toSocket: Self.socket)).close()
            } catch .failed(.forward) {
                // Nobody listens there yet.
            }
            guard await !output.hasEnded, .now < deadline else {
                let lines = await output.lastLines
                throw JobOpenError(
                    "the job's Docker engine does not start: \(lines)",
                    at: making.opening.job.work.runsOn.span
                )
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Removes what an earlier job left besides layers: a job starts with an empty engine.
    private func clean(_ host: InitStepHost) async throws {
        let request = ProcessRequest(
            arguments: ["clean-engine"],
            environment: host.environment(),
            workingDirectory: "/"
        )
        let output = EngineOutput()
        let exit = try await host.run(request, ladder: .immediate) { await output.append($0) }
        guard exit.status == .exited(0) else {
            let lines = await output.lastLines
            throw JobOpenError(
                "what an earlier job left in its Docker engine cannot be removed: \(lines)",
                at: making.opening.job.work.runsOn.span
            )
        }
    }
}

/// The end of what the engine's process has written.
private actor EngineOutput {
    private static let limit = 2000
    private var bytes: [UInt8] = []
    private(set) var hasEnded = false

    func append(_ more: ArraySlice<UInt8>) {
        bytes = (bytes + more).suffix(Self.limit)
    }

    func finish(_ reason: String) {
        append(Array("\n\(reason)\n".utf8)[...])
        hasEnded = true
    }

    var lastLines: String {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n").suffix(3).joined(separator: " / ")
    }
}
