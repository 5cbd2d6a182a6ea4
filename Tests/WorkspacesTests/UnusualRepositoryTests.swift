import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Repositories that are not like most", .timeLimit(.minutes(20)))
struct UnusualRepositoryTests {
    @Test("shallow clones, worktrees and alternates are read like any other")
    func unusualRepositories() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        for number in 1...3 { try await project.commit("Commit \(number)") }
        let shallow = project.folder + "/shallow"
        try await project.run(
            "git",
            "clone",
            "-q",
            "--depth",
            "2",
            "file://" + project.root,
            shallow
        )
        let worktree = project.folder + "/worktree"
        try await project.run("git", "worktree", "add", "-q", "-b", "side", worktree, "HEAD~1")
        let shared = project.folder + "/with:colon"
        try await project.run("git", "clone", "-q", "--shared", project.root, shared)
        for (folder, subject) in [
            (shallow, "Commit 3"), (worktree, "Commit 2"), (shared, "Commit 3"),
            (project.root, "Commit 3"),
        ] {
            let before = try TreeDigest.of(folder)
            for depth in [1, 2, 0] {
                let snapshot = try await project.store.snapshot(
                    of: GitRepository.open(at: folder, git: project.git),
                    selecting: .workingTree,
                    options: SnapshotOptions(fetchDepth: depth)
                )
                let job = snapshot.checkout
                #expect(
                    try await project.line("git", "log", "-1", "--format=%s", in: job) == subject
                )
                #expect(try await project.run("git", "status", "--porcelain", in: job) == "")
                #expect(try await project.run("git", "fsck", in: job) == "")
            }
            #expect(try TreeDigest.of(folder) == before, "\(folder)")
        }
    }

    @Test("a worktree whose repository is gone is refused, and an empty `.git` leads nowhere")
    func lostRepository() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit()
        let worktree = project.folder + "/worktree"
        try await project.run("git", "worktree", "add", "-q", "-b", "side", worktree)
        try #require(rename(project.root, project.folder + "/elsewhere") == 0)
        let error = await #expect(throws: GitError.self) {
            try await GitRepository.open(at: worktree, git: project.git)
        }
        let words = error?.description ?? ""
        #expect(words.contains("/worktree/.git` is there"), "\(words)")
        #expect(words.contains("fatal: not a git repository: "), "\(words)")
        let empty = project.folder + "/empty"
        for folder in [empty, empty + "/.git"] { try #require(mkdir(folder, 0o755) == 0) }
        #expect(try await GitRepository.open(at: empty, git: project.git).layout == nil)
    }

    @Test("a split index is read")
    func splitIndex() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try project.write("b", "1")
        try await project.commit()
        try await project.run("git", "update-index", "--split-index")
        try project.write("b", "2")
        try await project.run("git", "add", "b")
        let job = try await project.snapshot().checkout
        #expect(try await project.run("git", "status", "--porcelain", in: job) == " M b\n")
    }

    @Test("a clone that lacks old files is used without fetching them")
    func partialClone() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "old")
        try await project.commit("One")
        try project.write("a", "new")
        try await project.commit("Two")
        try await project.run("git", "config", "uploadpack.allowFilter", "true")
        let clone = project.folder + "/partial"
        try await project.run(
            "git",
            "clone",
            "-q",
            "--filter=blob:none",
            "file://" + project.root,
            clone
        )
        // Whoever asks for the missing file now gets an error.
        rename(project.root, project.folder + "/moved")
        let repository = try await GitRepository.open(at: clone, git: project.git)
        for depth in [1, 0] {
            let snapshot = try await project.store.snapshot(
                of: repository,
                selecting: .workingTree,
                options: SnapshotOptions(fetchDepth: depth)
            )
            let count = try await project.line(
                "git",
                "rev-list",
                "--count",
                "HEAD",
                in: snapshot.checkout
            )
            #expect(count == (depth == 1 ? "1" : "2"))
        }
        rename(project.folder + "/moved", project.root)
    }

    @Test("submodules, nested repositories, pointers and sockets are reported")
    func findings() async throws {
        let library = try await TemporaryProject()
        try library.write("lib", "1")
        try await library.commit()
        let project = try await TemporaryProject()
        let pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "a", count: 64))\nsize 12345\n"
        try project.write(".gitattributes", "*.bin filter=lfs\n")
        try project.write("big.bin", pointer)
        try project.write("small.txt", String(repeating: "text ", count: 40))
        try await project.run(
            "git",
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "add",
            "-q",
            library.root,
            "deps/lib"
        )
        try await project.commit()
        try await project.run("git", "clone", "-q", library.root, "stray")
        for selection in [SnapshotSelection.workingTree, .commit("HEAD")] {
            let snapshot = try await project.snapshot(selection)
            #expect(snapshot.findings.submodules == ["deps/lib"])
            #expect(snapshot.findings.largeFilePointers == ["big.bin"])
            let files = [
                ".gitattributes", ".gitmodules", "big.bin", "deps/", "deps/lib/", "small.txt",
            ]
            #expect(tree(snapshot.checkout) == files)
        }
        let findings = try await project.snapshot().findings
        #expect(findings.nestedRepositories == ["stray"])
        #expect(try await project.snapshot().isReused)
    }

    @Test("files that git does not track are counted, and the first are named")
    func untracked() async throws {
        let project = try await TemporaryProject()
        try project.write(".gitignore", "*.log\n")
        try await project.commit()
        #expect(try await project.snapshot().findings.untrackedCount == 0)
        for name in ["a", "b", "c/d", "e", "f.log"] { try project.write(name, "1") }
        let findings = try await project.snapshot().findings
        #expect(findings.untrackedCount == 4)
        #expect(findings.untracked == ["a", "b", "c/d"])
        let committed = try await project.snapshot(.commit("HEAD")).findings
        #expect(committed.untrackedCount == 0)
    }

    @Test("files that a sparse checkout leaves out are there, as on the server")
    func sparseCheckout() async throws {
        let project = try await TemporaryProject()
        try project.write("in/a", "1")
        try project.write("out/b", "2")
        try await project.commit()
        try await project.run("git", "sparse-checkout", "set", "in")
        #expect(fileStatus(project.root + "/out/b") == nil)
        let snapshot = try await project.snapshot()
        #expect(tree(snapshot.checkout) == ["in/", "in/a", "out/", "out/b"])
        #expect(text(snapshot.checkout + "/out/b") == "2")
        #expect(try await project.run("git", "status", "--porcelain", in: snapshot.checkout) == "")
    }

    @Test("conflicts in the index are copied as they stand in the files")
    func conflicts() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "base\n")
        try await project.commit("Base")
        try await project.run("git", "checkout", "-q", "-b", "side")
        try project.write("a", "side\n")
        try await project.commit("Side")
        try await project.run("git", "checkout", "-q", "main")
        try project.write("a", "main\n")
        try await project.commit("Main")
        try await project.run("sh", "-c", "git merge -q side || true")
        let snapshot = try await project.snapshot()
        #expect(snapshot.fileCount == 1)
        #expect(text(snapshot.checkout + "/a")?.contains("<<<<<<<") == true)
        #expect(
            try await project.run("git", "status", "--porcelain", in: snapshot.checkout) == " M a\n"
        )
    }
}
