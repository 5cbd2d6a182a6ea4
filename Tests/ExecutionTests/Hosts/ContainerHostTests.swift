import ContainerEngine
import Execution
import InitProtocol
import Testing

@Suite("Both ways to serve a container", .needsEngine, .serialized)
struct ContainerHostTests {
    @Test("processes run, with exactly their environment", arguments: ContainerHostKind.allCases)
    func processes(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let variables = try await container.host.environment()
            #expect(variables["FROM_IMAGE"] == "yes")
            #expect(variables["FROM_CONTAINER"] == "yes")
            var request = container.sh("pwd; env | grep -E '^(FROM|ONLY)'; echo err >&2; exit 3")
            request.environment["ONLY"] = "this"
            let (exit, output) = try await container.run(request)
            #expect(output == "/box\nONLY=this\nerr\n")
            #expect(exit.status == .exited(3))
        }
    }

    @Test("the error output is told apart", arguments: ContainerHostKind.allCases)
    func separateErrors(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let (output, errors) = (OutputLog(), OutputLog())
            let exit = try await container.host.run(
                container.sh("echo out; echo err >&2; echo more > /dev/stderr; exit 3"),
                ladder: .github,
                output: ProcessOutput(
                    { await output.append($0) },
                    errors: { await errors.append($0) }
                )
            )
            #expect(exit.status == .exited(3))
            #expect(await output.text == "out\n")
            #expect(await errors.text == "err\nmore\n")
        }
    }

    @Test("what cannot start is told", arguments: ContainerHostKind.allCases)
    func failedStarts(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let error = SystemError(code: 2, text: "No such file or directory")
            let cases: [(program: String, folder: String, user: String, failure: InitFailure)] = [
                ("no-such-tool", "/box", "", .programNotFound("no-such-tool", path: "/bin")),
                ("true", "/no/such/folder", "", .workingDirectory("/no/such/folder", error)),
                ("true", "/box", "nobody-here", .unknownUser("nobody-here")),
            ]
            for (program, folder, user, failure) in cases {
                let request = ProcessRequest(
                    arguments: [program],
                    environment: ["PATH": "/bin"],
                    workingDirectory: folder,
                    user: user
                )
                await #expect(throws: StepHostError.failed(failure)) {
                    _ = try await container.run(request)
                }
            }
        }
    }

    @Test("users of the container have their groups", arguments: ContainerHostKind.allCases)
    func users(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            var request = container.sh("id -u; id -g; id -G")
            request.user = "worker"
            let (_, output) = try await container.run(request)
            #expect(output == "1234\n1235\n1235 1300\n")
            let identity = try await container.host.lookUp(user: "worker")
            #expect(identity.homeDirectory == "/box")
            #expect(identity.supplementaryGroups == [1300])
        }
    }

    @Test(
        "files are written, read, listed, moved and removed",
        arguments: ContainerHostKind.allCases
    )
    func files(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let host = container.host
            let attributes = FileAttributes(mode: 0o640, owner: "worker")
            try await host.write(Array("text".utf8), to: "/box/a/b/file", attributes)
            _ = try await container.run("ln -s file a/b/link; chmod 750 a; mkdir w")
            let bytes = try await host.read("/box/a/b/link", limit: 100)
            #expect(bytes == Array("text".utf8))
            #expect(try await host.read("/box/none", limit: 100) == nil)
            await #expect(
                throws: StepHostError.failed(.tooLarge(path: "/box/a/b/file", size: 4, limit: 3))
            ) { _ = try await host.read("/box/a/b/file", limit: 3) }
            let entry = try #require(try await host.entry(at: "/box/a/b/file"))
            #expect(entry.mode == 0o640 && entry.userID == 1234 && entry.groupID == 1235)
            let entries = try await host.entries(of: "/box/a/b")
            #expect(entries.map(\.name) == ["file", "link"])
            #expect(entries.map(\.kind) == [.file, .symbolicLink])
            try await host.installCheckout(from: "/box/a", to: "/box/w")
            let (_, output) = try await container.run("cat w/b/link; stat -c %a w w/b; ls")
            #expect(output == "text750\n755\nw\n")
            await #expect(throws: StepHostError.self) {
                try await host.installCheckout(from: "/box/w/b", to: "/etc")
            }
            try await host.changeOwner(of: "/box/w", to: "7:8")
            #expect(try await host.entry(at: "/box/w/b")?.userID == 7)
            try await host.remove("/box/w")
            try await host.remove("/box/w")
            #expect(try await host.exists("/box/w") == false)
            let found = try await host.find(["sh", "bash"], searchPath: "/no:/bin")
            #expect(found == ["sh": "/bin/sh"])
        }
    }

    @Test(
        "files are there when a process starts, and temporary ones go with it",
        arguments: ContainerHostKind.allCases
    )
    func placed(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            try await container.host.write(Array("old".utf8), to: "/box/kept", .file)
            var request = container.sh(
                "cat kept new/file; stat -c '%a %u:%g' kept new new/file; echo more >> new/file"
            )
            request.placedFiles = [
                PlacedFile(
                    path: "/box/kept",
                    contents: Array("new\n".utf8),
                    FileAttributes(mode: 0o600, owner: "")
                ),
                PlacedFile(
                    path: "/box/new/file",
                    contents: Array("first\n".utf8),
                    FileAttributes(mode: 0o640, owner: "7:8"),
                    isTemporary: true
                ),
            ]
            request.collectedFiles = [FileCollection(path: "/box/new/file")]
            let (exit, output) = try await container.run(request)
            #expect(output == "new\nfirst\n600 0:0\n755 7:8\n640 7:8\n")
            #expect(exit.files.map(\.content) == [.bytes(Array("first\nmore\n".utf8))])
            #expect(try await container.host.exists("/box/kept"))
            #expect(try await container.host.exists("/box/new/file") == false)
        }
    }

    @Test(
        "temporary files go with a process that is ended, too",
        arguments: ContainerHostKind.allCases
    )
    func placedAndEnded(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let place = "/box/exports"
            var request = container.sh("echo ready; while :; do sleep 0.1; done")
            request.placedFiles = [
                PlacedFile(path: place, contents: Array("A=1\n".utf8), .file, isTemporary: true)
            ]
            request.collectedFiles = [FileCollection(path: place)]
            let log = OutputLog()
            let step = Task { [request] in
                try await container.host.run(request, ladder: .immediate) { await log.append($0) }
            }
            await log.wait(for: "ready")
            step.cancel()
            _ = await step.result
            let isLeft = try await container.host.exists(place)
            #expect(!isLeft)
        }
    }

    @Test("environment files come back with the exit", arguments: ContainerHostKind.allCases)
    func collected(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            var request = container.sh("echo A=1 > env; head -c 100 /dev/zero > big")
            request.collectedFiles = ["env", "none", "big"].map {
                FileCollection(path: "/box/\($0)", limit: 99)
            }
            let (exit, _) = try await container.run(request)
            #expect(
                exit.files.map(\.content) == [
                    .bytes(Array("A=1\n".utf8)), .missing, .tooLarge(100),
                ]
            )
        }
    }

    /// Runs a script, cancels it when it says that it is ready, and gives its end.
    private static func cancel(
        _ script: String,
        _ ladder: KillLadder,
        in container: ContainerHost
    ) async throws -> ProcessExit {
        let output = OutputLog()
        let task = Task {
            try await container.host.run(container.sh(script), ladder: ladder) {
                await output.append($0)
            }
        }
        await output.wait(for: "ready")
        task.cancel()
        return try await task.value
    }

    @Test("a cancelled step climbs the ladder", arguments: ContainerHostKind.allCases)
    func cancellation(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            // A script that obeys has all the time that a busy machine may need.
            for (script, status, patience) in [
                (
                    "trap 'echo INT; exit 5' INT; echo ready; while :; do sleep 0.1; done",
                    ProcessStatus.exited(5), Duration.seconds(60)
                ),
                (
                    "trap '' INT; echo ready; while :; do sleep 0.1; done", .signaled(9),
                    .milliseconds(400)
                ),
            ] {
                let ladder = KillLadder(rungs: [.init(signal: 2, patience: patience)])
                let exit = try await Self.cancel(script, ladder, in: container)
                #expect(exit.wasKilled)
                #expect(exit.status == status)
            }
        }
    }

    @Test("what a stopped step left running ends with it", arguments: ContainerHostKind.allCases)
    func rest(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let script = """
                trap 'exit 5' INT
                sleep 1000 & (trap '' TERM; while :; do sleep 0.1; done) &
                echo ready; while :; do sleep 0.1; done
                """
            let ladder = KillLadder(rungs: [.init(signal: 2, patience: .seconds(60))])
            let exit = try await Self.cancel(script, ladder, in: container)
            #expect(exit.status == .exited(5))
            let left = try await container.host.terminateAll(TerminateRequest())
            #expect(left.isEmpty)
        }
    }

    @Test(
        "daemons do not hold up a step and end with the job",
        arguments: ContainerHostKind.allCases
    )
    func daemons(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let (exit, output) = try await container.run("sleep 1000 & echo $!")
            #expect(exit.status == .exited(0))
            let daemon = try #require(
                Int32(output.split(separator: "\n").first ?? "")
            )
            let ended = try await container.host.terminateAll(TerminateRequest())
            #expect(ended.map(\.processID) == [daemon])
            // Where nobody reaps, a killed process stays as a zombie.
            let (check, _) = try await container.run(
                "grep -qs 'State:.[^Z]' /proc/\(daemon)/status"
            )
            #expect(check.status != .exited(0))
        }
    }

    @Test("hashFiles is the same digest both ways", arguments: ContainerHostKind.allCases)
    func hashFiles(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            _ = try await container.run(
                """
                mkdir -p a/deep ext; echo 1 > a/x.lock; echo 2 > a/deep/y.lock; echo 3 > a.lock
                echo 4 > ext/z.lock; ln -s ext linked; ln -s ext/z.lock file.lock; ln -s .. a/loop
                """
            )
            let digest = try await container.host.hashFiles(
                HashFilesRequest(root: "/box", patterns: "**/*.lock\n!ext")
            )
            #expect(digest == ContainerHostTests.digest("2", "1", "3", "4"))
            let followed = try await container.host.hashFiles(
                HashFilesRequest(
                    root: "/box",
                    patterns: "linked/**\na/x*",
                    followsSymbolicLinks: true
                )
            )
            #expect(followed == ContainerHostTests.digest("4", "1"))
            let none = try await container.host.hashFiles(
                HashFilesRequest(root: "/box/none", patterns: "**")
            )
            #expect(none == "")
        }
    }

    @Test("archives go in and come out", arguments: ContainerHostKind.allCases)
    func archives(kind: ContainerHostKind) async throws {
        try await ContainerHost.with(kind) { container in
            let entry = TarEntry(path: "sub/file", kind: .file, mode: 0o755, size: 3)
            let archive =
                TarWriter.header(of: entry) + Array("abc".utf8) + TarWriter.padding(after: entry)
                + TarWriter.end
            let parts = PartSource(archive)
            try await container.host.unpack(
                UnpackRequest(destination: "/box/new/in", owner: "worker")
            ) { await parts.next() }
            let (_, output) = try await container.run(
                "cat new/in/sub/file; stat -c ' %a %u' new/in/sub/file"
            )
            #expect(output == "abc 755 1234\n")
            let packed = OutputLog()
            try await container.host.pack("/box/new/in") { await packed.append($0) }
            var reader = TarReader()
            reader.append(await packed.bytes)
            var names: [String] = []
            while let item = try reader.next() {
                if case .entry(let entry) = item { names.append(entry.path) }
            }
            #expect(names == ["in/", "in/sub/", "in/sub/file"])
            let bad = TarEntry(path: "../out", kind: .directory, mode: 0o755)
            let escaping = PartSource(TarWriter.header(of: bad) + TarWriter.end)
            await #expect(throws: StepHostError.self) {
                try await container.host.unpack(UnpackRequest(destination: "/box/new/in")) {
                    await escaping.next()
                }
            }
            #expect(try await container.host.exists("/box/new/out") == false)
        }
    }

    @Test("without init a forward is refused in words")
    func unsupported() async throws {
        try await ContainerHost.with(.exec) { container in
            await #expect(throws: StepHostError.unsupported("forwarding a port or socket")) {
                _ = try await container.host.forward(
                    ForwardRequest(listener: .tcp(0), target: .host)
                ) { _ in }
            }
        }
    }

    private static func digest(_ lines: String...) -> String {
        SHA256.hexadecimal(
            SHA256.digest(of: lines.flatMap { SHA256.digest(of: "\($0)\n".utf8) })
        )
    }
}

/// Gives bytes out once.
private actor PartSource {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func next() -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }
}
