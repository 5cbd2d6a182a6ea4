import ContainerEngine
import Diagnostics
import Execution
import RunEvents
import Workflows
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where the jobs of a run are run, and the files they check out.
struct RunPlace: Sendable {
    /// The engine that opens jobs.
    let jobs: any JobEngine
    /// What a report shows, such as `Docker API 1.41 (unix:///var/run/docker.sock)`.
    let description: String
    /// A folder for the socket of the run's services, which containers see; nil where none is.
    var services: String?
    /// What stands in for the repository's remote; nil where nothing does.
    var remote: StandInRemote?
    /// The project's own files at the commit of the run.
    let files: StoredRepository?
    /// Waits for what is still being cleaned up.
    let close: @Sendable () async -> Void

    /// Waits for the engine, removes what dead runs left, and takes the snapshot.
    static func make(
        _ preparation: Preparation,
        _ connection: EngineConnection?,
        signal: CancellationSignal,
        report: RunReport
    ) async throws(SetupError) -> RunPlace {
        let request = preparation.request
        guard let initExecutable = request.machine.initExecutable else {
            throw SetupError(.initMissing)
        }
        let scratch = ScratchFolder(root: request.machine.jobsFolder)
        switch request.engine {
        case .host:
            return try await host(
                preparation,
                scratch: scratch,
                initExecutable: initExecutable,
                report: report
            )
        case .container:
            return try await containers(
                preparation,
                connection: connection ?? EngineConnection(request.machine),
                signal: signal,
                scratch: scratch,
                initExecutable: initExecutable,
                report: report
            )
        }
    }

    private static func containers(
        _ preparation: Preparation,
        connection: EngineConnection,
        signal: CancellationSignal,
        scratch: ScratchFolder,
        initExecutable: String,
        report: RunReport
    ) async throws(SetupError) -> RunPlace {
        if case .own = docker(preparation) {
        } else {
            await sayUnusedRegistries(preparation, report)
        }
        let (engine, logins) = try await connection.made(unless: signal)
        let labels = Leftovers.labels(run: report.id)
        let leftovers = Leftovers(
            engine: engine,
            scratch: scratch,
            emptying: FolderEmptying(
                engine: engine,
                initExecutable: initExecutable,
                labels: labels
            )
        )
        let removal = Task { await leftovers.remove() }
        let snapshot = try await snapshot(preparation, beside: removal, report: report)
        // Without it the services are reached through the stream of each job.
        let services = preparation.request.isDryRun ? nil : try? scratch.make("services")
        let remote = remote(preparation, snapshot, scratch)
        let jobs = ContainerJobEngine(
            engine: engine,
            settings: settings(preparation, labels, initExecutable, services, report),
            checkout: checkout(preparation, snapshot, remote),
            login: { await logins.credentials(for: $0, report: report) }
        ) { label in try OverlayWorkspace(of: snapshot, in: scratch, label: label) }
        if let certificates = preparation.certificates {
            await report.send(
                .substitution(
                    Substitution(
                        kind: .certificates,
                        original: "the image's certificate authorities",
                        replacement: certificates,
                        source: "this machine"
                    )
                )
            )
        }
        return RunPlace(
            jobs: jobs,
            description: "Docker API \(engine.apiVersion) (\(engine.endpoint))",
            services: services,
            remote: remote,
            files: files(snapshot, of: preparation)
        ) {
            await remote?.remove()
            if let services { removeServices(services) }
            await tell(removal, report)
            // A request that was cut off may have made something nobody was told of; and what was
            // pushed to a registry of the run goes with it.
            guard signal.isCancelled || hasRegistries(preparation) else { return }
            let own = [LabelFilter("actlocal.run", report.id)]
            for problem in await Leftovers.remove(own, from: engine) {
                await report.send(.diagnostic(.leftover(problem, of: "this run")))
            }
        }
    }

    /// Says what is still there of killed runs, once their removal is through.
    static func tell(_ removal: Task<[String], Never>, _ report: RunReport) async {
        for problem in await removal.value {
            await report.send(.diagnostic(.leftover(problem, of: "a killed run")))
        }
    }

