import Diagnostics
import Execution
import Expressions
import RunEvents
import RunnerServices
import Workflows
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The HTTP services of a session, started when a job first uses them.
actor RunServices {
    private let preparation: Preparation
    private let folder: String?
    private let report: RunReport
    private let remote: StandInRemote?
    private let access = AccessTable()
    private var server: Task<RunServer, any Error>?
    /// Whether the report was told that there is no server.
    private var isTold = false
    /// For what the report was told that the disk is full.
    private var full: Set<RunServer.Kept> = []

    /// Services of no server yet, whose socket will be in a folder that jobs may see.
    init(_ preparation: Preparation, in place: RunPlace, report: RunReport) {
        self.preparation = preparation
        folder = place.services
        remote = place.remote
        self.report = report
    }

    /// What the jobs of one workflow's run reach; their keys in events begin with `keyPrefix`.
    nonisolated func services(
        for workflow: Workflow,
        _ started: StartedWorkflow,
        keyPrefix: String
    ) -> JobServices {
        let facts = ServedRun(
            github: started.github,
            workflow: workflow,
            title: started.title(of: workflow, variables: preparation.values.variables),
            repository: preparation.repository,
            event: started.event.payload.toJSON(),
            token: preparation.values.isTokenOwn ? preparation.values.token : nil,
            keyPrefix: keyPrefix,
            progress: report.progress,
            remote: remote,
            isOfFork: started.event.isOfFork
        )
        return JobServices { self.admit(facts.job($0), facts, cacheMode: $0.cacheMode) }
    }

    private nonisolated func admit(
        _ job: ServedJob,
        _ facts: ServedRun,
        cacheMode: CacheMode
    ) -> JobServices.Access {
        let grant = access.admit(job, now: Date().timeIntervalSince1970)
        var api: (@Sendable (String) -> JobServices.Variables)?
        if job.api != nil {
            api = { origin in
                let address = grant.apiAddress(origin: origin)
                return [("api_url", address), ("graphql_url", "\(address)/graphql")]
            }
        }
        return JobServices.Access(
            secrets: grant.secrets,
            api: api,
            git: facts.gitFile(for: grant),
            environment: {
                grant.environment(origin: $0) + [("ACTIONS_CACHE_MODE", cacheMode.rawValue)]
            },
            start: { _ = try await self.running() },
            socket: socket,
            connect: { await self.connect($0) },
            dismiss: { await self.dismiss(grant) }
        )
    }

    /// Where the jobs see the socket.
    private nonisolated var socket: String? {
        folder.map { folder in
            preparation.request.engine == .host
                ? SocketPlace.path(in: folder) : ContainerJobEngine.Settings.servicesSocket
        }
    }

    private func connect(_ channel: HostChannel) async {
        do {
            await channel.relay(toSocket: try await running().socket)
        } catch {
            if !isTold {
                isTold = true
                await report.send(
                    .notHonoured(
                        NotHonoured(
                            subject: "artifacts, caches and GitHub's API",
                            reason: "the server for them cannot be started: \(error)"
                        )
                    )
                )
            }
            await channel.close()
        }
    }

    /// Says once what a job's log cannot know: which folder it is, and the way out.
    private func tell(thatFull kept: RunServer.Kept) async {
        guard full.insert(kept).inserted else { return }
        let machine = preparation.request.machine
        let (folder, variable) =
            switch kept {
            case .artifacts: (machine.stateFolder, "XDG_STATE_HOME")
            case .caches: (machine.cacheFolder, "XDG_CACHE_HOME")
            }
        await report.send(
            .diagnostic(
                Diagnostic(
                    .project,
                    severity: .warning,
                    "no room for \(kept.rawValue) in `\(folder)`: the disk is full",
                    at: nil,
                    help: "make room, for example with `actlocal clean`, or set `\(variable)` to a "
                        + "folder on another disk"
                )
            )
        )
    }

    private func dismiss(_ grant: JobGrant) async {
        access.dismiss(grant)
        await (try? server?.value)?.dismiss(grant)
    }

    /// Ends the server, if there is one.
    func stop() async {
        guard let server else { return }
        await (try? server.value)?.stop()
    }

    private func running() async throws -> RunServer {
        let (machine, access, folder) = (preparation.request.machine, access, folder)
        let starting =
            server
            ?? Task {
                var settings = RunServer.Settings(
                    stateFolder: machine.stateFolder,
                    cacheFolder: machine.cacheFolder,
                    socketFolder: folder
                )
                settings.onFullDisk = { [weak self] in await self?.tell(thatFull: $0) }
                return try await RunServer.start(settings, access: access)
            }
        server = starting
        return try await starting.value
    }
}

/// What the services are told of the jobs of one workflow's run.
struct ServedRun: Sendable {
    /// The `github` context.
    let github: [(String, ExpressionValue)]
    /// The workflow that runs.
    let workflow: Workflow
    /// What the run is called beside its workflow.
    let title: String
    /// The developer's repository.
    let repository: GitRepository
    /// The event's payload as JSON.
    let event: String
    /// `GITHUB_TOKEN`, by which the API knows the run; nil when the user granted one of GitHub's.
    let token: String?
    /// What the keys of its jobs begin with.
    let keyPrefix: String
    /// How far its jobs are.
    let progress: RunProgress
    /// What stands in for the repository's remote; nil without a repository.
    let remote: StandInRemote?
    /// Whether the event is a fork's pull request.
    let isOfFork: Bool

    /// One job of it.
    func job(_ request: JobServices.Request) -> ServedJob {
        ServedJob(
            run: Int(text("run_id")) ?? 0,
            key: request.key,
            checkRun: request.checkRun,
            repository: text("repository"),
            home: repository.scope,
            workflow: text("workflow"),
            cacheScopes: cacheScopes(request.cacheMode),
            identity: request.permissions?.level(of: "id-token") == .write ? claims(request) : nil,
            api: api(request),
            remote: served(request)
        )
    }

    /// The run's own ref, to which it saves; a pull request's base; the default branch.
    ///
    /// - Source: <https://docs.github.com/actions/reference/dependency-caching-reference>
    func cacheScopes(_ mode: CacheMode) -> [CacheScope] {
        guard mode != .none else { return [] }
        var refs = [text("ref")]
        if !text("base_ref").isEmpty { refs.append("refs/heads/\(text("base_ref"))") }
        refs.append("refs/heads/\(repository.defaultBranch)")
        var scopes: [CacheScope] = []
        for (index, ref) in refs.enumerated()
        where !ref.isEmpty && !scopes.contains(where: { $0.ref == ref }) {
            scopes.append(
                CacheScope(
                    ref,
                    isReadable: mode.mayRestore,
                    isWritable: index == 0 && mode.maySave
                )
            )
        }
        return scopes
    }

    /// A property of the `github` context.
    func text(_ name: String) -> String {
        github.last { $0.0 == name }?.1.asString ?? ""
    }
}
