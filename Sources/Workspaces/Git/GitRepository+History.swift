import HostProcesses

extension GitRepository {
    /// The end of a comparison.
    package enum State: Sendable, Hashable {
        /// A commit by any name git understands.
        case commit(String)
        /// The files as they are now.
        case workingTree
    }

    /// The commit a name stands for.
    ///
    /// - Throws: `GitError.unknownRevision`.
    package func commit(named name: String) async throws -> GitCommit {
        let outcome = try await git.run(
            Self.logArguments(["-1", "--end-of-options", "\(name)^{commit}", "--"]),
            in: root
        )
        guard outcome.status.isSuccess, let found = GitCommit.parse(outcome.standardOutput).first
        else { throw GitError.unknownRevision(name) }
        return found.commit
    }

    /// The full name of what `actions/checkout` takes a `ref` for: a branch, also one that only the
    /// remote is known to have, before a tag; a commit by its whole name alone.
    ///
    /// - Throws: `GitError.unknownRevision` for what is not here.
    /// - Source: actions/checkout `ref-helper.ts`, `getCheckoutInfo`
    package func checkoutName(of ref: String) async throws -> String {
        let isCommit = [40, 64].contains(ref.utf8.count) && ref.allSatisfy(\.isHexDigit)
        guard !isCommit else { return ref.lowercased() }
        var names = ["refs/heads/\(ref)", "refs/tags/\(ref)"]
        if let remote { names.insert("refs/remotes/\(remote.name)/\(ref)", at: 1) }
        if ref.hasPrefix("refs/") { names = [ref] }
        for name in names {
            let outcome = try await git.run(["show-ref", "--verify", "-q", "--", name], in: root)
            if outcome.status.isSuccess { return name }
        }
        throw GitError.unknownRevision(ref)
    }

    /// The full ref that the remote has under a full ref of this machine.
    package func serverName(_ ref: String) -> String {
        let own = remote.map { "refs/remotes/\($0.name)/" }
        guard let own, ref.hasPrefix(own) else { return ref }
        return "refs/heads/" + ref.dropFirst(own.count)
    }

    /// The commits a push from `before` to `after` brings, oldest first.
    ///
    /// `before` may be 40 zeros: then all commits up to `after` count, at most the newest `limit`.
    package func commits(
        from before: String,
        to after: String,
        limit: Int = 2048
    ) async throws -> [GitCommit] {
        let isNew = before.allSatisfy { $0 == "0" }
        let range = isNew ? [after] : [after, "^\(before)"]
        let bytes = try await git.output(
            Self.logArguments(["--max-count=\(limit)", "--end-of-options"] + range + ["--"]),
            in: root
        )
        return GitCommit.parse(bytes).map(\.commit).reversed()
    }

    /// The commits up to `after` that no branch of a remote is known to have, oldest first.
    package func commits(to after: String, notOn remote: GitRemote) async throws -> [GitCommit] {
        let arguments = ["--max-count=2048", after, "--not", "--remotes=\(remote.name)", "--"]
        let bytes = try await git.output(Self.logArguments(arguments), in: root)
        return GitCommit.parse(bytes).map(\.commit).reversed()
    }

    /// The commits that full refs of branches name; those that are not there are left out.
    package func tips(of refs: [String]) async throws -> [String: String] {
        let bytes = try await git.output(
            ["for-each-ref", "--format=%(objectname) %(refname)", "--"] + refs,
            in: root
        )
        var tips: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, refs.contains(String(parts[1])) {
                tips[String(parts[1])] = String(parts[0])
            }
        }
        return tips
    }

    /// The paths that differ between two states, relative to the project's folder.
    ///
    /// A renamed file counts with both names. `before` may be 40 zeros: then every file counts.
    /// Untracked files count as changed in the working tree.
    package func changedFiles(from before: String, to state: State) async throws -> [String] {
        let isNew = before.allSatisfy { $0 == "0" }
        let base = isNew ? try await emptyTree() : before
        var arguments = [
            "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative",
            "--ignore-submodules=dirty", "--end-of-options", base,
        ]
        if case .commit(let name) = state { arguments.append(name) }
        var paths = lines(try await git.output(arguments + ["--"], in: root))
        if state == .workingTree {
            paths += lines(try await git.output(TreeListing.untrackedArguments, in: root))
        }
        return paths
    }

    /// How many files and lines of text differ between two commits; a renamed file is one.
    package func changeCounts(
        from before: String,
        to after: String
    ) async throws -> GitChangeCounts {
        let arguments = ["diff", "--numstat", "--no-ext-diff", "--end-of-options", before, after]
        let bytes = try await git.output(arguments + ["--"], in: root)
        var counts = GitChangeCounts()
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            // A dash stands for the lines of a binary file.
            let fields = line.split(separator: "\t", maxSplits: 2)
            counts.files += 1
            counts.additions += fields.first.flatMap { Int($0) } ?? 0
            counts.deletions += fields.dropFirst().first.flatMap { Int($0) } ?? 0
        }
        return counts
    }

    /// The commit where two histories part; nil when they have nothing in common.
    package func mergeBase(_ one: String, _ other: String) async throws -> String? {
        let outcome = try await git.run(["merge-base", "--end-of-options", one, other], in: root)
        let sha = String(outcome.outputText.prefix { !$0.isNewline })
        return outcome.status.isSuccess && !sha.isEmpty ? sha : nil
    }

    /// Whether the project's files differ from the head commit; untracked files count.
    package func hasUncommittedChanges() async throws -> Bool {
        guard layout != nil else { return false }
        return try await !git.output(
            [
                "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=dirty", "--",
                ".",
            ],
            in: root
        ).isEmpty
    }

    private func emptyTree() async throws -> String {
        let bytes = try await git.output(["hash-object", "-t", "tree", "/dev/null"], in: root)
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
