import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Snapshots of the working tree", .timeLimit(.minutes(20)))
struct WorkingTreeTests {
    @Test("a snapshot holds what is tracked or untracked, as it is now, and nothing ignored")
    func whatIsIn() async throws {
        let project = try await TemporaryProject()
        try project.write(".gitignore", "*.log\nbuild/\n")
        try project.write("kept.txt", "one\n")
        try project.write("changed.txt", "old\n")
        try project.write("deleted.txt", "gone\n")
        try project.write("staged/deep/file.txt", "old\n")
        try project.write("run.sh", "#!/bin/sh\n", mode: 0o755)
        try await project.commit()
        try project.write("changed.txt", "new\n")
        try project.write("staged/deep/file.txt", "staged\n")
        try await project.run("git", "add", "staged")
        try project.write("untracked/new.txt", "new\n", mode: 0o600)
        try project.write("noise.log", "ignored\n")
        try project.write("build/out", "ignored\n")
        try project.write("tracked.log", "forced\n")
        try await project.run("git", "add", "-f", "tracked.log")
        unlink(project.root + "/deleted.txt")

        let snapshot = try await project.snapshot()
        #expect(
            tree(snapshot.checkout) == [
                ".gitignore", "changed.txt", "kept.txt", "run.sh", "staged/", "staged/deep/",
                "staged/deep/file.txt", "tracked.log", "untracked/", "untracked/new.txt",
            ]
        )
        #expect(text(snapshot.checkout + "/changed.txt") == "new\n")
        #expect(text(snapshot.checkout + "/staged/deep/file.txt") == "staged\n")
        #expect(snapshot.fileCount == 7)
        #expect(!snapshot.isReused)
        #expect(snapshot.sha == (try await project.line("git", "rev-parse", "HEAD")))
    }

    @Test("files have git's modes and the job's owner, and links stay links")
    func modesAndLinks() async throws {
        let project = try await TemporaryProject()
        try project.write("secretive.txt", "x", mode: 0o600)
        try project.write("bin/tool", "x", mode: 0o700)
        symlink("bin/tool", project.root + "/relative")
        symlink("/etc/passwd", project.root + "/absolute")
        symlink("loop", project.root + "/loop")
        symlink("..", project.root + "/bin/up")
        try await project.commit()

        let snapshot = try await project.snapshot()
        let isRoot = geteuid() == 0
        let plain = try #require(fileStatus(snapshot.checkout + "/secretive.txt"))
        let tool = try #require(fileStatus(snapshot.checkout + "/bin/tool"))
        let folder = try #require(fileStatus(snapshot.checkout + "/bin"))
        #expect(plain.st_mode & 0o7777 == (isRoot ? 0o644 : 0o666))
        #expect(tool.st_mode & 0o7777 == (isRoot ? 0o755 : 0o777))
        #expect(folder.st_mode & 0o7777 == (isRoot ? 0o755 : 0o777))
        for path in ["", "/bin", "/bin/tool", "/relative", "/.git", "/.git/HEAD"] where isRoot {
            let found = try #require(fileStatus(snapshot.checkout + path))
            #expect(found.st_uid == 1001 && found.st_gid == 1001, "\(path)")
        }
        for (link, target) in [
            ("relative", "bin/tool"), ("absolute", "/etc/passwd"), ("loop", "loop"),
            ("bin/up", ".."),
        ] {
            #expect(try await project.line("readlink", "\(snapshot.checkout)/\(link)") == target)
        }
    }

    @Test("nothing changed gives the same snapshot again, also after the files were only read")
    func reuse() async throws {
        let project = try await TemporaryProject()
        for number in 0..<150 { try project.write("d\(number % 7)/f\(number)", "\(number)") }
        try await project.commit()
        let first = try await project.snapshot()
        let second = try await project.snapshot()
        let third = try await project.snapshot()
        #expect(second.isReused && third.isReused)
        #expect(second.folder == first.folder && third.folder == first.folder)
        #expect(second.fileCount == 150)
    }

    @Test("a change makes a new snapshot that shares all unchanged files with the last")
    func sharing() async throws {
        let project = try await TemporaryProject()
        try project.write("a.txt", "same")
        try project.write("b.txt", "before")
        try await project.commit()
        let first = try await project.snapshot()
        try project.write("b.txt", "after!")
        let second = try await project.snapshot()

        #expect(second.folder != first.folder)
        #expect(text(first.checkout + "/b.txt") == "before")
        #expect(text(second.checkout + "/b.txt") == "after!")
        let inodes = [first.checkout, second.checkout, project.root].map {
            fileStatus($0 + "/a.txt")?.st_ino
        }
        #expect(inodes[0] == inodes[1])
        #expect(inodes[0] != inodes[2], "the developer's own file must never be linked")
    }

    @Test("a change within one tick of the clock and of the same size is not missed")
    func lateChange() async throws {
        let project = try await TemporaryProject()
        for round in 0..<20 {
            try project.write("file", "content \(round % 10)")
            let snapshot = try await project.snapshot()
            #expect(text(snapshot.checkout + "/file") == "content \(round % 10)")
        }
    }

    @Test("a file that turned from tracked to ignored, or moved, is told apart")
    func moves() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try project.write("b", "2")
        try await project.commit()
        _ = try await project.snapshot()
        rename(project.root + "/a", project.root + "/c")
        try project.write(".gitignore", "b\n")
        try await project.run("git", "rm", "-q", "--cached", "b")
        let snapshot = try await project.snapshot()
        #expect(tree(snapshot.checkout) == [".gitignore", "c"])
    }

    @Test("a new commit of the same files gives a new snapshot with that commit")
    func newCommit() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit()
        let first = try await project.snapshot()
        try await project.commit("Nothing new")
        let second = try await project.snapshot()
        #expect(first.sha != second.sha)
        #expect(
            try await project.line("git", "rev-parse", "HEAD", in: second.checkout) == second.sha
        )
    }

    @Test("names that break careless programs come through")
    func hostileNames() async throws {
        let project = try await TemporaryProject()
        let names = [
            "with space", "line\nbreak", "-rf", "--", "tab\there", "quote\"'", "ünïcödé/日本語",
            "$(id)",
            "back\\slash", "a:b,c", "*?[x]", "sub dir/-n/\u{1F600}",
        ]
        for name in names { try project.write(name, "content of \(name)") }
        try await project.commit()
        for name in names { try project.write(name + ".new", "untracked") }
        let snapshot = try await project.snapshot()
        for name in names {
            #expect(text("\(snapshot.checkout)/\(name)") == "content of \(name)")
            #expect(text("\(snapshot.checkout)/\(name).new") == "untracked")
        }
        #expect(
            try await project.run("git", "status", "--porcelain", "-uno", in: snapshot.checkout)
                == ""
        )
    }

    @Test("names that are not UTF-8 come through")
    func namesThatAreNoText() async throws {
        let project = try await TemporaryProject()
        try await project.run("sh", "-c", #"printf x > "$(printf 'bad-\377-name')""#)
        try await project.commit()
        let snapshot = try await project.snapshot()
        let listing = try await project.run("sh", "-c", "ls | od -An -tx1", in: snapshot.checkout)
        #expect(listing.contains("2d ff 2d"))
        #expect(try await project.snapshot().isReused)
    }

    @Test("a tracked folder that became a link to elsewhere is not followed")
    func folderReplacedByLink() async throws {
        let project = try await TemporaryProject()
        try project.write("dir/file", "inside")
        try await project.commit()
        try writeFile(project.folder + "/elsewhere/file", "outside")
        removeTree(project.root + "/dir")
        symlink("../elsewhere", project.root + "/dir")
        let snapshot = try await project.snapshot()
        #expect(tree(snapshot.checkout) == ["dir"])
        #expect(try await project.line("readlink", snapshot.checkout + "/dir") == "../elsewhere")
    }

    @Test(
        "an unreadable file is an error that names it",
        .enabled(if: geteuid() != 0, "needs a user")
    )
    func unreadable() async throws {
        let project = try await TemporaryProject()
        try project.write("closed/secret.txt", "x", mode: 0o000)
        await #expect {
            _ = try await project.snapshot()
        } throws: { error in
            "\(error)".contains("`closed/secret.txt`: permission denied")
        }
    }

    @Test("the developer's folder, `.git` included, is the same before and after")
    func nothingIsWritten() async throws {
        let project = try await TemporaryProject()
        try project.write("a.txt", "one")
        try project.write("sub/b.txt", "two")
        try await project.commit()
        try project.write("a.txt", "changed")
        try project.write("new.txt", "untracked")
        // A touched file makes git want to refresh its index.
        try await project.run("touch", "-d", "2031-01-01", "sub/b.txt")
        let before = try TreeDigest.of(project.root)
        _ = try await project.snapshot()
        _ = try await project.snapshot(.commit("HEAD"))
        _ = try await project.snapshot(fetchDepth: 0)
        let repository = try await project.open()
        #expect(try await repository.hasUncommittedChanges())
        _ = try await repository.changedFiles(from: "HEAD", to: .workingTree)
        #expect(try TreeDigest.of(project.root) == before)
    }
}
