import HostProcesses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The `.git` of a snapshot: what `actions/checkout` leaves, made from the developer's objects.
///
/// Objects are read from the developer's repository as alternates and packed into ours, so that
/// nothing runs in his repository and nothing is written there. A subfolder of a bigger repository
/// gets a commit of its own that holds the subfolder's tree, with the message, author and date of
/// `HEAD`; its name differs from `GITHUB_SHA`, which stays the real commit.
struct GitFolder: Sendable {
    /// The developer's repository.
    let repository: GitRepository
    /// Where its parts lie.
    let layout: GitLayout
    /// What the snapshot is to hold.
    let facts: SnapshotFacts
    /// The folder that gets a `.git`.
    let checkout: String

    /// The `.git` folder.
    var folder: String { checkout + "/.git" }

    /// The commit `HEAD` names; nil without one.
    private var hasCommit: Bool { !facts.sha.allSatisfy { $0 == "0" } }

    private var git: GitCommand { repository.git.withoutUserSettings }

    private var variables: [String: String] {
        [
            "GIT_DIR": folder,
            "GIT_WORK_TREE": checkout,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": quotedAlternate(
                layout.commonDirectory + "/objects"
            ),
        ]
    }

    /// Makes a repository that is empty but for its settings.
    static func makeSkeleton(
        at folder: String,
        head: GitHead,
        commit: String? = nil,
        settings: String = ""
    ) throws(WorkspaceError) {
        for name in ["objects/info", "objects/pack", "refs/heads", "refs/tags"] {
            try SmallFile.makeFolder("\(folder)/\(name)")
        }
        let content = head.branch.map { "ref: refs/heads/\($0)\n" } ?? "\(commit ?? "")\n"
        try SmallFile.write(content.utf8, to: folder + "/HEAD")
        let configuration = settings.isEmpty ? "[core]\n\trepositoryformatversion = 0\n" : settings
        try SmallFile.write(configuration.utf8, to: folder + "/config")
    }

    /// Makes the repository with its commits and refs, without an index.
    func fetch(sharingWith shelf: SnapshotShelf) async throws {
        try Self.makeSkeleton(
            at: folder,
            head: facts.head,
            commit: facts.sha,
            settings: GitFolderSettings(facts: facts, objectFormat: layout.objectFormat).text
        )
        guard hasCommit else { return }
        let history = try await history()
        try SmallFile.write(history.packedRefs.utf8, to: folder + "/packed-refs")
        if facts.head.branch == nil {
            try SmallFile.write("\(history.tip)\n".utf8, to: folder + "/HEAD")
        }
        if !history.shallow.isEmpty {
            let lines = history.shallow.map { "\($0)\n" }.joined()
            try SmallFile.write(lines.utf8, to: folder + "/shallow")
        }
        if linkPacks(from: shelf) { return }
        // Nothing is fetched on demand: what a filtered clone lacks, the snapshot lacks too.
        let missing = layout.isPartial ? ["--missing=allow-any"] : []
        _ = try await git.output(
            [
                "pack-objects", "--revs", "-q", "--delta-base-offset", "--threads=1", "--window=0",
                "--compression=1",
            ] + missing + [folder + "/objects/pack/pack"],
            in: checkout,
            input: Array(history.packInput.utf8),
            adding: variables
        )
    }

    /// Makes the index of `HEAD`'s tree, so that the job's `git status` shows what is uncommitted.
    ///
    /// The developer's index lends its knowledge of unchanged files, whose copies have the same
    /// times; without it the job's first `git status` reads every file.
    ///
    /// Paths in `sparse` are missing in the working tree on purpose; they are written.
    func makeIndex(sparse: [String]) async throws {
        if hasCommit {
            var isMade = false
            if layout.prefix.isEmpty, sparse.isEmpty, copyIndex() {
                isMade = try await readTree(["--reset", "HEAD"])
            }
            if !isMade {
                unlink(folder + "/index")
                _ = try await git.output(["read-tree", "HEAD"], in: checkout, adding: variables)
            }
            if !sparse.isEmpty {
                _ = try await git.output(
                    ["checkout-index", "-f", "-u", "-q", "-z", "--stdin"],
                    in: checkout,
                    input: sparse.flatMap { Array($0.utf8) + [0] },
                    adding: variables
                )
                for path in sparse { try applyAccess(to: path) }
            }
        }
        try AccessWalk.apply(facts.access, to: folder)
    }

    /// Makes the index and writes every file of the commit as a checkout does.
    ///
    /// Attributes of the commit's own files count, settings of this machine do not.
    ///
    /// - Returns: What the index lists.
    func checkOut() async throws -> TreeListing {
        _ = try await git.output(["read-tree", "HEAD"], in: checkout, adding: variables)
        _ = try await git.output(
            ["checkout-index", "-a", "-f", "-u", "-q"],
            in: checkout,
            adding: variables
        )
        let listing = try await git.output(
            TreeListing.trackedArguments,
            in: checkout,
            adding: variables
        )
        return TreeListing(tracked: listing)
    }

    /// The paths that Git LFS looks after, by the attributes of the commit's own files.
    func largeFiles() async throws -> [String] {
        try await git.output(
            ["ls-files", "-z", "--", ":(attr:filter=lfs)"],
            in: checkout,
            adding: variables
        ).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private func history() async throws -> GitHistory {
        guard layout.prefix.isEmpty else {
            return .single(try await subfolderCommit(), facts: facts)
        }
        return try await GitHistory.reading(repository, facts)
    }

    /// A commit that holds the tree of the project's folder alone.
    private func subfolderCommit() async throws -> String {
        let name = "\(facts.sha):\(layout.prefix.dropLast())"
        let found = try await git.run(
            ["rev-parse", "--verify", "-q", "--end-of-options", name],
            in: checkout,
            adding: variables
        )
        var tree = String(found.outputText.prefix { !$0.isNewline })
        if tree.isEmpty {
            let made = try await git.output(
                ["hash-object", "-w", "-t", "tree", "/dev/null"],
                in: checkout,
                adding: variables
            )
            tree = String(decoding: made.prefix { $0 != 0x0A }, as: UTF8.self)
        }
        let commit = try await repository.commit(named: facts.sha)
        let signatures = [
            "GIT_AUTHOR_NAME": commit.author.name, "GIT_AUTHOR_EMAIL": commit.author.email,
            "GIT_AUTHOR_DATE": commit.author.timestamp,
            "GIT_COMMITTER_NAME": commit.committer.name,
            "GIT_COMMITTER_EMAIL": commit.committer.email,
            "GIT_COMMITTER_DATE": commit.committer.timestamp,
        ]
        let made = try await git.output(
            ["commit-tree", tree, "-F", "-"],
            in: checkout,
            input: Array((commit.message + "\n").utf8),
            adding: variables.merging(signatures) { $1 }
        )
        return String(decoding: made.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    private func readTree(_ arguments: [String]) async throws -> Bool {
        try await git.run(["read-tree"] + arguments, in: checkout, adding: variables)
            .status.isSuccess
    }

    /// Links the packs of an earlier snapshot with the same commits; false when there is none.
    private func linkPacks(from shelf: SnapshotShelf) -> Bool {
        for snapshot in shelf.snapshots {
            guard let other = SnapshotDescription(in: snapshot),
                facts.sharesHistory(with: other.facts)
            else { continue }
            let packs = "\(snapshot)/lower/\(WorkspaceSnapshot.checkoutName)/.git/objects/pack"
            let names = SmallFile.names(in: packs)
            guard names.contains(where: { $0.hasSuffix(".pack") }) else { continue }
            return names.allSatisfy { link("\(packs)/\($0)", "\(folder)/objects/pack/\($0)") == 0 }
        }
        return false
    }

    /// Copies the developer's index, and the shared parts of a split one, with their times.
    private func copyIndex() -> Bool {
        let shared = SmallFile.names(in: layout.gitDirectory).filter {
            $0.hasPrefix("sharedindex.")
        }
        return (["index"] + shared).allSatisfy { name in
            let input = OpenFile("\(layout.gitDirectory)/\(name)", O_RDONLY)
            let output = OpenFile("\(folder)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
            var status = stat()
            guard input.isOpen, output.isOpen, fstat(input.descriptor, &status) == 0,
                FileContent.copy(
                    input.descriptor,
                    output.descriptor,
                    size: Int64(status.st_size),
                    buffer: CopyBuffer()
                ) == nil
            else { return false }
            // Git compares the times of files with that of the index to find late changes.
            FileStamp(status).withTimes { _ = futimens(output.descriptor, $0) }
            return true
        }
    }

    private func applyAccess(to path: String) throws(WorkspaceError) {
        var place = checkout
        for part in path.split(separator: "/").dropLast() {
            place += "/\(part)"
            guard facts.access.applyToFolder(named: place, in: AT_FDCWD) else {
                throw .unwritable(path: place, reason: .current)
            }
        }
        try AccessWalk.apply(facts.access, to: "\(checkout)/\(path)")
    }
}

/// A path in the form that a list separated by colons can hold.
func quotedAlternate(_ path: String) -> String {
    guard path.contains(where: { ":\"\\\n".contains($0) }) else { return path }
    let escaped = path.map { character -> String in
        switch character {
        case "\"", "\\": "\\\(character)"
        case "\n": "\\n"
        default: String(character)
        }
    }
    return "\"\(escaped.joined())\""
}
