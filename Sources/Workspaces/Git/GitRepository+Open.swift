import HostProcesses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension GitRepository {
    /// Reads the facts of the project in a folder with four calls of `git`, made at the same time.
    ///
    /// Nothing is written to the repository.
    ///
    /// - Throws: `GitError` when git does not trust the repository, has no working tree there, or
    ///   finds no repository by the folder's `.git`, `WorkspaceError` when there is no such folder,
    ///   `HostProcessError` when there is no git.
    package static func open(at folder: String, git: GitCommand) async throws -> GitRepository {
        let root = try realFolder(folder)
        let answers = try await Answers(root: root, git: git)
        let facts: LayoutFacts
        do {
            facts = try LayoutFacts(answers.layout, root: root, answers.configuration)
        } catch GitError.notARepository {
            if namesRepository(root) {
                let words = answers.layout.errorText.split(separator: "\n").first ?? ""
                throw GitError.brokenRepository(directory: root, message: String(words))
            }
            return plainFolder(root, git: git, answers.configuration)
        }
        guard try await !isIgnored(facts.layout, git: git) else {
            return plainFolder(root, git: git, answers.configuration)
        }
        let commit = GitCommit.parse(answers.log).first
        let head = try await self.head(facts, tags: commit?.tags, root: root, git: git)
        let remote = answers.configuration.remote(ofBranch: head.branch)
        let branches = GitBranches(
            git: git,
            root: root,
            configuration: answers.configuration,
            remote: remote?.name
        )
        let main = try await branches.defaultBranch(answers.usualRefs, head: head)
        return GitRepository(
            root: root,
            git: git,
            layout: facts.layout,
            head: head,
            headCommit: commit?.commit,
            defaultBranch: main.name,
            isDefaultBranchGuessed: main.isGuess,
            assumedBranch: commit == nil || head.ref != nil
                ? nil : try await branches.branch(ofDetached: facts.layout, default: main.name),
            remote: remote,
            identity: Identity(answers.configuration)
        )
    }

    /// The arguments of `git log` that print commits for `GitCommit.parse`.
    static func logArguments(_ rest: [String]) -> [String] {
        [
            "log", "-z", "--no-show-signature", "--no-notes", "--encoding=UTF-8", "--no-color",
            "--decorate=full", "--decorate-refs=refs/tags", GitCommit.format,
        ] + rest
    }

    /// Whether a folder has a `.git` that should lead to a repository, as that of a worktree whose
    /// repository is gone; an empty folder leads nowhere.
    private static func namesRepository(_ root: String) -> Bool {
        let path = root + "/.git"
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFDIR || !SmallFile.names(in: path).isEmpty
    }

    private static func plainFolder(
        _ root: String,
        git: GitCommand,
        _ configuration: GitConfiguration
    ) -> GitRepository {
        GitRepository(
            root: root,
            git: git,
            layout: nil,
            head: .none,
            headCommit: nil,
            defaultBranch: configuration["init.defaultbranch"] ?? "main",
            isDefaultBranchGuessed: false,
            assumedBranch: nil,
            remote: nil,
            identity: Identity(configuration)
        )
    }

    private static func head(
        _ facts: LayoutFacts,
        tags: [String]?,
        root: String,
        git: GitCommand
    ) async throws -> GitHead {
        if let tags {
            return facts.headRef.map { .branch($0) } ?? .detached(tags: tags)
        }
        let answer = try await git.run(["symbolic-ref", "--short", "-q", "HEAD"], in: root)
        return .unborn(String(answer.outputText.prefix { !$0.isNewline }))
    }

    /// A folder that its surrounding repository ignores is a project of its own.
    private static func isIgnored(
        _ layout: GitLayout,
        git: GitCommand
    ) async throws -> Bool {
        guard !layout.prefix.isEmpty else { return false }
        let answer = try await git.run(
            ["check-ignore", "-q", "--", String(layout.prefix.dropLast())],
            in: layout.topLevel
        )
        return answer.status.isSuccess
    }
}

