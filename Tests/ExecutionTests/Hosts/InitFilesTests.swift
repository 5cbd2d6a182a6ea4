import Execution
import Glibc
import InitProtocol
import Testing

@Suite("Files through actlocal-init")
struct InitFilesTests {
    @Test("a written file has its bytes, mode and the directories above it")
    func writeAndRead() async throws {
        try await LocalHost.with { local in
            let path = "\(local.folder)/a/b/file"
            try await local.host.write(Array("one".utf8), to: path, FileAttributes(mode: 0o640))
            try await local.host.write(Array("two".utf8), to: path, FileAttributes(mode: 0o600))
            #expect(try await local.host.read(path, limit: 10) == Array("two".utf8))
            let entry = try #require(try await local.host.entry(at: path))
            #expect(entry.kind == .file)
            #expect(entry.mode == 0o600)
            #expect(entry.size == 3)
            let names = try await local.host.entries(of: "\(local.folder)/a/b").map(\.name)
            #expect(names == ["file"])
        }
    }

    @Test("a large file goes and comes whole")
    func largeFile() async throws {
        try await LocalHost.with { local in
            let path = "\(local.folder)/sub/large"
            let bytes = (0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 8) }
            try await local.host.write(bytes, to: path, FileAttributes(mode: 0o604))
            #expect(try await local.host.entry(at: path)?.mode == 0o604)
            #expect(try await local.host.read(path, limit: 10_000_000) == bytes)
            await #expect(
                throws: StepHostError.failed(
                    .tooLarge(path: path, size: 6_000_000, limit: 1000)
                )
            ) { _ = try await local.host.read(path, limit: 1000) }
        }
    }

    @Test("a file that is not there reads as nothing, a directory as an error")
    func missing() async throws {
        try await LocalHost.with { local in
            let none = try await local.host.read("\(local.folder)/none", limit: 10)
            #expect(none == nil)
            #expect(try await local.host.exists("\(local.folder)/none") == false)
            await #expect(throws: StepHostError.self) {
                _ = try await local.host.read(local.folder, limit: 10)
            }
            #expect(try await local.host.read("/proc/self/stat", limit: 10_000)?.isEmpty == false)
        }
    }

    @Test("a tree is removed whole and no link in it is followed")
    func removeTree() async throws {
        try await LocalHost.with { local in
            _ = try await local.run(
                "mkdir -p keep tree/a/b; touch keep/file tree/a/b/c; ln -s ../keep tree/link; chmod 0 tree/a/b"
            )
            try await local.host.remove("\(local.folder)/tree")
            try await local.host.remove("\(local.folder)/tree")
            let (_, output) = try await local.run("find . | sort | tr '\\n' ' '")
            #expect(output == ". ./keep ./keep/file ")
        }
    }

    @Test("a checkout is installed over an empty directory but never over another")
    func installCheckout() async throws {
        try await LocalHost.with { local in
            _ = try await local.run(
                "mkdir -p src/sub; echo hi > src/sub/f; ln -s f src/sub/l; chmod 750 src; mkdir -p w/r full/x"
            )
            let folder = local.folder
            try await local.host.installCheckout(from: "\(folder)/src", to: "\(folder)/w/r")
            let (_, output) = try await local.run("cat w/r/sub/l; stat -c %a w/r; ls")
            #expect(output == "hi\n750\nfull\nw\n")
            await #expect(throws: StepHostError.self) {
                try await local.host.installCheckout(from: "\(folder)/w/r", to: "\(folder)/full")
            }
        }
    }

    @Test("a checkout moves across devices with modes, links and times")
    func installAcrossDevices() async throws {
        try await LocalHost.with { local in
            let shared = "/dev/shm/actlocal-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            _ = try await local.run(
                """
                mkdir -p \(shared)/src/sub; cd \(shared)/src; echo data > sub/file; chmod 4711 sub/file
                ln -s nowhere sub/link; chmod 700 sub; touch -d @1000000000 sub/file sub
                """
            )
            try await local.host.installCheckout(
                from: "\(shared)/src",
                to: "\(local.folder)/new/place"
            )
            let (_, output) = try await local.run(
                """
                cd new/place; cat sub/file; stat -c '%a %Y' sub/file sub; readlink sub/link
                ls \(shared); rm -rf \(shared)
                """
            )
            #expect(output == "data\n4711 1000000000\n700 1000000000\nnowhere\n")
        }
    }

    @Test("a tree's owner changes, links included and their targets not")
    func changeOwner() async throws {
        try await LocalHost.with { local in
            guard local.host.facts.userID == 0 else { return }
            _ = try await local.run("touch target; mkdir -p t/s; touch t/s/f; ln -s ../target t/l")
            try await local.host.changeOwner(of: "\(local.folder)/t", to: "77:88")
            let (_, output) = try await local.run("stat -c '%u:%g' t t/s t/s/f t/l target")
            #expect(output == "77:88\n77:88\n77:88\n77:88\n0:0\n")
        }
    }

    @Test("hashFiles gives GitHub's digest and follows its rules for links")
    func hashFiles() async throws {
        try await LocalHost.with { local in
            _ = try await local.run(
                """
                mkdir -p a/deep ext; echo 1 > a/x.lock; echo 2 > a/deep/y.lock; echo 3 > a.lock
                echo 4 > ext/z.lock; ln -s ext linked; ln -s ext/z.lock file.lock; ln -s .. a/loop
                """
            )
            let (_, expected) = try await local.run(
                """
                for f in a/deep/y.lock a/x.lock a.lock ext/z.lock file.lock
                do sha256sum < $f | cut -d' ' -f1 | tr -d '\\n' | xxd -r -p; done | sha256sum
                """
            )
            let digest = try await local.host.hashFiles(
                HashFilesRequest(root: local.folder, patterns: "**/*.lock")
            )
            #expect(digest == expected.prefix(64))
            let none = try await local.host.hashFiles(
                HashFilesRequest(root: local.folder, patterns: "**/*.none")
            )
            #expect(none == "")
            let through = try await local.host.hashFiles(
                HashFilesRequest(
                    root: local.folder,
                    patterns: "linked/**",
                    followsSymbolicLinks: true
                )
            )
            let direct = try await local.host.hashFiles(
                HashFilesRequest(root: local.folder, patterns: "ext/**")
            )
            #expect(through == direct)
            await #expect(
                throws: StepHostError.failed(
                    .hashFiles(
                        "Invalid pattern '../x'. Relative pathing '.' and '..' is not allowed."
                    )
                )
            ) {
                _ = try await local.host.hashFiles(
                    HashFilesRequest(root: local.folder, patterns: "../x")
                )
            }
        }
    }
}
