import ContainerEngine
import Diagnostics
import Execution
import RunEvents
import Workspaces

/// Where the jobs of a run are run, and the files they check out.
struct RunPlace: Sendable {
    /// The engine that opens jobs.
    let jobs: any JobEngine
    /// What a report shows, such as `Docker API 1.41 (unix:///var/run/docker.sock)`.
    let description: String
    /// Why there is no snapshot, once it was tried; nil when there is one.
    let obstacle: @Sendable () async -> SetupError?
    /// Waits for what is still being cleaned up.
    let close: @Sendable () async -> Void

    /// An engine that is being reached, with the logins that the docker command keeps.
    typealias Connection = Task<(engine: Engine, logins: RegistryLogins), any Error>

    /// Begins to reach the engine that a run asks for; nil when it asks for none.
    static func connect(_ request: RunRequest) -> Connection? {
        guard request.engine == .container else { return nil }
        let machine = request.machine
        return Task {
            let settings = EngineSettings(environment: machine.environment, home: machine.home)
            let logins = try RegistryLogins(settings)
            return (try await Engine.connect(to: EngineEndpoint.resolve(settings)), logins)
        }
    }

    /// Removes what dead runs left and takes the snapshot; jobs may be opened meanwhile.
    static func make(
        _ preparation: Preparation,
        engine: Connection?,
        signal: CancellationSignal,
        report: RunReport
    ) async throws(SetupError) -> RunPlace {
        let request = preparation.request
        guard let initExecutable = request.machine.initExecutable else {
            throw SetupError(.initMissing)
        }
        let scratch = ScratchFolder(root: request.machine.cacheFolder + "/jobs")
        guard let engine else {
            return try await host(
                preparation,
                scratch: scratch,
                initExecutable: initExecutable,
                report: report
            )
        }
        return try await containers(
            preparation,
            engine: engine,
            signal: signal,
            scratch: scratch,
            initExecutable: initExecutable,
            report: report
        )
    }

    private static func containers(
        _ preparation: Preparation,
        engine connection: Connection,
        signal: CancellationSignal,
        scratch: ScratchFolder,
        initExecutable: String,
        report: RunReport
    ) async throws(SetupError) -> RunPlace {
        let machine = preparation.request.machine
        let (engine, logins) = try await reached(connection)
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
        let access = SnapshotOptions().access
        let taking = beginSnapshot(preparation, report: report, access: access)
        let settings = ContainerJobEngine.Settings(
            images: preparation.images,
            initExecutable: initExecutable,
            labels: labels,
            prefix: "actlocal-\(report.id)",
            certificates: preparation.certificates,
            environment: proxies(machine.environment),
            platform: nil,
            ownFolders: ownFolders(preparation)
        )
        let jobs = ContainerJobEngine(
            engine: engine,
            settings: settings,
            checkout: checkout(preparation, access: access) { try await taking.value.get() },
            login: { await logins.credentials(for: $0) }
        ) { label in
            let overlay = try OverlayWorkspace(in: scratch, label: label, access: access)
            return JobWorkspace(overlay: overlay) {
                guard case .success(let snapshot) = await taking.value else {
                    throw JobOpenError("there is no snapshot of the files", isEngineFailure: false)
                }
                try overlay.lay(snapshot)
            }
        }
        await tellCertificates(preparation.certificates, report: report)
        return RunPlace(
            jobs: jobs,
            description: "Docker API \(engine.apiVersion) (\(engine.endpoint))"
        ) {
            if case .failure(let error) = await taking.value { error } else { nil }
        } close: {
            for problem in await removal.value {
                await report.send(.diagnostic(.leftover(problem)))
            }
            // A request that was cut off may have made something nobody was told of.
            guard signal.isCancelled else { return }
            _ = try? await engine.removeEverything(
                labelled: [LabelFilter("actlocal.run", report.id)]
            )
        }
    }

