import HostProcesses
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

/// A git host of a test: bare repositories below a temporary folder, reached as `file://`.
final class GitHost: Sendable {
    /// Where repositories are written; the host's are made from it.
    let project: TemporaryProject

    init() async throws {
        project = try await TemporaryProject()
    }

    var folder: String { project.folder + "/host" }
    var cache: String { project.folder + "/cache/repositories" }
    var server: String { "file://\(folder)" }

    /// A bare repository on the host that takes what `push` sends.
    func create(_ name: String) async throws {
        mkdir(folder, 0o755)
        for (index, character) in zip(name.indices, name) where character == "/" {
            mkdir("\(folder)/\(name[..<index])", 0o755)
        }
        let path = "\(folder)/\(name)"
        try await project.run("git", "init", "-q", "--bare", "-b", "main", path)
    }

    /// Commits files and pushes the commit to refs of a repository, which is made when needed.
    @discardableResult
    func push(
        _ files: [String: String],
        to name: String,
        _ refs: String...
    ) async throws -> String {
        for (path, text) in files { try project.write(path, text) }
        try await project.commit()
        return try await pushHead(to: name, refs)
    }

    /// Pushes the head as it is.
    @discardableResult
    func pushHead(to name: String, _ refs: [String]) async throws -> String {
        if fileStatus("\(folder)/\(name)") == nil { try await create(name) }
        for ref in refs {
            try await project.run("git", "push", "-q", "-f", "\(folder)/\(name)", "HEAD:\(ref)")
        }
        return try await project.line("git", "rev-parse", "HEAD")
    }

    /// A store with a cache that all stores of this host share, as those of several processes do.
    func store(
        isOffline: Bool = false,
        mirrors: [RepositoryHosts.Mirror] = [],
        limits: RepositoryLimits = RepositoryLimits(),
        path: String = "/usr/bin:/bin",
        home: String = "/nonexistent"
    ) -> RepositoryStore {
        RepositoryStore(
            root: cache,
            hosts: RepositoryHosts(server: server, mirrors: mirrors),
            isOffline: isOffline,
            environment: ["PATH": path, "HOME": home],
            limits: limits
        )
    }

    /// Takes the host away.
    func remove() { removeTree(folder) }

    /// A folder with a program called `git` that is this shell script; `"$@"` is what it was given.
    func fakeGit(_ script: String) throws -> String {
        try writeFile("\(project.folder)/bin/git", "#!/bin/sh\n\(script)\n", mode: 0o755)
        return "\(project.folder)/bin:/usr/bin:/bin"
    }

    /// What the cache holds of all commits that are complete or in the making.
    var contents: [String] {
        tree(cache).filter { $0.contains("/commits/") || $0.contains("/building/") }
            .filter { !$0.hasSuffix("/commits/") && !$0.hasSuffix("/building/") }
    }
}
