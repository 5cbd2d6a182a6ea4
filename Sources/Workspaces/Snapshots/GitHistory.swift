import HostProcesses

/// Which commits and refs a snapshot's `.git` holds.
struct GitHistory: Sendable {
    /// The commit `HEAD` names.
    let tip: String
    /// Object names by full ref, as the snapshot has them.
    let refs: [String: String]
    /// Commits whose parents are left out, if they have any.
    let shallow: [String]

    /// One commit without parents.
    static func single(_ commit: String, facts: SnapshotFacts) -> GitHistory {
        GitHistory(tip: commit, refs: tipRefs(commit, facts), shallow: [])
    }

    /// Reads what the facts ask for from the developer's repository.
    static func reading(
        _ repository: GitRepository,
        _ facts: SnapshotFacts
    ) async throws -> GitHistory {
        var refs = tipRefs(facts.sha, facts).merging(facts.tags) { $1 }
        // Where the developer's own history ends, ours does too.
        let ends = String(decoding: repository.shallowEnds, as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let shallow: [String]
        if facts.fetchDepth == 0 {
            for (name, object) in try await repository.serverRefs() where refs[name] == nil {
                refs[name] = object
            }
            shallow = ends
        } else {
            shallow = try await boundary(repository, facts, ends: Set(ends))
        }
        return GitHistory(tip: facts.sha, refs: refs, shallow: shallow)
    }

    /// The text of `packed-refs`.
    var packedRefs: String { refs.packedRefs }

    /// What `git pack-objects --revs` reads.
    var packInput: String {
        let lines = shallow.map { "--shallow \($0)" } + Set(refs.values).union([tip]).sorted()
        return lines.map { "\($0)\n" }.joined()
    }

    /// The refs that name the tip itself.
    private static func tipRefs(_ tip: String, _ facts: SnapshotFacts) -> [String: String] {
        switch facts.head {
        case .branch(let name):
            let local = ["refs/heads/\(name)": tip]
            return facts.remote == nil
                ? local : local.merging(["refs/remotes/origin/\(name)": tip]) { $1 }
        case .detached(let tags):
            return Dictionary(tags.map { ("refs/tags/\($0)", tip) }) { $1 }
        case .unborn, .none:
            return [:]
        }
    }

    /// The commits `fetchDepth - 1` steps from the tip, and ends before them.
    private static func boundary(
        _ repository: GitRepository,
        _ facts: SnapshotFacts,
        ends: Set<String>
    ) async throws -> [String] {
        var arguments = ["rev-list", "--parents"]
        if facts.fetchDepth == 1 { arguments.append("--max-count=1") }
        let bytes = try await repository.git.output(
            arguments + ["--end-of-options", facts.sha, "--"],
            in: repository.root
        )
        return HistoryEnd.commits(
            in: String(decoding: bytes, as: UTF8.self),
            from: [facts.sha],
            depth: facts.fetchDepth,
            earlier: ends
        )
    }
}

extension GitRepository {
    /// What a ref names itself, such as the object of an annotated tag; nil without such a ref.
    private func object(of ref: String) async throws -> String? {
        let arguments = ["rev-parse", "--verify", "-q", "--end-of-options", ref]
        let found = try await git.run(arguments, in: root)
        let name = String(found.outputText.prefix { !$0.isNewline })
        return found.status.isSuccess && !name.isEmpty ? name : nil
    }

    /// The objects of one tag and of those that a detached `HEAD` is at, by full ref.
    func tagObjects(_ tag: String?, at head: GitHead) async throws -> [String: String] {
        var names = tag.map { [$0] } ?? []
        if case .detached(let tags) = head { names += tags }
        guard headCommit != nil else { return [:] }
        var objects: [String: String] = [:]
        for ref in Set(names.map { "refs/tags/\($0)" }) { objects[ref] = try await object(of: ref) }
        return objects
    }

    /// The branches and tags as a server would have them, by full ref of a clone.
    ///
    /// A branch that the remote does not know counts with its local commit.
    func serverRefs() async throws -> [(name: String, object: String)] {
        let folders =
            ["refs/tags", "refs/heads"] + (remote.map { ["refs/remotes/\($0.name)"] } ?? [])
        let bytes = try await git.output(
            ["for-each-ref", "--format=%(objectname) %(refname)"] + folders,
            in: root
        )
        var found: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = String(parts[1])
            if name.hasPrefix("refs/tags/") {
                found[name] = String(parts[0])
            } else if name.hasPrefix("refs/heads/") {
                found["refs/remotes/origin/" + name.dropFirst(11)] = String(parts[0])
            } else if let remote, !name.hasSuffix("/HEAD") {
                let branch = name.dropFirst("refs/remotes/\(remote.name)/".count)
                found["refs/remotes/origin/\(branch)"] = String(parts[0])
            }
        }
        return found.map { ($0.key, $0.value) }
    }

    /// A hash of all refs, and of where history ends, when everything is fetched; empty for a
    /// limited depth, which needs none.
    func refsDigest(forDepth depth: Int) async throws -> String {
        guard depth == 0, headCommit != nil else { return "" }
        var hash = ContentHash()
        for (name, object) in try await serverRefs().sorted(by: { $0.name < $1.name }) {
            hash.add("\(object) \(name)\n".utf8)
        }
        hash.add(shallowEnds)
        return hash.text
    }

    /// What `HEAD` names in a checkout of a commit that was asked for by a name.
    func head(named name: String) async throws -> GitHead {
        let outcome = try await git.run(
            ["rev-parse", "--symbolic-full-name", "--verify", "-q", "--end-of-options", name],
            in: root
        )
        let ref = String(outcome.outputText.prefix { !$0.isNewline })
        if ref.hasPrefix("refs/heads/") { return .branch(String(ref.dropFirst(11))) }
        if let remote, ref.hasPrefix("refs/remotes/\(remote.name)/") {
            return .branch(String(ref.dropFirst("refs/remotes/\(remote.name)/".count)))
        }
        return .detached(tags: ref.hasPrefix("refs/tags/") ? [String(ref.dropFirst(10))] : [])
    }
}
