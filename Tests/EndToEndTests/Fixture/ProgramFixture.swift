import HostProcesses
import RunEvents
import Synchronization
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A scratch git repository and the built program, for one test.
///
/// Everything is removed after the test, last made first. A run that leaves a container, a network,
/// a volume or a job's folder behind fails the test.
final class ProgramFixture: Sendable {
    /// The program is not beside the tests.
    struct NotBuilt: Error, CustomStringConvertible {
        let description: String
    }

    /// The test's folder, absolute and without links.
    let folder: String
    /// The program's path.
    let program: String
    private let cleanUps = Mutex<[@Sendable () async throws -> Void]>([])
    private let runs = Mutex<[RunningProgram]>([])
    private let count = Mutex(0)

    private init() throws {
        program = try Self.builtProgram()
        let name = "/tmp/actlocal-e2e-" + String(repeating: "X", count: 6)
        var template = Array(name.utf8CString)
        let made = try #require(mkdtemp(&template))
        folder = String(cString: made)
        for path in [project, home, host] { #expect(mkdir(path, 0o755) == 0) }
        try configure("repositories: { server: 'file://\(host)' }\n")
    }

    /// Runs a test with a fixture of its own; its project is an empty git repository.
    static func with(_ body: (ProgramFixture) async throws -> Void) async throws {
        let fixture = try ProgramFixture()
        fixture.onCleanUp { [folder = fixture.folder] in
            _ = try await HostCommand("/bin/rm", ["-rf", folder], environment: [:]).run()
        }
        do {
            try await fixture.git("init", "-q", "-b", "main")
            try await body(fixture)
        } catch {
            await fixture.cleanUp()
            throw error
        }
        await fixture.cleanUp()
    }

    /// `actlocal` beside this test bundle.
    private static func builtProgram() throws -> String {
        let resolved = try #require(realpath("/proc/self/exe", nil))
        defer { free(resolved) }
        let folder = String(cString: resolved).split(separator: "/").dropLast()
            .joined(separator: "/")
        for name in ["actlocal", "actlocal-init"] where access("/\(folder)/\(name)", X_OK) != 0 {
            throw NotBuilt(
                description: "`\(name)` is not in `/\(folder)`: run `swift build` before the tests"
            )
        }
        return "/\(folder)/actlocal"
    }

    /// The repository's folder.
    var project: String { folder + "/project" }
    /// The home folder of the program.
    var home: String { folder + "/home" }
    /// The git host that the program fetches repositories from.
    var host: String { folder + "/host" }
    /// The program's cache folder.
    var cache: String { folder + "/cache" }

    /// Remembers what to undo.
    func onCleanUp(_ action: @escaping @Sendable () async throws -> Void) {
        cleanUps.withLock { $0.append(action) }
    }

    private func cleanUp() async {
        // A task of its own, so that a test out of time is cleaned up too.
        await Task { [self] in
            for run in runs.withLock({ $0 }) { await run.end() }
            let last: @Sendable () async throws -> Void = { try await self.removeDockerLayers() }
            for action in cleanUps.withLock({ $0 }).reversed() + [last] {
                do {
                    try await action()
                } catch {
                    Issue.record(error, "clean-up failed")
                }
            }
        }.value
    }
}

extension ProgramFixture {
    /// Writes a file of the project, making the folders above it.
    func write(_ path: String, _ text: String) throws {
        try write(path, bytes: Array(text.utf8))
    }

    /// Writes a file of the project, making the folders above it.
    func write(_ path: String, bytes: [UInt8]) throws {
        let whole = "\(project)/\(path)"
        if let slash = whole.lastIndex(of: "/") {
            try FileManager.default.createDirectory(
                atPath: String(whole[..<slash]),
                withIntermediateDirectories: true
            )
        }
        try #require(FileManager.default.createFile(atPath: whole, contents: Data(bytes)))
    }

    /// Writes what the user sets for all repositories.
    func configure(_ text: String) throws {
        let folder = "\(folder)/config/actlocal"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let contents = Data(text.utf8)
        try #require(
            FileManager.default.createFile(atPath: "\(folder)/config.yml", contents: contents)
        )
    }

    /// Puts files into a new commit of a repository on the git host, and lets refs name it.
    ///
    /// - Returns: the commit.
    @discardableResult
    func publish(
        _ repository: String,
        _ files: [String: String],
        as refs: String...
    ) async throws -> String {
        let source = "\(folder)/source/\(repository)"
        let bare = "\(host)/\(repository)"
        if access(source, F_OK) != 0 {
            try await git("init", "-q", "-b", "main", source)
            try await git("init", "-q", "--bare", "-b", "main", bare)
        }
        for (path, text) in files {
            try write("../source/\(repository)/\(path)", text)
        }
        try await git("-C", source, "add", "-A")
        try await git("-C", source, "commit", "-q", "--allow-empty", "-m", "Publish")
        for ref in refs {
            try await git("-C", source, "push", "-q", "-f", bare, "HEAD:\(ref)")
        }
        return try await git("-C", source, "rev-parse", "HEAD").filter { !$0.isNewline }
    }

    /// Writes a program of the cache folder, making the folders above it.
    func cachedProgram(_ path: String, _ text: String) async throws {
        try await writeProgram("../cache/\(path)", text)
    }

