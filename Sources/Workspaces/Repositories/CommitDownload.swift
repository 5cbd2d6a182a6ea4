import Archives
import HostProcesses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The download of one commit to its shelf, complete or not at all.
///
/// The caller holds the shelf's lock.
struct CommitDownload: Sendable {
    /// The git that talks to the host.
    let remote: RemoteGit
    /// The commit, 40 hex digits.
    let commit: String
    /// Where it goes.
    let shelf: RepositoryShelf

    /// Fetches the commit and puts its files on the shelf.
    ///
    /// - Throws: `RepositoryError`, `WorkspaceError`, `HostProcessError`, `CancellationError`.
    func make() async throws {
        _ = try? await shelf.building.removeLeftovers()
        let draft = try shelf.building.make(String(commit.prefix(12)))
        do {
            try await fill(draft)
            try SmallFile.makeFolder(shelf.folder + "/commits")
            guard rename(draft, shelf.place(of: commit)) == 0 else {
                throw WorkspaceError.unwritable(path: shelf.place(of: commit), reason: .current)
            }
        } catch {
            try? FolderRemoval.remove(draft)
            throw error
        }
    }

    private func fill(_ draft: String) async throws {
        let repository = draft + "/git"
        let gitFolder = "--git-dir=\(repository)"
        try await remote.local(["init", "--quiet", "--bare", "--template=", repository], in: draft)
        try await fetch(into: repository)
        try await remote.checkSize(of: commit, in: repository)
        let files = draft + "/files"
        try SmallFile.makeFolder(files)
        // What GitHub's runner downloads is such an archive, made by the attributes of the commit.
        let archive = draft + "/archive.tar"
        try await remote.local(
            [gitFolder, "archive", "--format=tar", "--output=\(archive)", commit],
            in: draft
        )
        try await BlockingWork.run { _ in try unpack(archive, into: files) }
        // Called workflows are read from the repository itself, whatever an archive leaves out.
        let workflows = [commit, "--", ".github/workflows"]
        let listing = try await remote.local([gitFolder, "ls-tree", "-d"] + workflows, in: draft)
        if !listing.standardOutput.isEmpty {
            try await remote.local(
                [gitFolder, "--work-tree=\(files)", "checkout", "--quiet", "--force"] + workflows,
                in: files
            )
        }
        try await BlockingWork.run { flag in
            try FolderRemoval.remove(repository)
            let seal = TreeSeal(root: files, cancellation: flag)
            let dropped = try seal.dropLinks()
            try seal.makeReadOnly()
            guard !dropped.isEmpty else { return }
            let names: [UInt8] = dropped.flatMap { link -> [UInt8] in Array(link.utf8) + [0] }
            try SmallFile.write(names, to: draft + "/dropped-links")
        }
    }

    private func unpack(_ archive: String, into files: String) throws {
        var extraction = ArchiveExtraction()
        extraction.limits = ArchiveLimits(bytes: remote.limits.bytes)
        do {
            try extraction.extract(.file(archive), into: files)
        } catch let error as ArchiveError {
            throw RepositoryError.unusable(remote.name, ref: remote.ref, reason: "\(error)")
        }
        unlink(archive)
    }

    /// Fetches the commit alone where the host sends it by its name, else all that is there.
    private func fetch(into repository: String) async throws {
        do {
            try await fetch([commit], depth: ["--depth=1"], into: repository)
            return
        } catch let error as RepositoryError {
            guard case .unreachable(_, _, let reason) = error else { throw error }
            guard !reason.contains("not our ref") else {
                throw RepositoryError.noRef(remote.name, ref: remote.ref)
            }
            // What older hosts say of a commit that no ref names.
            guard reason.contains("unadvertised object") else { throw error }
        }
        let everything = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
        try await fetch(everything, depth: [], into: repository)
        let check = try await remote.git.run(
            ["--git-dir=\(repository)", "cat-file", "-e", commit + "^{commit}"],
            in: repository,
            adding: remote.variables
        )
        guard check.status.isSuccess else {
            throw RepositoryError.noRef(remote.name, ref: remote.ref)
        }
    }

    private func fetch(_ refs: [String], depth: [String], into repository: String) async throws {
        try await remote.run(
            ["--git-dir=\(repository)"] + RemoteGit.fetchArguments + depth + ["--", remote.url]
                + refs,
            in: repository,
            limit: remote.limits.download,
            filling: repository
        )
    }
}
