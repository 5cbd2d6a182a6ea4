import HostProcesses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The download of a working tree with its history, as `actions/checkout` leaves it; complete or
/// not at all.
///
/// The caller holds the shelf's lock.
struct CheckoutDownload: Sendable {
    /// What is checked out.
    struct Target: Sendable {
        /// The commit, 40 hex digits.
        let commit: String
        /// The full ref that names it; nil for a commit by its own name.
        let ref: String?
        /// How many commits the history has; 0 for all, of all branches and tags.
        let depth: Int
        /// What tells apart all branches and tags at several times; empty where they do not matter.
        let version: String

        /// A name that no other target of the repository has, nor one of a program before this one.
        var name: String { "\(commit) \(depth) \(ref ?? "") \(version) 3" }
        /// What is kept beside the files.
        var record: String { "\(commit)\n\(ref ?? "")" }
    }

    /// The git that talks to the host.
    let remote: RemoteGit
    /// What is checked out.
    let target: Target
    /// The address that the repository has in the job.
    let publicURL: String

    private static let branches = "refs/heads/"

    /// Fetches the history and checks it out into `draft`, then moves that to its place.
    ///
    /// - Throws: `RepositoryError`, `WorkspaceError`, `HostProcessError`, `CancellationError`.
    func make(on shelf: RepositoryShelf, at place: String) async throws {
        _ = try? await shelf.building.removeLeftovers()
        let draft = try shelf.building.make("checkout")
        do {
            try await fill(draft + "/files")
            try SmallFile.write(target.record.utf8, to: draft + "/record")
            try SmallFile.makeFolder(shelf.folder + "/checkouts")
            guard rename(draft, place) == 0 else {
                throw WorkspaceError.unwritable(path: place, reason: .current)
            }
        } catch {
            try? FolderRemoval.remove(draft)
            throw error
        }
    }

    private func fill(_ files: String) async throws {
        let draft = String(files.dropLast("/files".count))
        try await remote.local(["init", "--quiet", "--template=", files], in: draft)
        try await fetch(into: files)
        try await remote.checkSize(of: target.commit, in: files + "/.git")
        try await remote.local(["checkout", "--quiet", "--force"] + checkoutArguments, in: files)
        for (key, value) in [
            ("remote.origin.url", publicURL),
            ("remote.origin.pushurl", ClosedRemote.pushURL(of: publicURL)),
            ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
            ("gc.auto", "0"),
        ] {
            try await remote.local(["config", key, value], in: files)
        }
        if let branch {
            let section = "branch.\(branch)"
            try await remote.local(["config", section + ".remote", "origin"], in: files)
            try await remote.local(
                ["config", section + ".merge", Self.branches + branch],
                in: files
            )
        }
        try await BlockingWork.run { flag in
            try TreeSeal(root: files, cancellation: flag).makeReadOnly()
        }
    }

    private func fetch(into files: String) async throws {
        var refs = [target.commit]
        var depth: [String] = ["--depth=\(target.depth)"]
        if target.depth == 0 {
            depth = []
            refs += ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]
            if let ref = target.ref, case .pull = CheckoutRef(ref) {
                refs.append("+\(target.commit):\(place(of: ref))")
            }
        }
        if let ref = target.ref, target.depth > 0 {
            refs = ["+\(target.commit):\(place(of: ref))"]
        }
        try await remote.run(
            RemoteGit.fetchArguments + depth + ["--", remote.url] + refs,
            in: files,
            limit: remote.limits.download,
            filling: files + "/.git"
        )
    }

    /// The branch's name; nil for a tag or a commit.
    private var branch: String? {
        target.ref.flatMap {
            $0.hasPrefix(Self.branches) ? String($0.dropFirst(Self.branches.count)) : nil
        }
    }

    /// What a ref of the host is called here.
    private func place(of ref: String) -> String {
        if let branch { return "refs/remotes/origin/\(branch)" }
        return CheckoutRef(ref).refs.first ?? ref
    }

    /// A branch is checked out as one, everything else by its commit.
    ///
    /// Source: actions/checkout `ref-helper.ts`, `getCheckoutInfo`
    private var checkoutArguments: [String] {
        branch.map { ["--no-track", "-B", $0, target.commit] } ?? ["--detach", target.commit]
    }
}
