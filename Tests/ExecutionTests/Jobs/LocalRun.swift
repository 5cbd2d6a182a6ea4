import Diagnostics
import Expressions
import Glibc
import Planning
import RunEvents
import Testing
import Workflows
import Workspaces

@testable import Execution

/// A workflow run in this process: its jobs are processes of this machine, each in a folder.
struct LocalRun {
    /// What a test decides about a run.
    struct Options {
        /// Files of the workspace by path.
        var files: [String: String] = [:]
        /// The `secrets` context.
        var secrets: [(name: String, value: String)] = []
        /// The `vars` context.
        var vars: [(String, ExpressionValue)] = []
        /// Files that are called, by the reference of the call.
        var called: [String: String] = [:]
        /// What jobs of an environment get besides.
        var environments: [String: EnvironmentValues] = [:]
        /// Folders that stand for actions.
        var substitutes: [ActionCatalog.Substitute] = []
        /// Where repositories are fetched from; nil when none is fetched.
        var repositories: RepositoryStore?
        /// The step at whose start the run is cancelled, before it has done anything.
        var cancelledAt: String?
        /// How many legs run at once.
        var parallelJobs = 4
        /// What a minute lasts.
        var minute = Duration.seconds(60)
        /// Whether debug output is shown.
        var isDebug = false
        /// What a checkout that has to be unpacked is given, part by part.
        var checkoutParts: @Sendable () async throws -> [UInt8]? = { nil }
        /// The `PATH` that steps start with.
        var searchPath = LocalHost.defaultPath
        /// What runs the jobs; this machine's own processes when nil.
        var engine: (any JobEngine)?
    }

    /// What happens, as it happens.
    let record: RunRecord
    /// Cancels the run.
    let signal: CancellationSignal

    /// Runs a workflow to its end beside `body`.
    static func run(
        _ text: String,
        _ options: Options = Options(),
        beside body: @escaping @Sendable (LocalRun) async -> Void = { _ in }
    ) async throws -> RunRecord {
        let (workflow, diagnostics) = WorkflowParser.parse(
            SourceFile(path: "ci.yml", text: text.hasPrefix("on:") ? text : "on: push\n" + text)
        )
        try #require(diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let run = LocalRun(record: RunRecord(), signal: CancellationSignal())
        let scheduler = try run.scheduler(try #require(workflow), options)
        let helper = Task { await body(run) }
        let end = await scheduler.run()
        helper.cancel()
        await run.record.finish(end)
        return run.record
    }

    private func scheduler(_ workflow: Workflow, _ options: Options) throws -> JobScheduler {
        let github: [(String, ExpressionValue)] = [
            ("ref", "refs/heads/main"), ("event_name", "push"), ("repository", "octo/repo"),
            ("workflow", "ci"), ("workflow_sha", "5ha"),
        ]
        let setup = RunSetup(
            workflow: workflow,
            repositoryName: "repo",
            github: github,
            eventJSON: "{}",
            inputs: .object([]),
            vars: .object(options.vars),
            secrets: options.secrets,
            environment: [],
            actions: ActionCatalog(
                substitutes: options.substitutes,
                repositories: options.repositories
            ),
            isDebug: options.isDebug,
            environments: options.environments
        )
        let (record, signal) = (record, signal)
        let sink = EventSink { event in
            if case .stepStarted(let step) = event, step.name == options.cancelledAt {
                signal.cancel(.user)
            }
            await record.note(event)
        }
        let runner = JobRunner(
            setup: setup,
            engine: options.engine ?? Self.engine(options),
            sink: sink,
            minute: options.minute
        )
        return JobScheduler(
            work: .init(
                workflow: workflow,
                selection: .all,
                legFilters: [],
                keyPrefix: "",
                parallelJobs: options.parallelJobs
            ),
            planner: JobPlanner(
                contexts: .init(
                    github: .object(github),
                    inputs: setup.inputs,
                    vars: setup.vars
                ),
                called: Self.called(by: workflow, options.called),
                permissions: workflow.permissions
            ),
            signal: signal,
            sink: sink,
            enter: { _, _ in { .open(leave: {}) } },
            execute: { job, signal in await runner.run(job, key: job.key, signal: signal) }
        )
    }

    private static func called(
        by workflow: Workflow,
        _ files: [String: String]
    ) -> CalledWorkflows {
        let (called, diagnostics) = ReusableCalls.read(from: workflow) { reference, _ in
            files[reference.description].map {
                .found(SourceFile(path: reference.description, text: $0))
            } ?? .unavailable(reason: "it is far away")
        }
        #expect(diagnostics.map(\.githubMessage) == [])
        return called
    }

    private static func engine(_ options: Options) -> HostJobEngine {
        HostJobEngine(
            settings: .init(
                initExecutable: LocalHost.program,
                environment: ["PATH": options.searchPath, "HOME": "/tmp"],
                toolCache: "/tmp",
                platform: .init(system: "Linux", architecture: "X64")
            ),
            checkout: Checkout(
                ref: "refs/heads/main",
                commit: String(repeating: "0", count: 40),
                repository: "octo/repo",
                owner: nil
            ) { _, _ in
                Checkout.Files(
                    commit: String(repeating: "0", count: 40),
                    stream: options.checkoutParts
                )
            }
        ) { _ in
            let root = "/tmp/actlocal-run-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            let folder = root + "/repo/repo"
            for (path, text) in options.files {
                try writeFile(text, to: "\(folder)/\(path)")
            }
            return HostJobEngine.Root(path: root) { try await removeTree(root) }
        }
    }

    /// Writes a file, making the folders above it.
    static func writeFile(_ text: String, to path: String, mode: mode_t = 0o644) throws {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o755)
        }
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        fchmod(fileno(file), mode)
    }

    private static func removeTree(_ path: String) async throws {
        try await LocalHost.with { try await $0.host.remove(path) }
    }
}