    /// The engine, once it answers.
    private static func reached(
        _ connection: Connection
    ) async throws(SetupError) -> (Engine, RegistryLogins) {
        do {
            return try await connection.value
        } catch let error as EngineError {
            throw SetupError(engine: error.message, help: error.help)
        } catch {
            throw SetupError(engine: "\(error)", help: nil)
        }
    }

    private static func tellCertificates(_ certificates: String?, report: RunReport) async {
        guard let certificates else { return }
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

    /// Folders that no container sees: the developer's files, and the snapshots made of them.
    private static func ownFolders(_ preparation: Preparation) -> [String] {
        let repository = preparation.repository
        let layout = repository.layout.map { [$0.topLevel, $0.gitDirectory, $0.commonDirectory] }
        return [repository.root, preparation.request.machine.cacheFolder] + (layout ?? [])
    }

    /// The proxies of this machine, which a container has no other way to know.
    private static func proxies(_ environment: [String: String]) -> [EnvironmentEntry] {
        let names = ["http_proxy", "https_proxy", "no_proxy"]
        return (names + names.map { $0.uppercased() }).compactMap { name in
            environment[name].map { EnvironmentEntry(name, $0) }
        }
    }

    /// The snapshot, taken while other things are done.
    private static func beginSnapshot(
        _ preparation: Preparation,
        report: RunReport,
        access: FileAccess
    ) -> Task<Result<WorkspaceSnapshot, SetupError>, Never> {
        Task {
            do throws(SetupError) {
                return .success(try await snapshot(preparation, report: report, access: access))
            } catch {
                return .failure(error)
            }
        }
    }

    /// The snapshot that every job of the run checks out.
    static func snapshot(
        _ preparation: Preparation,
        report: RunReport,
        access: FileAccess
    ) async throws(SetupError) -> WorkspaceSnapshot {
        let store = SnapshotStore(root: preparation.request.machine.cacheFolder + "/snapshots")
        let options = SnapshotOptions(fetchDepth: preparation.fetchDepth, access: access)
        let selection: SnapshotSelection =
            switch preparation.request.source {
            case .workingTree: .workingTree
            case .commit(let name): .commit(name)
            }
        do {
            let snapshot = try await store.snapshot(
                of: preparation.repository,
                selecting: selection,
                options: options
            )
            for finding in snapshot.findings.notHonoured {
                await report.send(.notHonoured(finding))
            }
            return snapshot
        } catch {
            throw SetupError(SessionError.repository(reason: "\(error)"))
        }
    }

    /// What `actions/checkout` of the own repository gives.
    static func checkout(
        _ preparation: Preparation,
        access: FileAccess,
        snapshot: @escaping @Sendable () async throws -> WorkspaceSnapshot
    ) -> Checkout {
        let repository = preparation.repository
        return Checkout(
            ref: preparation.revision.ref,
            commit: preparation.revision.sha,
            repository: repository.fullName,
            owner: access.owner
        ) { ref in
            var again = try await snapshot()
            if let ref {
                let store = SnapshotStore(
                    root: preparation.request.machine.cacheFolder + "/snapshots"
                )
                again = try await store.snapshot(
                    of: repository,
                    selecting: .commit(ref),
                    options: SnapshotOptions(
                        fetchDepth: preparation.fetchDepth,
                        access: access
                    )
                )
            }
            return SnapshotPacking.stream(again)
        }
    }
}

extension FileAccess {
    /// Who owns the files; nil when everyone may write them.
    fileprivate var owner: UInt32? {
        if case .owned(let user, _) = self { user } else { nil }
    }
}

extension Diagnostic {
    /// Something of an earlier run that is still there.
    fileprivate static func leftover(_ problem: String) -> Diagnostic {
        Diagnostic(
            code: .engine,
            severity: .warning,
            message: "cannot remove what a killed run left: \(problem)",
            span: nil,
            help: "the next run tries again"
        )
    }
}
