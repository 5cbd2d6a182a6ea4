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
        try await local(["init", "--quiet", "--bare", "--template=", repository], in: draft)
        try await fetch(into: repository)
        try await checkSize(in: repository)
        let files = draft + "/files"
        try SmallFile.makeFolder(files)
        try await local(
            ["--git-dir=\(repository)", "--work-tree=\(files)", "read-tree", "-m", "-u", commit],
            in: files
        )
        try await BlockingWork.run { flag in
            try FolderRemoval.remove(repository)
            let dropped = try TreeSeal(root: files, cancellation: flag).close()
            guard !dropped.isEmpty else { return }
            let names: [UInt8] = dropped.flatMap { link -> [UInt8] in Array(link.utf8) + [0] }
            try SmallFile.write(names, to: draft + "/dropped-links")
        }
    }

    /// Fetches the commit alone where the host sends it by its name, else all that is there.
    private func fetch(into repository: String) async throws {
        do {
            try await fetch([commit], depth: ["--depth=1"], into: repository)
            return
        } catch let error as RepositoryError {
            guard case .unreachable(_, _, let reason) = error, Self.isRefusal(reason) else {
                throw error
            }
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
            ["--git-dir=\(repository)", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head"]
                + ["--no-auto-maintenance"] + depth + ["--", remote.url] + refs,
            in: repository,
            limit: remote.limits.download,
            filling: repository
        )
    }

    /// Whether a host does not send a commit by its name, or does not have it.
    private static func isRefusal(_ reason: String) -> Bool {
        ["not our ref", "unadvertised object", "couldn't find remote ref", "bad object"]
            .contains(where: reason.contains)
    }

    /// Refuses a commit whose files would fill the disk, before any of them is written.
    private func checkSize(in repository: String) async throws {
        let outcome: ProcessOutcome
        do {
            outcome = try await local(
                ["--git-dir=\(repository)", "ls-tree", "-r", "-l", "-z", commit],
                in: repository
            )
        } catch HostProcessError.outputTooLarge {
            throw tooLarge("it has more than \(remote.limits.files) files")
        }
        var (files, bytes) = (0, 0)
        for entry in outcome.standardOutput.split(separator: 0) {
            files += 1
            // `100644 blob <commit>     <size>\t<path>`, and `-` as the size of a submodule.
            let size = entry.prefix { $0 != 0x09 }.split(separator: 0x20).last ?? []
            bytes += Int(String(decoding: size, as: UTF8.self)) ?? 0
        }
        guard files <= remote.limits.files else {
            throw tooLarge("it has more than \(remote.limits.files) files")
        }
        guard bytes <= remote.limits.bytes else {
            throw tooLarge("its files have more than \(remote.limits.bytes >> 20) MiB")
        }
    }

    private func tooLarge(_ what: String) -> RepositoryError {
        .tooLarge(remote.name, ref: remote.ref, what: what)
    }

    @discardableResult
    private func local(_ arguments: [String], in folder: String) async throws -> ProcessOutcome {
        let outcome = try await remote.git.run(
            arguments,
            in: folder,
            adding: remote.variables,
            outputLimit: 64 << 20
        )
        guard outcome.status.isSuccess else {
            let reason = outcome.errorText.split(whereSeparator: \.isNewline).first ?? "git failed"
            throw RepositoryError.unusable(remote.name, ref: remote.ref, reason: String(reason))
        }
        return outcome
    }
}
