import HostProcesses

/// Chooses a branch where git names none, by what it knows of the branches there are.
struct GitBranches {
    /// A branch, and whether another one could have been meant.
    struct Choice: Sendable, Hashable {
        /// The bare name.
        let name: String
        /// Whether nothing tells that it is this one.
        let isGuess: Bool
    }

    /// The git to ask.
    let git: GitCommand
    /// The project's folder.
    let root: String
    /// The repository's settings.
    let configuration: GitConfiguration
    /// The bare name of the remote that counts.
    let remote: String?

    /// The branch that the owner works towards.
    ///
    /// `usual` are the refs named `main` and `master`, and `HEAD` of remotes with their targets.
    func defaultBranch(_ usual: [Substring: Substring], head: GitHead) async throws -> Choice {
        if let remote {
            let folder = "refs/remotes/\(remote)/"
            if let target = usual[Substring(folder + "HEAD")], target.hasPrefix(folder) {
                return Choice(name: String(target.dropFirst(folder.count)), isGuess: false)
            }
            for name in ["main", "master"] where usual[Substring(folder + name)] != nil {
                return Choice(name: name, isGuess: false)
            }
        }
        for name in ["main", "master"] where usual[Substring("refs/heads/\(name)")] != nil {
            return Choice(name: name, isGuess: false)
        }
        let known = Set(try await names(in: []))
        let own = configuration["init.defaultbranch"]
        if let name = [own, "trunk", "develop"].compactMap(\.self).first(where: known.contains) {
            return Choice(name: name, isGuess: known.count > 1)
        }
        guard remote != nil, !known.isEmpty else {
            return Choice(name: head.branch ?? own ?? "main", isGuess: known.count > 1)
        }
        // Who fetches one branch alone, as machines do, most likely works towards another.
        let others = known.subtracting([head.branch].compactMap(\.self))
        let other = others.count == 1 ? others.first : nil
        return Choice(name: other ?? "main", isGuess: true)
    }

    /// The branch that a commit without branch or tag belongs to: one that is being rebased, one
    /// that ends with the commit, one that holds it; the default branch before others.
    func branch(ofDetached layout: GitLayout, default main: String) async throws -> String {
        for file in ["rebase-merge/head-name", "rebase-apply/head-name"] {
            let bytes = SmallFile.read("\(layout.gitDirectory)/\(file)", atMost: 4096) ?? []
            let name = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
            if name.hasPrefix("refs/heads/") { return String(name.dropFirst("refs/heads/".count)) }
        }
        let ends = try await names(in: ["--points-at", "HEAD"])
        if let name = ends.contains(main) ? main : ends.first { return name }
        if try await !names(in: ["--contains", "HEAD"], of: main).isEmpty { return main }
        // Of a remote's refs the first may be its `HEAD`.
        return try await names(in: ["--count=2", "--contains", "HEAD"]).first ?? main
    }

    /// The bare names of branches, local ones first, as options of `git for-each-ref` choose them.
    private func names(in options: [String], of name: String = "") async throws -> [String] {
        let folders = ["refs/heads/"] + (remote.map { ["refs/remotes/\($0)/"] } ?? [])
        let outcome = try await git.run(
            ["for-each-ref", "--format=%(refname)"] + options
                + folders.map { name.isEmpty ? String($0.dropLast()) : $0 + name },
            in: root
        )
        return outcome.outputText.split(separator: "\n").compactMap { line in
            guard let folder = folders.first(where: line.hasPrefix) else { return nil }
            let name = String(line.dropFirst(folder.count))
            return name == "HEAD" ? nil : name
        }
    }
}