    /// Removes the folder that the services' socket was in.
    static func removeServices(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What the run decides for all its containers.
    private static func settings(
        _ preparation: Preparation,
        _ labels: [String: String],
        _ initExecutable: String,
        _ services: String?,
        _ report: RunReport
    ) -> ContainerJobEngine.Settings {
        let machine = preparation.request.machine
        return ContainerJobEngine.Settings(
            images: preparation.images,
            initExecutable: initExecutable,
            labels: labels,
            prefix: "actlocal-\(report.id)",
            certificates: preparation.certificates,
            environment: ProxyVariables.forJobs(machine.environment).sorted { $0.key < $1.key }
                .map { EnvironmentEntry($0.key, $0.value) },
            platform: preparation.request.containerArchitecture,
            ownFolders: ownFolders(preparation),
            docker: docker(preparation),
            builtImages: BuiltImages(folder: machine.dockerFolder),
            nodes: NodeStore(
                folder: machine.nodesFolder,
                searchPath: machine.environment["PATH"]
            ),
            services: services
        )
    }

    /// What no container sees: the developer's files, the snapshots made of them, and keys.
    private static func ownFolders(_ preparation: Preparation) -> [String] {
        let repository = preparation.repository
        let machine = preparation.request.machine
        let layout = repository.layout.map { [$0.topLevel, $0.gitDirectory, $0.commonDirectory] }
        return [repository.root, machine.cacheFolder] + (layout ?? [])
            + keyFolders.map { "\(machine.home)/\($0)" }
    }

    /// Where programs keep keys and logins below the home folder.
    private static let keyFolders = [
        ".ssh", ".gnupg", ".aws", ".azure", ".config", ".docker", ".kube", ".netrc",
        ".git-credentials", ".gitconfig", ".npmrc", ".pypirc", ".password-store", ".local/share",
    ]

    /// Which Docker engine jobs reach: as the command line says, else as `.actlocal.yml` does.
    private static func docker(_ preparation: Preparation) -> DockerAccess {
        let configured = preparation.configuration.docker.map(RunRequest.Docker.init)
        return switch preparation.request.docker ?? configured ?? .own {
        case .own:
            .own(
                DockerCache(
                    folder: preparation.request.machine.dockerFolder,
                    machine: Leftovers.machine
                ),
                registries: preparation.configuration.registries
            )
        case .host: .host
        case .nothing: .none
        }
    }

    private static func hasRegistries(_ preparation: Preparation) -> Bool {
        if case .own(_, let registries) = docker(preparation) { !registries.isEmpty } else { false }
    }

    /// Says that only a job's own engine has registries beside it.
    static func sayUnusedRegistries(_ preparation: Preparation, _ report: RunReport) async {
        for name in preparation.configuration.registries {
            await report.send(
                .notHonoured(
                    NotHonoured(
                        subject: "registry `\(name)` of `.actlocal.yml`",
                        reason: "it stands beside a job's own Docker engine, and there is none: "
                            + "what is pushed goes to the registry itself"
                    )
                )
            )
        }
    }

    /// The snapshot that every job of the run checks out.
    ///
    /// Without one there is no run, which then ends with the removal that goes on beside it.
    static func snapshot(
        _ preparation: Preparation,
        beside removal: Task<[String], Never>,
        report: RunReport,
        access: FileAccess? = nil
    ) async throws(SetupError) -> WorkspaceSnapshot {
        do {
            return try await take(preparation, report, access)
        } catch {
            await tell(removal, report)
            throw error
        }
    }

    private static func take(
        _ preparation: Preparation,
        _ report: RunReport,
        _ access: FileAccess?
    ) async throws(SetupError) -> WorkspaceSnapshot {
        let store = preparation.request.machine.snapshots
        var options = SnapshotOptions(fetchDepth: preparation.fetchDepth)
        options.leftOut = preparation.secretFiles
        options.tag = preparation.revision.tag
        if let access { options.access = access }
        do {
            let snapshot = try await store.snapshot(
                of: preparation.repository,
                selecting: preparation.selection,
                options: options
            )
            if let note = snapshot.findings.untrackedNote { await report.send(.diagnostic(note)) }
            for finding in snapshot.findings.notHonoured + preparation.missingHistory {
                await report.send(.notHonoured(finding))
            }
            return snapshot
        } catch WorkspaceError.unwritable(let path, let reason) {
            throw SetupError(
                .cacheUnwritable(
                    folder: preparation.request.machine.cacheFolder,
                    path: path,
                    reason: "\(reason)"
                )
            )
        } catch {
            throw SetupError(SessionError.git(error))
        }
    }

    /// The files of a snapshot as those of the repository.
    static func files(
        _ snapshot: WorkspaceSnapshot,
        of preparation: Preparation
    ) -> StoredRepository? {
        RepositoryName(parsing: preparation.repository.fullName)
            .map { snapshot.repository(named: $0) }
    }

    /// What `actions/checkout` of the own repository gives.
    static func checkout(
        _ preparation: Preparation,
        _ snapshot: WorkspaceSnapshot,
        _ standIn: StandInRemote?
    ) -> Checkout {
        let repository = preparation.repository
        let store = preparation.request.machine.snapshots
        return Checkout(
            ref: preparation.revision.ref,
            commit: snapshot.sha,
            repository: repository.fullName,
            owner: snapshot.owner,
            head: snapshot.head,
            depth: preparation.fetchDepth,
            remote: remote(preparation),
            pushed: { await standIn?.hosts(ofPushed: $0, in: repository) }
        ) { ref, depth in
            var again = snapshot
            var name: String?
            if let ref { name = try await repository.checkoutName(of: ref) }
            if ref != nil || depth != preparation.fetchDepth {
                var options = SnapshotOptions(fetchDepth: depth, access: snapshot.access)
                options.leftOut = preparation.secretFiles
                options.tag = ref == nil ? preparation.revision.tag : nil
                again = try await store.snapshot(
                    of: repository,
                    selecting: name.map { .commit($0) } ?? preparation.selection,
                    options: options
                )
            }
            return Checkout.Files(
                commit: again.sha,
                ref: name.map(repository.serverName),
                head: again.head,
                stream: SnapshotPacking.stream(again)
            )
        }
    }

    /// Where the own repository is fetched from; nil for one that is on no git host of the run.
    private static func remote(_ preparation: Preparation) -> RepositoryName? {
        let repository = preparation.repository
        guard let hosts = preparation.actions.repositories?.hosts, repository.remote?.owner != nil,
            let name = RepositoryName(owner: repository.owner, name: repository.name),
            repository.server == hosts.server || hosts.hasMirror(for: name)
        else { return nil }
        return name
    }
}

extension Preparation {
    /// That a checkout asks for all history and tags, and this clone has not got them.
    fileprivate var missingHistory: [NotHonoured] {
        guard fetchDepth == 0, repository.isShallow else { return [] }
        let reason =
            "this clone is shallow, and so is every checkout of it; `git fetch --unshallow --tags` "
            + "brings the rest"
        return [NotHonoured(subject: "`fetch-depth: 0`", reason: reason)]
    }

    /// What of the repository the run is about.
    fileprivate var selection: SnapshotSelection {
        switch request.source {
        case .workingTree: .workingTree
        case .commit(let name): .commit(name)
        }
    }
}

extension WorkspaceSnapshot {
    /// Who owns the files; nil when everyone may write them.
    fileprivate var owner: UInt32? {
        if case .owned(let user, _) = access { user } else { nil }
    }
}

extension Diagnostic {
    /// Something of a run that is still there.
    fileprivate static func leftover(_ problem: String, of run: String) -> Diagnostic {
        Diagnostic(
            code: .engine,
            severity: .warning,
            message: "cannot remove what \(run) left: \(problem)",
            span: nil,
            help: "the next run tries again"
        )
    }
}
