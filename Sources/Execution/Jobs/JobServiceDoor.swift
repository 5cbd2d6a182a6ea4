import InitProtocol
import RunEvents
import Workflows

/// One job's way to the services of its run.
///
/// It is there from the first step on, because any step may ask GitHub's API; what it leads to is
/// started by the first who uses it, so that a job which does not pays nothing.
actor JobServiceDoor {
    /// Whether the job may ask for identity tokens.
    nonisolated let mayIdentify: Bool
    private let access: JobServices.Access?
    private let masks: SecretMasks
    private let report: @Sendable (NotHonoured) async -> Void
    private let room: OpenJob
    private var own: Task<UInt16, any Error>?
    private var isTold = false

    /// The way of a job, still closed.
    init(
        services: JobServices?,
        request: JobServices.Request,
        masks: SecretMasks,
        room: OpenJob
    ) {
        self.room = room
        access = services?.admit(request)
        mayIdentify = services != nil && request.permissions?.level(of: "id-token") == .write
        self.masks = masks
        report = request.report
    }

    /// Where GitHub's API answers the job's steps, as properties of the `github` context.
    ///
    /// None where the job asks GitHub itself, or where nothing can listen in it, which is reported.
    func api(inJob host: any StepHost) async -> JobServices.Variables {
        guard let api = access?.api else { return [] }
        do {
            return api(Self.origin(try await port(inJob: host)))
        } catch {
            await report(
                NotHonoured(
                    subject: "GitHub's API",
                    reason: "nothing can answer for it in the job, whose steps are told GitHub's "
                        + "own address: \(error)"
                )
            )
            return []
        }
    }

    /// The file of the settings by which git in the job finds what stands in for the repository's
    /// remote; nil where nothing does.
    ///
    /// Without it git asks the remote itself, to which no checkout pushes.
    func gitFile() async -> String? {
        guard access?.git != nil, let port = try? await port(inJob: room.host) else { return nil }
        return try? await gitFile(port)
    }

    /// Beside the event's payload, which container actions see, too.
    private func gitFile(_ port: UInt16) async throws -> String? {
        guard let git = access?.git?(Self.origin(port)) else { return nil }
        masks.addToken(git.secret)
        let file = "\(room.paths.workflowFolder)/git-\(port).config"
        let attributes = FileAttributes(mode: 0o644, owner: room.user)
        try await room.host.write(Array(git.text.utf8), to: file, attributes)
        return file
    }

    /// What actions that run in the job's own place are told: `ACTIONS_*`.
    ///
    /// - Throws: why there are no services.
    func variables(inJob host: any StepHost) async throws -> JobServices.Variables {
        guard let access = try await started() else { return [] }
        return access.environment(Self.origin(try await port(inJob: host)))
    }

    /// What an action is told that runs in a container of its own, with a way from there: besides
    /// `ACTIONS_*` where GitHub's API and the settings of git are.
    ///
    /// - Throws: why there are no services.
    func variables(in host: any StepHost) async throws -> JobServices.Variables {
        guard let access = try await started() else { return [] }
        // The job's own port where it is free, so that what the workflow said of it holds here too.
        var port: UInt16?
        if let wanted = try? await own?.value { port = try? await forward(in: host, port: wanted) }
        if port == nil { port = try await forward(in: host) }
        let origin = Self.origin(port ?? 0)
        let api = access.api?(origin) ?? []
        let file = try? await gitFile(port ?? 0)
        let git = file.map { [(name: GitSettings.file, value: $0)] } ?? []
        return access.environment(origin) + git
            + api.map { (name: "GITHUB_\($0.name.uppercased())", value: $0.value) }
    }

    /// Takes the job's tokens back; the ways end with the places they begin in.
    func close() async {
        await access?.dismiss()
    }

    /// The services, with what they lead to started and the tokens known as secrets.
    private func started() async throws -> JobServices.Access? {
        guard let access else { return nil }
        if !isTold { access.secrets.forEach { masks.addToken($0) } }
        isTold = true
        try await access.start()
        return access
    }

    private func port(inJob host: any StepHost) async throws -> UInt16 {
        let opening = own ?? Task { try await self.forward(in: host) }
        own = opening
        return try await opening.value
    }

    private func forward(in host: any StepHost, port: UInt16 = 0) async throws -> UInt16 {
        guard let access else { return 0 }
        return try await host.forward(
            ForwardRequest(
                listener: .tcp(port),
                target: access.socket.map { .unix(path: $0) } ?? .host
            ),
            accept: access.connect
        ).port
    }

    private static func origin(_ port: UInt16) -> String { "http://127.0.0.1:\(port)" }
}

extension RunningJob {
    /// What actions are told of the services, in the job's own place or in `host`.
    ///
    /// Without services an action still runs: many only try whether there is a cache.
    func serviceVariables(in host: (any StepHost)? = nil, step: String) async
        -> JobServices.Variables
    {
        do {
            guard let host else { return try await services.variables(inJob: room.host) }
            return try await services.variables(in: host)
        } catch {
            await report(
                .warning,
                "artifacts and caches cannot be served to this action: \(error)",
                step: step
            )
            return []
        }
    }

    /// What `run` steps are told of the services: where identity tokens are, when the job may ask.
    ///
    /// Source: actions/runner `ScriptHandler`
    func identityVariables(step: String) async -> JobServices.Variables {
        guard services.mayIdentify else { return [] }
        return await serviceVariables(step: step).filter {
            $0.name.hasPrefix("ACTIONS_ID_TOKEN_REQUEST_")
        }
    }
}
