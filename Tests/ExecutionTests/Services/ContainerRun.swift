import ContainerEngine
import Glibc
import HostProcesses
import Testing
import Workspaces

@testable import Execution

/// A container engine for the jobs of one test, and a way to see what they leave behind.
struct ContainerRun {
    let engine: Engine
    let labels: [String: String]
    let folder: String
    private let snapshot: WorkspaceSnapshot

    /// Our own image of Redis, which has a shell and the usual tools.
    static let redis = "actlocal/redis:7"

    /// Runs a test's body with a project of one file; what is left behind fails the test.
    static func with(_ body: (ContainerRun) async throws -> Void) async throws {
        let engine = try await Engine.connect(
            to: EngineEndpoint(.unix(path: "/var/run/docker.sock"))
        )
        let id = "\(getpid())-\(UInt64.random(in: 0 ... .max))"
        let folder = "/tmp/actlocal-containers-\(id)"
        try LocalRun.writeFile("hello\n", to: folder + "/project/file.txt")
        let run = ContainerRun(
            engine: engine,
            labels: ["actlocal.test-run": id],
            folder: folder,
            snapshot: try await snapshot(of: folder)
        )
        let result: Result<Void, any Error>
        do { result = .success(try await body(run)) } catch { result = .failure(error) }
        let left = try await run.leftovers()
        _ = try await engine.removeEverything(labelled: run.filters)
        try await LocalHost.with { try await $0.host.remove(folder) }
        #expect(left == [])
        try result.get()
    }

    private static func snapshot(of folder: String) async throws -> WorkspaceSnapshot {
        let variables = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        let outcome = try await HostCommand(
            "git",
            ["init", "-q", "-b", "main"],
            environment: variables,
            directory: folder + "/project"
        ).run()
        try #require(outcome.status.isSuccess)
        let repository = try await GitRepository.open(
            at: folder + "/project",
            git: GitCommand(environment: variables)
        )
        return try await SnapshotStore(root: folder + "/cache")
            .snapshot(of: repository, selecting: .workingTree, options: SnapshotOptions())
    }

    private var filters: [LabelFilter] { labels.map { LabelFilter($0.key, $0.value) } }

    /// What bears the test's labels or lies in its scratch folder.
    func leftovers() async throws -> [String] {
        let containers = try await engine.containers(labelled: filters)
        let networks = try await engine.networks(labelled: filters)
        let volumes = try await engine.volumes(labelled: filters)
        var folders: [String] = []
        if let directory = opendir(folder + "/scratch") {
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                }
                if name != ".", name != ".." { folders.append("folder \(name)") }
            }
        }
        return containers.map { "container \($0.id)" } + networks.map { "network \($0.name)" }
            + volumes.map { "volume \($0.name)" } + folders
    }

    /// The containers of the test that run.
    func running() async throws -> [String] {
        try await engine.containers(labelled: filters, all: false).map(\.id)
    }

    /// Options of a run in containers; the label `x` stands for `image`.
    func options(
        image: String = ContainerRun.redis,
        initExecutable: String = LocalHost.program
    ) -> LocalRun.Options {
        var options = LocalRun.Options()
        let scratch = ScratchFolder(root: folder + "/scratch")
        options.engine = ContainerJobEngine(
            engine: engine,
            settings: .init(
                images: RunnerImages([("test", ["x": image])]),
                initExecutable: initExecutable,
                labels: labels,
                prefix: "actlocal-test-\(labels.values.first ?? "")",
                certificates: nil,
                environment: [],
                platform: nil,
                ownFolders: [folder + "/project", folder + "/cache"],
                docker: .none,
                builtImages: BuiltImages(folder: folder + "/docker")
            ),
            checkout: Checkout(
                ref: "refs/heads/main",
                commit: snapshot.sha,
                repository: "octo/repo",
                owner: nil
            ) { [snapshot] _, _ in
                Checkout.Files(commit: snapshot.sha) { nil }
            }
        ) { [snapshot] label in try OverlayWorkspace(of: snapshot, in: scratch, label: label) }
        return options
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with a reason, where the engine or the project's images are not.
    static var needsImages: Self {
        .enabled("needs a container engine with the image `\(ContainerRun.redis)`") {
            if getenv("ACTLOCAL_REQUIRE_DOCKER").map({ String(cString: $0) }) == "1" {
                return true
            }
            guard ContainerHost.isExpected else { return false }
            let engine = try? await Engine.connect(
                to: EngineEndpoint(.unix(path: "/var/run/docker.sock"))
            )
            return (try? await engine?.hasImage(ContainerRun.redis)) == true
        }
    }
}