/// What git says of a folder, asked four things at the same time.
private struct Answers {
    let layout: ProcessOutcome
    let configuration: GitConfiguration
    let log: [UInt8]
    /// Refs named `main`, `master` or, of a remote, `HEAD`, each with what it leads to.
    let usualRefs: [Substring: Substring]

    init(root: String, git: GitCommand) async throws {
        async let layout = git.run(
            [
                "rev-parse", "--path-format=absolute", "--is-inside-work-tree",
                "--show-object-format", "--show-cdup", "--git-dir", "--git-common-dir",
                "--symbolic-full-name", "HEAD",
            ],
            in: root
        )
        async let settings = git.run(["config", "-z", "--list"], in: root)
        async let log = git.run(GitRepository.logArguments(["-1", "HEAD"]), in: root)
        async let refs = git.run(
            [
                "for-each-ref", "--format=%(refname) %(symref)", "refs/remotes/*/HEAD",
                "refs/remotes/*/main", "refs/remotes/*/master", "refs/heads/main",
                "refs/heads/master",
            ],
            in: root
        )
        configuration = GitConfiguration(try await settings.standardOutput)
        self.log = try await log.standardOutput
        usualRefs = Dictionary(
            try await refs.outputText.split(separator: "\n").map { line in
                let parts = line.split(separator: " ", omittingEmptySubsequences: false)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            },
            uniquingKeysWith: { $1 }
        )
        self.layout = try await layout
    }
}

/// What one `git rev-parse` tells.
private struct LayoutFacts {
    let layout: GitLayout
    /// The bare name of the branch; nil when detached or without a commit.
    let headRef: String?

    init(_ outcome: ProcessOutcome, root: String, _ configuration: GitConfiguration) throws {
        let lines = outcome.outputText
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // Without a commit git fails at `HEAD`, after the lines before it.
        guard outcome.status.isSuccess || lines.count >= 7 else {
            throw GitError(arguments: ["rev-parse"], directory: root, outcome: outcome)
        }
        // An old git repeats what it does not know.
        if lines.first?.hasPrefix("--") == true { throw GitError.tooOld }
        guard lines.first == "true" else { throw GitError.noWorkTree(directory: root) }
        guard lines.count == 7 else {
            throw GitError.unusablePath(root)
        }
        let depth = lines[2].split(separator: "/").count
        let parts = root.split(separator: "/", omittingEmptySubsequences: false)
        layout = GitLayout(
            topLevel: depth == 0
                ? root : "/" + parts.dropLast(depth).dropFirst().joined(separator: "/"),
            gitDirectory: lines[3],
            commonDirectory: lines[4],
            prefix: parts.suffix(depth).map { "\($0)/" }.joined(),
            objectFormat: lines[1],
            trustsFileMode: configuration.isOn("core.filemode", fallback: true),
            isPartial: configuration.isPartialClone
        )
        let branches = "refs/heads/"
        headRef = lines[5].hasPrefix(branches) ? String(lines[5].dropFirst(branches.count)) : nil
    }
}

extension GitRepository.Identity {
    fileprivate init(_ configuration: GitConfiguration) {
        let email = configuration["user.email"]
        self.init(
            name: configuration["user.name"],
            email: email,
            login: configuration["github.user"] ?? email.flatMap(Self.login)
        )
    }

    /// The account of `1234+account@users.noreply.github.com`.
    private static func login(_ email: String) -> String? {
        let domain = "@users.noreply.github.com"
        guard email.hasSuffix(domain) else { return nil }
        let account = email.dropLast(domain.count).split(separator: "+").last
        return account.map(String.init)
    }
}

/// The absolute path of an existing folder, with `realpath(3)`.
private func realFolder(_ path: String) throws -> String {
    guard let resolved = realpath(path, nil) else {
        throw WorkspaceError.unusableFolder(path: path, reason: SystemFailure.current)
    }
    defer { free(resolved) }
    return String(cString: resolved)
}
