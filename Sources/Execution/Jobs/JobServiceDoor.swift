import InitProtocol
import RunEvents

/// One job's way to the services of its run; opened by its first action, so that a job without one
/// pays nothing.
actor JobServiceDoor {
    private let services: JobServices?
    private let request: JobServices.Request
    private let masks: SecretMasks
    private var access: Task<JobServices.Access, any Error>?
    private var own: Task<JobServices.Variables, any Error>?

    /// The way of a job, still closed.
    init(services: JobServices?, request: JobServices.Request, masks: SecretMasks) {
        self.services = services
        self.request = request
        self.masks = masks
    }

    /// What actions that run in the job's own place are told: `ACTIONS_*`.
    ///
    /// - Throws: why there are no services.
    func variables(inJob host: any StepHost) async throws -> JobServices.Variables {
        if let own { return try await own.value }
        let opening = Task { try await self.variables(in: host) }
        own = opening
        return try await opening.value
    }

    /// What an action is told that runs in a container of its own, with a way from there.
    ///
    /// - Throws: why there are no services.
    func variables(in host: any StepHost) async throws -> JobServices.Variables {
        guard let services else { return [] }
        let entering =
            access
            ?? Task { [request, masks] in
                let access = try await services.admit(request)
                access.secrets.forEach { masks.addToken($0) }
                return access
            }
        access = entering
        let access = try await entering.value
        let forward = try await host.forward(
            ForwardRequest(listener: .tcp(0), target: .host),
            accept: access.connect
        )
        return access.environment("http://127.0.0.1:\(forward.port)")
    }

    /// Takes the job's tokens back; the ways end with the places they begin in.
    func close() async {
        guard let access else { return }
        await (try? access.value)?.dismiss()
    }
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
}
