import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The developer's repository", .timeLimit(.minutes(20)))
struct GitRepositoryTests {
    @Test("a commit is told as GitHub's payloads tell it")
    func headCommit() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit("First")
        try project.write("a", "2")
        try await project.commit("Über title\n\nBody line\n\nskip-checks: true")
        let repository = try await project.open()
        let commit = try #require(repository.headCommit)
        #expect(commit.sha == (try await project.line("git", "rev-parse", "HEAD")))
        #expect(commit.tree == (try await project.line("git", "rev-parse", "HEAD^{tree}")))
        #expect(commit.parents == [try await project.line("git", "rev-parse", "HEAD~1")])
        #expect(commit.message == "Über title\n\nBody line\n\nskip-checks: true")
        #expect(commit.author.name == "Ann Author" && commit.author.email == "ann@example.com")
        #expect(commit.author.timestamp == "2024-05-01T10:00:00+02:00")
        #expect(commit.committer.name == "Carl Committer")
        #expect(commit.committer.email == "carl@example.com")
        #expect(commit.committer.timestamp.hasPrefix("2024-05-02T11:00:00"))
        #expect(repository.head == .branch("main"))
        #expect(repository.ref == "refs/heads/main")
        #expect(repository.defaultBranch == "main")
        #expect(repository.fullName == "local/project")
        #expect(repository.server == "https://github.com")
    }

    @Test(
        "every form of a remote names the same repository, and no password is kept",
        arguments: [
            ("https://github.com/octo/hello.git", "https://github.com/octo/hello.git"),
            ("https://github.com/octo/hello/", "https://github.com/octo/hello/"),
            ("https://ann:s3cret@github.com/octo/hello", "https://github.com/octo/hello"),
            (
                "https://x-access-token:ghp_1@github.com/octo/hello.git",
                "https://github.com/octo/hello.git"
            ),
            ("git@github.com:octo/hello.git", "git@github.com:octo/hello.git"),
            ("github.com:octo/hello", "github.com:octo/hello"),
            ("ssh://git@github.com/octo/hello.git", "ssh://git@github.com/octo/hello.git"),
            (
                "ssh://git:pw@ssh.github.com:443/octo/hello.git",
                "ssh://git@ssh.github.com:443/octo/hello.git"
            ),
            ("git://github.com/octo/hello.git", "git://github.com/octo/hello.git"),
        ]
    )
    func remotes(_ given: String, _ shown: String) {
        let remote = GitRemote(name: "origin", url: given)
        #expect(remote.owner == "octo")
        #expect(remote.repository == "hello")
        #expect(remote.server == "https://github.com")
        #expect(remote.url == shown)
    }

    @Test("other servers keep their address, paths have none")
    func otherRemotes() {
        let web = GitRemote(name: "o", url: "http://git.example.com:3000/team/app.git")
        #expect(web.server == "http://git.example.com:3000" && web.owner == "team")
        let nested = GitRemote(name: "o", url: "https://gitlab.com/group/sub/app.git")
        #expect(nested.owner == "sub" && nested.repository == "app")
        for url in ["/srv/git/app.git", "file:///srv/git/app.git", "../app.git", "/srv/app/.git"] {
            let path = GitRemote(name: "o", url: url)
            #expect(path.server == nil && path.owner == nil && path.repository == "app", "\(url)")
        }
    }

    @Test("the remote of the repository is origin, else the branch's, else the only one")
    func whichRemote() async throws {
        let project = try await TemporaryProject()
        try await project.commit()
        try await project.run("git", "remote", "add", "fork", "https://github.com/me/app")
        #expect(try await project.open().fullName == "me/app")
        try await project.run("git", "remote", "add", "work", "git@git.example.com:team/app.git")
        try await project.run("git", "config", "branch.main.remote", "work")
        #expect(try await project.open().fullName == "team/app")
        #expect(try await project.open().server == "https://git.example.com")
        try await project.run("git", "remote", "add", "origin", "/srv/git/app.git")
        #expect(try await project.open().fullName == "local/project")
        try await project.run("git", "update-ref", "refs/remotes/origin/trunk", "HEAD")
        try await project.run(
            "git",
            "symbolic-ref",
            "refs/remotes/origin/HEAD",
            "refs/remotes/origin/trunk"
        )
        #expect(try await project.open().defaultBranch == "trunk")
    }

    @Test("a branch without a commit has a name and forty zeros")
    func unborn() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        let repository = try await project.open()
        #expect(repository.head == .unborn("main"))
        #expect(repository.headCommit == nil)
        #expect(repository.sha == String(repeating: "0", count: 40))
        #expect(repository.ref == "refs/heads/main")
        #expect(try await repository.hasUncommittedChanges())
    }

    @Test("a checked-out tag gives the tag's ref, a bare commit none")
    func detached() async throws {
        let project = try await TemporaryProject()
        try await project.commit("One")
        try await project.run("git", "tag", "-a", "v1.0", "-m", "release")
        try await project.commit("Two")
        try await project.run("git", "checkout", "-q", "v1.0")
        let tagged = try await project.open()
        #expect(tagged.head == .detached(tags: ["v1.0"]))
        #expect(tagged.ref == "refs/tags/v1.0")
        try await project.run("git", "tag", "-d", "v1.0")
        let bare = try await project.open()
        #expect(bare.head == .detached(tags: []))
        #expect(bare.head.ref == nil && bare.ref == "refs/heads/main")
    }

    @Test("a folder in no repository is a project without commits")
    func noRepository() async throws {
        let project = try await TemporaryProject(initialised: false)
        try project.write("a", "1")
        let repository = try await project.open()
        #expect(repository.layout == nil && repository.head == .none)
        #expect(repository.sha == String(repeating: "0", count: 40))
        #expect(repository.fullName == "local/project")
        #expect(try await !repository.hasUncommittedChanges())
    }

    @Test("a subfolder knows its repository")
    func subfolder() async throws {
        let project = try await TemporaryProject()
        try project.write("workflows/deep calm/a", "1")
        try await project.commit()
        let repository = try await project.open("/workflows/deep calm")
        #expect(repository.layout?.prefix == "workflows/deep calm/")
        #expect(repository.layout?.topLevel == project.root)
        #expect(repository.name == "deep-calm")
    }

    @Test("a folder that its surrounding repository ignores stands alone")
    func ignoredSubfolder() async throws {
        let project = try await TemporaryProject()
        try project.write(".gitignore", "play/\n")
        try await project.commit()
        try project.write("play/a", "1")
        #expect(try await project.open("/play").layout == nil)
    }

    @Test("another user's repository is refused with the command that helps")
    func dubiousOwnership() async throws {
        guard geteuid() == 0 else { return }
        let project = try await TemporaryProject()
        try await project.commit()
        chown(project.root, 1001, 1001)
        await #expect {
            _ = try await project.open()
        } throws: { error in
            "\(error)".contains("git config --global --add safe.directory '\(project.root)'")
        }
    }

    @Test("bare repositories, missing folders and unknown commits are told apart")
    func refusals() async throws {
        let project = try await TemporaryProject()
        try await project.commit()
        try await project.run("git", "clone", "-q", "--bare", ".", "../bare.git")
        await #expect(throws: GitError.noWorkTree(directory: project.folder + "/bare.git")) {
            try await GitRepository.open(at: project.folder + "/bare.git", git: project.git)
        }
        await #expect(throws: WorkspaceError.self) { try await project.open("/nowhere") }
        let repository = try await project.open()
        for name in ["nonsense", "--all", "HEAD~5", ""] {
            await #expect(throws: GitError.unknownRevision(name)) {
                try await repository.commit(named: name)
            }
        }
    }

    @Test("what changed between two states counts renamed files twice")
    func changedFiles() async throws {
        let project = try await TemporaryProject()
        try project.write("same", "1")
        try project.write("old name", "a long line that makes this a rename\n")
        try project.write("sub/x", "1")
        try await project.commit("One")
        try await project.run("git", "mv", "old name", "new\nname")
        try project.write("sub/x", "2")
        try await project.commit("Two")
        try project.write("same", "changed")
        try project.write("untracked", "1")
        let repository = try await project.open()
        let zeros = GitCommit.zeros
        #expect(
            try await repository.changedFiles(from: "HEAD~1", to: .commit("HEAD")).sorted()
                == ["new\nname", "old name", "sub/x"]
        )
        #expect(
            try await repository.changedFiles(from: "HEAD", to: .workingTree).sorted()
                == ["same", "untracked"]
        )
        #expect(
            try await repository.changedFiles(from: zeros, to: .commit("HEAD~1")).sorted()
                == ["old name", "same", "sub/x"]
        )
        let inside = try await project.open("/sub")
        #expect(try await inside.changedFiles(from: "HEAD~1", to: .commit("HEAD")) == ["x"])
        #expect(try await repository.commits(from: "HEAD~1", to: "HEAD").map(\.message) == ["Two"])
        #expect(
            try await repository.commits(from: zeros, to: "HEAD").map(\.message) == ["One", "Two"]
        )
        #expect(
            try await repository.mergeBase("HEAD", "HEAD~1")
                == repository.headCommit?.parents.first
        )
    }

    @Test("hooks and monitors of the repository never run")
    func nothingOfTheirsRuns() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit()
        let trap = "#!/bin/sh\ntouch \(project.folder)/trapped\n"
        try writeFile(project.folder + "/trap", trap, mode: 0o755)
        try await project.run("git", "config", "core.fsmonitor", project.folder + "/trap")
        try await project.run("git", "config", "core.hooksPath", project.folder)
        try await project.run("git", "config", "core.untrackedCache", "true")
        try await project.run("cp", "../trap", "../post-index-change")
        try project.write("a", "2")
        unlink(project.folder + "/trapped")
        let repository = try await project.open()
        _ = try await repository.hasUncommittedChanges()
        _ = try await project.snapshot()
        _ = try await project.snapshot(.commit("HEAD"))
        #expect(fileStatus(project.folder + "/trapped") == nil)
    }

    @Test("variables that git sets for hooks do not lead to another repository")
    func hookEnvironment() async throws {
        let project = try await TemporaryProject()
        try await project.commit()
        let other = try await TemporaryProject()
        try await other.commit("Other")
        let git = GitCommand(
            environment: project.git.environment.merging([
                "GIT_DIR": other.root + "/.git", "GIT_INDEX_FILE": other.root + "/.git/index",
                "GIT_WORK_TREE": other.root, "GIT_PREFIX": "x/", "1BAD": "x",
            ]) { $1 }
        )
        let repository = try await GitRepository.open(at: project.root, git: git)
        #expect(repository.layout?.gitDirectory == project.root + "/.git")
        #expect(repository.headCommit?.message == "Change things")
    }
}
