/// The making of the bare repository that stands in for the project's remote.
struct StandInRepository: Sendable {
    /// The developer's repository, which is only read.
    let repository: GitRepository
    /// The files of the run's snapshot.
    let checkout: String
    /// Where the stand-in is made.
    let folder: String

    /// A repository that is to be made.
    init(_ repository: GitRepository, checkout: String, at folder: String) {
        self.repository = repository
        self.checkout = checkout
        self.folder = folder
    }

    /// Whether the project is a folder of a bigger repository, and has a commit of its own.
    private var isPart: Bool { repository.layout?.prefix.isEmpty == false }

    /// Makes it, with the refs of an event over those of the developer's clone.
    func make(_ own: [String: String]) async throws {
        try GitFolder.makeSkeleton(
            at: folder,
            head: .branch(repository.defaultBranch),
            settings: settings
        )
        try SmallFile.write(alternates.utf8, to: folder + "/objects/info/alternates")
        if !isPart, !repository.shallowEnds.isEmpty {
            try SmallFile.write(repository.shallowEnds, to: folder + "/shallow")
        }
        try SmallFile.write(try await refs(own).packedRefs.utf8, to: folder + "/packed-refs")
    }

    /// What every remote that is pushed to checks, and nothing of the user's.
    ///
    /// Nobody pushes to refs of pull requests (`hideRefs`), as on GitHub, and other ends are not
    /// told what else the developer's repository has (`alternateRefsCommand`).
    private var settings: String {
        let format = repository.layout?.objectFormat ?? "sha1"
        let isPlain = format == "sha1"
        return """
            [core]
            \trepositoryformatversion = \(isPlain ? 0 : 1)
            \tbare = true
            \thooksPath = /dev/null
            \talternateRefsCommand = true
            \(isPlain ? "" : "[extensions]\n\tobjectformat = \(format)\n")[receive]
            \tfsckObjects = true
            \tmaxInputSize = \(StandInRemote.pushLimit)
            \tautogc = false
            \thideRefs = refs/pull
            [uploadpack]
            \tallowFilter = true
            \tallowAnySHA1InWant = true
            [gc]
            \tauto = 0

            """
    }

    private var alternates: String {
        var folders = (repository.layout.map { [$0.commonDirectory + "/objects"] } ?? [])
        if isPart { folders.append(checkout + "/.git/objects") }
        return folders.map { quotedAlternate($0) + "\n" }.joined()
    }

    private func refs(_ own: [String: String]) async throws -> [String: String] {
        guard repository.headCommit != nil else { return [:] }
        if isPart {
            let tip = try await repository.git.withoutUserSettings.output(
                ["rev-parse", "--verify", "HEAD"],
                in: checkout,
                adding: ["GIT_DIR": checkout + "/.git"]
            )
            let name = String(decoding: tip.prefix { $0 != 0x0A }, as: UTF8.self)
            return own.mapValues { _ in name }
        }
        var refs: [String: String] = [:]
        let start = "refs/remotes/origin/"
        for (name, object) in try await repository.serverRefs() {
            let branch = name.hasPrefix(start) ? name.dropFirst(start.count) : nil
            refs[branch.map { "refs/heads/\($0)" } ?? name] = object
        }
        for (name, commit) in own {
            // A tag may have an object of its own.
            if name.hasPrefix("refs/tags/"), refs[name] != nil { continue }
            refs[name] = commit
        }
        return refs
    }
}
