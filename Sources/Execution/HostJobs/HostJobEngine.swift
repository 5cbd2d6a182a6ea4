import Expressions
import InitProtocol
package import Planning
import RunEvents
import Workflows

/// Runs jobs as processes of this machine, in a scratch copy of the workspace.
///
/// It serves jobs that need no container. The same `actlocal-init` that is PID 1 of a job container
/// is a child process here, so that steps behave alike.
package struct HostJobEngine: JobEngine {
    /// What a run decides for all its jobs.
    package struct Settings: Sendable {
        /// `actlocal-init` of this machine.
        package let initExecutable: String
        /// The environment steps start from.
        package let environment: [String: String]
        /// Where tool caches are.
        package let toolCache: String
        /// The system's name in GitHub's words, `Linux` or `macOS`.
        package let platform: OpenJob.Platform
        /// What this machine has for JavaScript actions.
        package let nodes: NodeStore?

        /// Gathers the decisions.
        package init(
            initExecutable: String,
            environment: [String: String],
            toolCache: String,
            platform: OpenJob.Platform,
            nodes: NodeStore? = nil
        ) {
            self.initExecutable = initExecutable
            self.environment = environment
            self.toolCache = toolCache
            self.platform = platform
            self.nodes = nodes
        }
    }

    /// A folder of one job's own, with the snapshot waiting in it as `_checkout`.
    package struct Root: Sendable {
        /// The folder, absolute.
        package let path: String
        /// Removes it.
        package let remove: @Sendable () async throws -> Void

        /// Names a folder and how it is removed.
        package init(path: String, remove: @escaping @Sendable () async throws -> Void) {
            self.path = path
            self.remove = remove
        }
    }

    /// What the run decides for all jobs.
    let settings: Settings
    /// What `actions/checkout` gives.
    let checkout: Checkout
    /// Makes a job's folder, with the snapshot in it.
    let makeRoot: @Sendable (_ label: String) async throws -> Root

    /// Runs jobs below folders that `makeRoot` makes.
    package init(
        settings: Settings,
        checkout: Checkout,
        makeRoot: @escaping @Sendable (_ label: String) async throws -> Root
    ) {
        self.settings = settings
        self.checkout = checkout
        self.makeRoot = makeRoot
    }

    /// Jobs with containers, and jobs for other systems, cannot run on the host.
    package func obstacle(to job: PlannedJob) async -> JobObstacle? {
        if let container = job.work.container {
            return JobObstacle(
                "it names a `container:`, which needs a container engine; run without `--host`",
                at: container.span
            )
        }
        if job.work.services != nil {
            return JobObstacle(
                "it has `services:`, which need a container engine; run without `--host`",
                at: job.job.span
            )
        }
        for step in job.work.allSteps where step.condition == nil {
            guard case .uses(let uses) = step.kind, case .docker = uses.reference.value else {
                continue
            }
            return JobObstacle(
                "`\(uses.reference.value)` needs a container engine; run without `--host`",
                at: uses.reference.span
            )
        }
        let labels = job.runner.labels.map { $0.lowercased() }
        let others = ["windows", "macos", "ubuntu"].filter { prefix in
            labels.contains { $0.hasPrefix(prefix) }
        }
        let own = settings.platform.system == "macOS" ? "macos" : "ubuntu"
        guard let other = others.first(where: { $0 != own }) else { return nil }
        return JobObstacle(
            "it needs a \(other) runner (`\(job.runner.text)`), and this machine is another",
            at: job.work.runsOn.span
        )
    }

    /// Makes the job's folders and starts its init.
    package func open(_ opening: JobOpening) async throws(JobOpenError) -> OpenJob {
        let cleanup = Cleanup()
        do {
            return try await make(opening, cleanup: cleanup)
        } catch {
            _ = await Task { await cleanup.run() }.value
            throw (error as? JobOpenError) ?? JobOpenError("\(error)")
        }
    }

    /// Names what steps left running, in the words of GitHub's runner.
    private static func tell(_ left: [TerminatedProcess], _ opening: JobOpening) async {
        for process in left {
            let text = "Terminate orphan process: pid (\(process.processID)) (\(process.name))"
            await opening.sink.send(
                .log(LogLines(job: opening.key, step: nil, text: opening.masks.masked(text).text))
            )
        }
    }

    private static func tellStart(_ opening: JobOpening) async {
        await opening.sink.send(
            .substitution(
                Substitution(
                    kind: .host,
                    original: opening.job.runner.text,
                    replacement: "processes of this machine",
                    source: "--host"
                )
            )
        )
        await opening.sink.send(
            .jobStarted(JobStarted(job: opening.key, image: "host", services: [:]))
        )
    }

    private func make(_ opening: JobOpening, cleanup: Cleanup) async throws -> OpenJob {
        await Self.tellStart(opening)
        let root = try await makeRoot(opening.key)
        cleanup.add(.rest) {
            do {
                try await root.remove()
                return nil
            } catch {
                return "\(error)"
            }
        }
        let variables = HostGit.environment(settings.environment, root: root.path)
        let host = try await InitStepHost(
            transport: LocalInitTransport(
                program: settings.initExecutable,
                environment: variables
            )
        )
        cleanup.add(.containers) {
            let left = (try? await host.terminateAll(TerminateRequest())) ?? []
            await Self.tell(left, opening)
            await host.close()
            return nil
        }
        let paths = JobPaths.host(
            root: root.path,
            repositoryName: opening.repositoryName,
            toolCache: settings.toolCache
        )
        try await host.prepare(
            directories: [paths.workspace, paths.temp, paths.fileCommands, paths.workflowFolder],
            .directory,
            files: [
                PlacedFile(
                    path: paths.eventFile,
                    contents: Array(opening.eventJSON.utf8),
                    .file
                ),
                PlacedFile(
                    path: HostGit.file(in: root.path),
                    contents: Array(HostGit.settings.utf8),
                    .file
                ),
            ]
        )
        let environment = variables.sorted { $0.key < $1.key }
        return OpenJob(
            host: host,
            paths: paths,
            hasJobContainer: false,
            baseEnvironment: environment.map { EnvironmentEntry($0.key, $0.value) },
            user: "",
            container: .object([]),
            services: .object([]),
            nodes: settings.nodes.map { NodeSupply(store: $0, folder: $0.folder) },
            platform: settings.platform,
            checkout: checkout,
            close: { await cleanup.run() }
        )
    }
}
