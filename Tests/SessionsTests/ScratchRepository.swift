import HostProcesses
import Testing

@testable import Sessions

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#endif

/// A git repository of its own for one test, removed when the test lets it go.
final class ScratchRepository: Sendable {
    private let folder: String

    /// What git and the session see of the process's environment.
    static let environment = [
        "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_COMMITTER_NAME": "Carl", "GIT_COMMITTER_EMAIL": "carl@example.com",
    ]

    /// An empty repository on `main`, with workflows by the stem of their file.
    init(_ workflows: [String: String] = [:]) async throws {
        var template = Array(
            ("/tmp/actlocal-sessions." + String(repeating: "X", count: 6)).utf8CString
        )
        folder = String(cString: try #require(mkdtemp(&template)))
        #expect(mkdir(root, 0o755) == 0)
        try await git("init", "-q", "-b", "main")
        for (stem, text) in workflows {
            let jobs = "\njobs: { a: { runs-on: x, steps: [{ run: x }] } }\n"
            try write(".github/workflows/\(stem).yml", text.contains("jobs:") ? text : text + jobs)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The repository's folder.
    var root: String { folder + "/project" }

    /// Runs git and gives the first line it wrote.
    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let outcome = try await HostCommand(
            "git",
            arguments,
            environment: Self.environment,
            directory: root
        ).run()
        try #require(outcome.status.isSuccess, "git \(arguments): \(outcome.errorText)")
        return String(outcome.outputText.prefix { !$0.isNewline })
    }

    /// Writes a file, making the folders above it.
    func write(_ path: String, _ text: String) throws {
        let whole = "\(root)/\(path)"
        try FileManager.default.createDirectory(
            atPath: String(whole[..<(whole.lastIndex(of: "/") ?? whole.startIndex)]),
            withIntermediateDirectories: true
        )
        try #require(FileManager.default.createFile(atPath: whole, contents: Data(text.utf8)))
    }

    /// Commits everything, and gives the commit's name.
    @discardableResult
    func commit(_ message: String = "A change") async throws -> String {
        try await git("add", "-A")
        try await git("commit", "-q", "--allow-empty", "-m", message)
        return try await git("rev-parse", "HEAD")
    }

    /// Adds a remote that has the branches as they are now.
    func publish(_ branches: String...) async throws {
        try await git("remote", "add", "origin", "https://github.com/octo/hello.git")
        for branch in branches {
            try await git("update-ref", "refs/remotes/origin/\(branch)", branch)
        }
    }

    /// A request for the project.
    func request(_ change: (inout RunRequest) -> Void = { _ in }) -> RunRequest {
        let machine = MachineFacts(
            environment: Self.environment,
            home: "/nonexistent",
            userID: geteuid(),
            groupID: getegid(),
            cores: 1,
            cacheFolder: folder + "/cache",
            stateFolder: folder + "/state",
            initExecutable: nil
        )
        var request = RunRequest(projectRoot: root, machine: machine)
        change(&request)
        return request
    }

    /// What a request chooses.
    func select(_ change: (inout RunRequest) -> Void = { _ in }) async throws -> Selection {
        let request = request(change)
        return try await Project.open(request).choose(request)
    }

    /// The event of the only workflow that a request chooses.
    func event(_ change: (inout RunRequest) -> Void = { _ in }) async throws -> Event {
        let selection = try await select(change)
        return try #require(selection.chosen.first).event
    }
}
