/// The developer's repository, read for the API; nothing in it is ever changed.
struct APIGit: Sendable {
    private let facts: ServedAPI

    /// The repository of a run.
    init(_ facts: ServedAPI) {
        self.facts = facts
    }

    /// What git wrote; nil when it failed.
    func output(_ arguments: [String]) async -> [UInt8]? { await facts.git(arguments) }

    /// The first line that git wrote; nil when it failed or wrote none.
    func line(_ arguments: [String]) async -> String? {
        guard let bytes = await output(arguments) else { return nil }
        let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        return line.isEmpty ? nil : line
    }

    /// The commit that the API means by a name: an object's, a branch's, a tag's, a ref's.
    ///
    /// The run's own ref is the run's commit, also where only the server would have it, such as
    /// `refs/pull/1/merge`, until a job pushes. Expressions of git, such as `HEAD~1`, name nothing,
    /// as at GitHub.
    func commit(_ name: String) async -> String? {
        guard Self.isPlain(name) else { return nil }
        let (ref, sha) = (facts.github["ref"] ?? "", facts.github["sha"] ?? "")
        if name == sha { return sha }
        let short = name.hasPrefix("refs/") ? String(name.dropFirst(5)) : name
        let isOwn = "refs/\(short)" == ref || name == facts.github["ref_name"]
        if isOwn, await !facts.hasPushes() { return sha }
        if name == "HEAD" { return await commit(facts.defaultBranch) }
        var names = ["refs/\(short)", "refs/heads/\(short)", "refs/tags/\(short)"]
        if Self.isObjectName(name) { names.append(name) }
        for name in names {
            if let found = await object("\(name)^{commit}") { return found }
        }
        return isOwn || name == facts.defaultBranch ? sha : nil
    }

    /// The commit of a request that names none: the default branch's, else the run's.
    func commit(orDefault name: String?) async throws(APIRefusal) -> String {
        guard let sha = await commit(name ?? facts.defaultBranch) else {
            throw APIRefusal(404, "No commit found for the ref \(name ?? facts.defaultBranch)")
        }
        return sha
    }

    /// The object that an expression of git names; nil when there is none.
    func object(_ expression: String) async -> String? {
        await line(["rev-parse", "--verify", "--quiet", "--end-of-options", expression])
    }

    /// What kind of object it is, such as `blob`; nil when it is not there.
    func kind(of object: String) async -> String? {
        guard Self.isObjectName(object) else { return nil }
        return await line(["cat-file", "-t", object])
    }

    /// A ref and what it names.
    struct Ref: Sendable {
        /// The full name.
        let name: String
        /// The object it names: a commit's or an annotated tag's.
        let object: String
        /// What that is, such as `commit`.
        let kind: String
        /// The commit in the end.
        let commit: String
    }

    /// The refs below a prefix, such as `refs/heads/`.
    ///
    /// - Parameters:
    ///   - prefix: What their names begin with.
    ///   - newestFirst: Whether they are ordered as versions, the highest first.
    /// - Returns: the refs.
    func refs(below prefix: String, newestFirst: Bool = false) async -> [Ref] {
        let format = "%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)"
        let order = newestFirst ? "-version:refname" : "refname"
        let bytes = await output(
            ["for-each-ref", "--sort=\(order)", "--format=\(format)", "--", prefix]
        )
        let lines = String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n")
        return lines.compactMap { line in
            let fields = line.split(separator: "\0", omittingEmptySubsequences: false)
                .map(String.init)
            guard fields.count == 4 else { return nil }
            return Ref(
                name: fields[0],
                object: fields[1],
                kind: fields[2],
                commit: fields[3].isEmpty ? fields[1] : fields[3]
            )
        }
    }

    /// Whether a text can be an object's name, whole or shortened.
    static func isObjectName(_ text: String) -> Bool {
        (4...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
            }
    }

    /// Whether a text is no more than a name to git.
    ///
    /// - Source: `git-check-ref-format(1)`
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-") && !text.contains("..") && !text.contains("@{")
            && !text.unicodeScalars.contains {
                $0.value < 0x21 || " ~^:?*[\\\u{7F}".unicodeScalars.contains($0)
            }
    }
}
