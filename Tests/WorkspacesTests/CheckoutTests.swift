import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The repository inside a snapshot", .timeLimit(.minutes(20)))
struct CheckoutTests {
    @Test("git in the job sees the commit, the branch, the remote and what is uncommitted")
    func workingTree() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1\n")
        try project.write("b", "1\n")
        try project.write("gone", "1\n")
        try await project.commit("One")
        try await project.commit("Two")
        try await project.run(
            "git",
            "remote",
            "add",
            "origin",
            "https://ann:s3cret@github.com/octo/hello.git"
        )
        try project.write("a", "2\n")
        try project.write("b", "2\n")
        try await project.run("git", "add", "b")
        try project.write("new", "1\n")
        unlink(project.root + "/gone")
        let snapshot = try await project.snapshot()
        let job = snapshot.checkout
        #expect(try await project.line("git", "rev-parse", "HEAD", in: job) == snapshot.sha)
        #expect(try await project.line("git", "symbolic-ref", "HEAD", in: job) == "refs/heads/main")
        #expect(try await project.run("git", "log", "--format=%s", in: job) == "Two\n")
        #expect(
            try await project.run("git", "status", "--porcelain", in: job)
                == " M a\n M b\n D gone\n?? new\n"
        )
        #expect(try await project.run("git", "diff", "--stat", in: job).contains("3 files changed"))
        #expect(
            try await project.line("git", "remote", "get-url", "origin", in: job)
                == "https://github.com/octo/hello.git"
        )
        #expect(
            try await project.line("git", "rev-parse", "refs/remotes/origin/main", in: job)
                == snapshot.sha
        )
        #expect(try await project.run("git", "fsck", "--full", in: job) == "")
        let secrets = try await project.run("sh", "-c", "grep -r s3cret .git || true", in: job)
        #expect(secrets == "")
    }

    @Test("the job's first git status reads no file that did not change")
    func indexIsValid() async throws {
        let project = try await TemporaryProject()
        for number in 0..<50 { try project.write("f\(number)", "\(number)") }
        try await project.commit()
        // Git reads files that are as young as its index to be safe.
        try await project.run("sh", "-c", "touch -d 2020-01-01 f*; git update-index --refresh")
        let snapshot = try await project.snapshot()
        let copy = try await ScratchWorkspace(of: snapshot, in: project.scratch, label: "x")
        // Other bytes of the same size and time go unseen only if nobody reads them.
        try await project.run(
            "sh",
            "-c",
            "printf X >f7; touch -d 2020-01-01 f7; printf X >f8",
            in: copy.checkout
        )
        #expect(
            try await project.run("git", "status", "--porcelain", in: copy.checkout) == " M f8\n"
        )
    }

    @Test("a depth of two holds two commits, a depth of zero all of them with branches and tags")
    func depths() async throws {
        let project = try await TemporaryProject()
        for number in 1...4 { try await project.commit("Commit \(number)") }
        try await project.run("git", "tag", "v1", "HEAD~2")
        try await project.run("git", "tag", "-a", "v2", "-m", "two", "HEAD~1")
        try await project.run("git", "branch", "topic", "HEAD~3")
        let two = try await project.snapshot(fetchDepth: 2).checkout
        #expect(
            try await project.run("git", "log", "--format=%s", in: two) == "Commit 4\nCommit 3\n"
        )
        #expect(
            try await project.line("git", "rev-parse", "--is-shallow-repository", in: two) == "true"
        )
        let all = try await project.snapshot(fetchDepth: 0).checkout
        #expect(try await project.line("git", "rev-list", "--count", "HEAD", in: all) == "4")
        #expect(try await project.line("git", "describe", "--tags", in: all).hasPrefix("v2-1-g"))
        #expect(
            try await project.line("git", "log", "-1", "--format=%s", "origin/topic", in: all)
                == "Commit 1"
        )
        #expect(
            try await project.line("git", "rev-parse", "--is-shallow-repository", in: all)
                == "false"
        )
        #expect(try await project.run("git", "fsck", "--full", in: all) == "")
        let many = try await project.snapshot(fetchDepth: 50).checkout
        #expect(try await project.line("git", "rev-list", "--count", "HEAD", in: many) == "4")
        #expect(
            try await project.line("git", "rev-parse", "--is-shallow-repository", in: many)
                == "false"
        )
    }

    @Test("new tags make a new snapshot only where all refs are held")
    func refsCount() async throws {
        let project = try await TemporaryProject()
        try await project.commit()
        _ = try await project.snapshot(fetchDepth: 0)
        _ = try await project.snapshot()
        try await project.run("git", "tag", "new")
        #expect(try await project.snapshot().isReused)
        #expect(try await !project.snapshot(fetchDepth: 0).isReused)
    }

    @Test("a commit is checked out as git would: attributes count, exports and local files do not")
    func commit() async throws {
        let project = try await TemporaryProject()
        try project.write(".gitattributes", "*.crlf text eol=crlf\nhidden export-ignore\n")
        try project.write("a.crlf", "one\ntwo\n")
        try project.write("hidden", "1")
        try project.write("run", "1", mode: 0o755)
        symlink("run", project.root + "/link")
        try await project.commit("One")
        let first = try await project.line("git", "rev-parse", "HEAD")
        try project.write(".gitattributes", "*.crlf -text\n")
        try project.write("later", "1")
        try await project.commit("Two")
        try project.write("a.crlf", "local change")
        try project.write("untracked", "1")
        let snapshot = try await project.snapshot(.commit("HEAD~1"))
        #expect(snapshot.sha == first)
        #expect(
            tree(snapshot.checkout) == [".gitattributes", "a.crlf", "hidden", "link", "run"]
        )
        #expect(text(snapshot.checkout + "/a.crlf") == "one\r\ntwo\r\n")
        #expect(try await project.run("git", "status", "--porcelain", in: snapshot.checkout) == "")
        #expect(try await project.line("git", "rev-parse", "HEAD", in: snapshot.checkout) == first)
        #expect(fileStatus(snapshot.checkout + "/run").map { $0.st_mode & 0o111 } == 0o111)
        #expect(snapshot.fileCount == 5)
        #expect(try await project.snapshot(.commit(first)).isReused)
    }

    @Test("a branch asked for by name is checked out as that branch, a tag as that tag")
    func commitByName() async throws {
        let project = try await TemporaryProject()
        try await project.commit("One")
        try await project.run("git", "branch", "side")
        try await project.run("git", "tag", "v1")
        try await project.commit("Two")
        let side = try await project.snapshot(.commit("side")).checkout
        #expect(
            try await project.line("git", "symbolic-ref", "HEAD", in: side) == "refs/heads/side"
        )
        let tag = try await project.snapshot(.commit("v1")).checkout
        #expect(try await project.line("git", "describe", "--tags", in: tag) == "v1")
        await #expect(throws: GitError.unknownRevision("nope")) {
            try await project.snapshot(.commit("nope"))
        }
    }

    @Test(
        "a subfolder is a repository of its own with the files below it",
        arguments: [true, false]
    )
    func subfolder(_ isWorkingTree: Bool) async throws {
        let project = try await TemporaryProject()
        try project.write("outside", "1")
        try project.write("apps/web/.github/workflows/ci.yml", "on: push\n")
        try project.write("apps/web/src/x", "1\n")
        try await project.commit("Add the app")
        if isWorkingTree {
            try project.write("apps/web/src/x", "2\n")
            try project.write("apps/web/new", "1\n")
        }
        let selection = isWorkingTree ? SnapshotSelection.workingTree : .commit("HEAD")
        let snapshot = try await project.snapshot(selection, subfolder: "/apps/web")
        let job = snapshot.checkout
        let files = [".github/", ".github/workflows/", ".github/workflows/ci.yml", "src/", "src/x"]
        #expect(tree(job) == (isWorkingTree ? (files + ["new"]).sorted() : files))
        #expect(snapshot.sha == (try await project.line("git", "rev-parse", "HEAD")))
        #expect(
            try await project.run("git", "log", "--format=%an %aI %s", in: job)
                == "Ann Author 2024-05-01T10:00:00+02:00 Add the app\n"
        )
        #expect(
            try await project.run("git", "status", "--porcelain", in: job)
                == (isWorkingTree ? " M src/x\n?? new\n" : "")
        )
        #expect(try await project.snapshot(selection, subfolder: "/apps/web").isReused)
    }

    @Test("a subfolder that no commit holds yet still has a repository")
    func newSubfolder() async throws {
        let project = try await TemporaryProject()
        try await project.commit()
        try project.write("fresh/a", "1")
        let job = try await project.snapshot(subfolder: "/fresh").checkout
        #expect(try await project.run("git", "status", "--porcelain", in: job) == "?? a\n")
    }

    @Test("without a commit everything is untracked, without git there is no repository")
    func noCommit() async throws {
        let unborn = try await TemporaryProject()
        try unborn.write("a", "1")
        try await unborn.run("git", "add", "a")
        let job = try await unborn.snapshot().checkout
        #expect(try await unborn.run("git", "status", "--porcelain", in: job) == "?? a\n")

        let plain = try await TemporaryProject(initialised: false)
        try plain.write(".gitignore", "noise\n")
        try plain.write("noise", "1")
        try plain.write("a/b", "1")
        let snapshot = try await plain.snapshot()
        #expect(tree(snapshot.checkout) == [".gitignore", "a/", "a/b"])
        #expect(fileStatus(snapshot.checkout + "/.git") == nil)
        #expect(snapshot.sha == GitCommit.zeros)
        #expect(try await plain.snapshot().isReused)
        await #expect(throws: GitError.notARepository(directory: plain.root)) {
            try await plain.snapshot(.commit("HEAD"))
        }
    }
}
