import ContainerEngine
import Execution
import RunEvents
import Workspaces

extension RunPlace {
    /// A place for jobs that need no container.
    static func host(
        _ preparation: Preparation,
        scratch: ScratchFolder,
        initExecutable: String,
        report: RunReport
    ) async throws(SetupError) -> RunPlace {
        let machine = preparation.request.machine
        await sayUnusedRegistries(preparation, report)
        if let architecture = preparation.request.containerArchitecture {
            await report.send(
                .notHonoured(
                    NotHonoured(
                        subject: "`--container-architecture \(architecture)`",
                        reason: "there are no containers with `--host`"
                    )
                )
            )
        }
        let removal = Task { await Leftovers.removeFolders(of: scratch) }
        let snapshot = try await snapshot(
            preparation,
            beside: removal,
            report: report,
            access: .owned(user: machine.userID, group: machine.groupID)
        )
        let settings = HostJobEngine.Settings(
            initExecutable: initExecutable,
            environment: machine.environment.merging(
                ProxyVariables.forJobs(machine.environment)
            ) { _, own in own },
            toolCache: machine.environment["RUNNER_TOOL_CACHE"]
                ?? machine.cacheFolder + "/tools",
            platform: platform,
            nodes: NodeStore(folder: machine.nodesFolder, searchPath: nil)
        )
        let remote = remote(preparation, snapshot, scratch)
        let jobs = HostJobEngine(
            settings: settings,
            checkout: checkout(preparation, snapshot, remote)
        ) { label in
            let workspace = try await ScratchWorkspace(of: snapshot, in: scratch, label: label)
            return HostJobEngine.Root(path: workspace.folder) { try await workspace.remove() }
        }
        let services = preparation.request.isDryRun ? nil : try? scratch.make("services")
        return RunPlace(
            jobs: jobs,
            description: "host",
            services: services,
            remote: remote,
            files: files(snapshot, of: preparation)
        ) {
            await remote?.remove()
            if let services { removeServices(services) }
            await tell(removal, report)
        }
    }

    private static var platform: OpenJob.Platform {
        #if os(macOS)
            let system = "macOS"
        #else
            let system = "Linux"
        #endif
        #if arch(arm64)
            return OpenJob.Platform(system: system, architecture: "ARM64")
        #else
            return OpenJob.Platform(system: system, architecture: "X64")
        #endif
    }
}
