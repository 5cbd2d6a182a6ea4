import Archives
import HostProcesses
import Synchronization
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Workspaces of jobs", .timeLimit(.minutes(20)))
struct ScratchTests {
    private func sample() async throws -> TemporaryProject {
        let project = try await TemporaryProject()
        try project.write("src/a b", "1\n")
        try project.write("run", "#!/bin/sh\n", mode: 0o755)
        symlink("src/a b", project.root + "/link")
        try await project.commit()
        return project
    }

    @Test("a host job's copy is whole, its own, and goes")
    func scratchCopy() async throws {
        let project = try await sample()
        let snapshot = try await project.snapshot()
        let copy = try await ScratchWorkspace(of: snapshot, in: project.scratch, label: "run 1/job")
        #expect(tree(copy.checkout) == tree(snapshot.checkout))
        #expect(text(copy.checkout + "/link") == "1\n")
        #expect(fileStatus(copy.checkout + "/run").map { $0.st_mode & 0o777 } == 0o755)
        #expect(try await project.run("git", "status", "--porcelain", in: copy.checkout) == "")
        try writeFile(copy.checkout + "/src/a b", "changed in place")
        #expect(text(snapshot.checkout + "/src/a b") == "1\n")
        mkdir(copy.folder + "/closed", 0o000)
        try writeFile(copy.folder + "/readonly/file", "x")
        chmod(copy.folder + "/readonly", 0o500)
        try await copy.remove()
        #expect(fileStatus(copy.folder) == nil)
    }

    @Test("a snapshot's archive holds the same files for another owner")
    func archive() async throws {
        let project = try await sample()
        let snapshot = try await project.snapshot()
        let bytes = Mutex([UInt8]())
        try await snapshot.writeArchive(owner: (user: 0, group: 0)) { chunk in
            bytes.withLock { $0.append(contentsOf: chunk) }
        }
        let target = project.folder + "/unpacked"
        mkdir(target, 0o755)
        try ArchiveExtraction().extract(.bytes(bytes.withLock { $0 }), into: target)
        #expect(tree(target + "/_checkout") == tree(snapshot.checkout))
        #expect(
            try await project.run("git", "status", "--porcelain", in: target + "/_checkout") == ""
        )
    }

    @Test("an overlay's options name the layers and allow a rename of the checkout")
    func overlayOptions() async throws {
        let project = try await sample()
        let snapshot = try await project.snapshot()
        let overlay = try OverlayWorkspace(of: snapshot, in: project.scratch, label: "r1-build")
        #expect(overlay.volume.driver == "local")
        #expect(
            overlay.volume.options == [
                "type": "overlay", "device": "overlay",
                "o": "lowerdir=\(snapshot.lower),upperdir=\(overlay.folder)/upper,"
                    + "workdir=\(overlay.folder)/work,redirect_dir=on",
            ]
        )
        let upper = try #require(fileStatus(overlay.folder + "/upper"))
        #expect(geteuid() != 0 || upper.st_uid == 1001)
        try await overlay.remove()
        #expect(fileStatus(overlay.folder) == nil)
        for name in ["with:colon", "with,comma", "with\nbreak"] {
            let scratch = ScratchFolder(root: "\(project.folder)/\(name)")
            #expect(throws: WorkspaceError.unmountablePath(path: scratch.root)) {
                try OverlayWorkspace(of: snapshot, in: scratch, label: "x")
            }
        }
    }

    @Test(
        "a job moves the checkout inside its overlay at once, and the snapshot stays as it was",
        .enabled(if: geteuid() == 0, "mounting takes root")
    )
    func mountedOverlay() async throws {
        let project = try await sample()
        let snapshot = try await project.snapshot()
        let before = try TreeDigest.of(snapshot.lower)
        let overlay = try OverlayWorkspace(of: snapshot, in: project.scratch, label: "r1-build")
        let options = try #require(overlay.volume.options["o"])
        let script = """
            set -e
            mkdir "$1/mnt" && mount -t overlay overlay -o "$2" "$1/mnt" && cd "$1/mnt"
            mkdir app && mv _checkout app/app && cd app/app
            git status --porcelain && cat 'src/a b' && ls && stat -c '%u %a' run .
            echo changed >'src/a b' && git status --porcelain
            """
        let output = try await project.run(
            "unshare",
            "-m",
            "sh",
            "-c",
            script,
            "sh",
            overlay.folder,
            options
        )
        #expect(output == "1\nlink\nrun\nsrc\n1001 755\n1001 755\n M \"src/a b\"\n")
        #expect(try TreeDigest.of(snapshot.lower) == before)
        // Only what was touched was copied up: the rename itself copies no file.
        #expect(fileStatus(overlay.folder + "/upper/app/app/run") == nil)
        try await overlay.remove()
    }

    @Test("leftovers of dead processes go, those of living ones stay")
    func leftovers() async throws {
        let project = try await sample()
        let snapshot = try await project.snapshot()
        let mine = try OverlayWorkspace(of: snapshot, in: project.scratch, label: "mine")
        let dead = "\(project.scratch.root)/run-1.\(try await deadProcess()).99"
        let reused = "\(project.scratch.root)/run-2.\(getpid()).1"
        let foreign = "\(project.scratch.root)/notes.txt"
        try writeFile(dead + "/upper/deep/file", "x")
        try writeFile(reused + "/upper/file", "x")
        try writeFile(foreign, "x")
        #expect(try await project.scratch.removeLeftovers() == [])
        #expect(fileStatus(dead) == nil)
        #expect(fileStatus(reused) == nil, "a number given to a new process is not the old one")
        #expect(fileStatus(mine.folder) != nil && fileStatus(foreign) != nil)
    }

    @Test("a process is known by its number and its start")
    func identity() async throws {
        #expect(ProcessIdentity.current.isAlive)
        #expect(!ProcessIdentity(process: getpid(), started: 1).isAlive)
        #expect(!ProcessIdentity(process: try await deadProcess(), started: 1).isAlive)
    }
}