    /// Writes a program to a path relative to the project, making the folders above it.
    ///
    /// Another process makes the file: what this one wrote cannot be run while a process that is
    /// just being started holds it open, too.
    func writeProgram(_ path: String, _ text: String) async throws {
        try write("\(path).text", text)
        try await execute("install", ["-m", "755", "\(path).text", path])
        try await execute("rm", ["\(path).text"])
    }

    /// Writes `.github/workflows/ci.yml`; its trigger is a push unless `text` has an `on:`.
    func workflow(_ text: String, named name: String = "ci") throws {
        let trigger = text.hasPrefix("on:") || text.contains("\non:") ? "" : "on: push\n"
        try write(".github/workflows/\(name).yml", trigger + text)
    }

    /// Runs a program in the project's folder and gives its output; a failure fails the test.
    @discardableResult
    func execute(_ program: String, _ arguments: [String]) async throws -> String {
        let outcome = try await HostCommand(
            program,
            arguments,
            environment: Self.gitEnvironment,
            directory: project
        ).run()
        try #require(
            outcome.status.isSuccess,
            "\(program) \(arguments.joined(separator: " ")): \(outcome.errorText)"
        )
        return outcome.outputText
    }

    /// Runs git in the project's folder.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        try await execute("git", arguments)
    }

    /// Commits everything.
    func commit(_ message: String = "Change") async throws {
        try await git("add", "-A")
        try await git("commit", "-q", "--allow-empty", "-m", message)
    }

    private static let gitEnvironment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/nonexistent",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ann Author",
        "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_AUTHOR_DATE": "2024-05-01T10:00:00+02:00",
        "GIT_COMMITTER_NAME": "Carl Committer",
        "GIT_COMMITTER_EMAIL": "carl@example.com",
        "GIT_COMMITTER_DATE": "2024-05-02T11:00:00+00:00",
    ]

    /// Variables of this process that the program needs to reach an engine and the network.
    private static let inherited = [
        "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "SSL_CERT_FILE", "CURL_CA_BUNDLE",
        "REQUESTS_CA_BUNDLE", "PIP_CERT", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY",
        "HTTPS_PROXY", "NO_PROXY",
    ]

    private var environment: [String: String] {
        var environment = Self.gitEnvironment
        for name in Self.inherited {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        environment["HOME"] = home
        environment["XDG_CACHE_HOME"] = cache
        environment["XDG_STATE_HOME"] = folder + "/state"
        environment["XDG_CONFIG_HOME"] = folder + "/config"
        return environment
    }

    /// Starts the program in the project's folder, without waiting for it.
    func start(
        _ arguments: [String],
        adding variables: [String: String] = [:],
        deadline: Duration = .seconds(300),
        on terminal: PseudoTerminal? = nil
    ) -> RunningProgram {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let run = RunningProgram(
            program,
            arguments,
            environment: environment.merging(variables) { $1 },
            directory: project,
            errorFile: terminal?.path ?? "\(folder)/stderr-\(number)",
            test: folder,
            deadline: deadline
        )
        runs.withLock { $0.append(run) }
        return run
    }

    /// Runs `actlocal` with arguments as they are, and checks that it left nothing behind.
    func program(
        _ arguments: String...,
        adding variables: [String: String] = [:],
        deadline: Duration = .seconds(300)
    ) async throws -> ProgramRun {
        let running = start(arguments, adding: variables, deadline: deadline)
        let run = try await running.finish()
        try await expectNothingLeft(by: running)
        return run
    }

    /// Runs `actlocal run --json`, and checks that it wrote events alone and left nothing behind.
    func run(
        _ arguments: String...,
        adding variables: [String: String] = [:],
        deadline: Duration = .seconds(300)
    ) async throws -> ProgramRun {
        let running = start(
            ["run", "--json"] + arguments,
            adding: variables,
            deadline: deadline
        )
        let run = try await running.finish()
        try await expectNothingLeft(by: running)
        #expect(run.strayLines.isEmpty, "standard output holds lines that are no events")
        #expect(run.end?.exitStatus == run.exitStatus, "the last event says how it ended: \(run)")
        return run
    }
}

extension ProgramFixture {
    /// What processes of the program left in the engine and in the cache.
    func leftovers(of process: Int32) async throws -> [String] {
        var left: [String] = []
        for kind in [["ps", "-a"], ["network", "ls"], ["volume", "ls"]]
        where DockerAvailability.isExpected {
            let format = #"{{.Label "actlocal.owner"}}"#
            let list = try await execute(
                "docker",
                kind + ["--filter", "label=actlocal.owner", "--format", format]
            )
            left += list.split(separator: "\n").filter { $0.hasPrefix("\(process).") }
                .map { "docker \(kind[0]): \($0)" }
        }
        let jobs = "\(cache)/actlocal/jobs"
        left += (try? FileManager.default.contentsOfDirectory(atPath: jobs)) ?? []
        return left
    }

    /// Fails the test when a run left something behind.
    func expectNothingLeft(by run: RunningProgram) async throws {
        let process = try #require(run.process)
        let left = try await leftovers(of: process)
        #expect(left.isEmpty, "the run left something behind")
    }
}
