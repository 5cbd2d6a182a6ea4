import Execution
import InitProtocol
import Testing

@Suite("A step host served by actlocal-init")
struct InitStepHostTests {
    @Test("a process's output and exit code arrive")
    func outputAndExit() async throws {
        try await LocalHost.with { local in
            let (exit, output) = try await local.run("echo hello; exit 3")
            #expect(output == "hello\n")
            #expect(exit.status == .exited(3))
            #expect(!exit.wasKilled)
            #expect(exit.peakMemory > 100_000)
        }
    }

    @Test("stdout and stderr keep the order in which they were written")
    func mergedOrder() async throws {
        try await LocalHost.with { local in
            let (_, output) = try await local.run(
                "for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done"
            )
            #expect(output == (1...5).map { "out \($0)\nerr \($0)\n" }.joined())
        }
    }

    @Test("a hundred processes in turn each give their exit")
    func hundredProcesses() async throws {
        try await LocalHost.with { local in
            for _ in 0..<100 {
                let (exit, _) = try await local.run("true")
                #expect(exit.status == .exited(0))
            }
        }
    }

    @Test("a signal that ended the process is told")
    func signal() async throws {
        try await LocalHost.with { local in
            let (exit, _) = try await local.run("kill -9 $$")
            #expect(exit.status == .signaled(9))
            #expect(exit.status.exitCode == 137)
        }
    }

    @Test("a process gets the given environment, directory and standard input and nothing else")
    func surroundings() async throws {
        try await LocalHost.with { local in
            var request = local.bash("pwd; read -r line || echo no input; env | sort")
            request.environment = ["PATH": LocalHost.defaultPath, "ONLY": "this one"]
            let (_, output) = try await local.run(request)
            let lines = output.split(separator: "\n").filter {
                !$0.hasPrefix("_=") && !$0.hasPrefix("SHLVL=") && !$0.hasPrefix("PWD=")
                    && !$0.hasPrefix("OLDPWD=")
            }
            #expect(
                lines == [
                    local.folder[...], "no input", "ONLY=this one",
                    "PATH=\(LocalHost.defaultPath)",
                ]
            )
        }
    }

    @Test("a step's descriptors are its three and no more")
    func descriptors() async throws {
        try await LocalHost.with { local in
            let (_, output) = try await local.run("ls /proc/$$/fd | tr '\\n' ' '")
            #expect(output.hasPrefix("0 1 2 "))
            #expect(output.split(separator: " ").allSatisfy { $0.count == 1 || $0 == "255" })
        }
    }

    @Test("every kind of failed start names what failed")
    func failedStarts() async throws {
        try await LocalHost.with { local in
            let path = LocalHost.defaultPath
            try await local.host.write(
                Array("#!/no/such/shell\n".utf8),
                to: "\(local.folder)/script",
                FileAttributes(mode: 0o755)
            )
            try await local.host.write(
                Array("echo no shebang $1".utf8),
                to: "\(local.folder)/bare",
                FileAttributes(mode: 0o755)
            )
            try await local.host.write([], to: "\(local.folder)/plain", .file)
            let cases: [(arguments: [String], folder: String, failure: InitFailure)] = [
                (["no-such-tool"], "/", .programNotFound("no-such-tool", path: path)),
                (
                    ["\(local.folder)/script"], "/",
                    .interpreterMissing(
                        program: "\(local.folder)/script",
                        interpreter: "/no/such/shell"
                    )
                ),
                (
                    ["true"], "/no/such/folder",
                    .workingDirectory(
                        "/no/such/folder",
                        SystemError(code: 2, text: "No such file or directory")
                    )
                ),
                (
                    ["\(local.folder)/plain"], "/",
                    .cannotExecute(
                        "\(local.folder)/plain",
                        SystemError(code: 13, text: "Permission denied")
                    )
                ),
                ([], "/", .refused("a process needs a program to run")),
            ]
            for (arguments, folder, failure) in cases {
                let request = ProcessRequest(
                    arguments: arguments,
                    environment: ["PATH": path],
                    workingDirectory: folder
                )
                await #expect(throws: StepHostError.failed(failure)) {
                    _ = try await local.run(request)
                }
            }
            let bare = ProcessRequest(
                arguments: ["\(local.folder)/bare", "one"],
                environment: ["PATH": path],
                workingDirectory: "/"
            )
            #expect(try await local.run(bare).output == "no shebang one\n")
        }
    }

    @Test("several processes run at once, each with its own output")
    func concurrentProcesses() async throws {
        try await LocalHost.with { local in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let script = "for i in {1..200}; do echo \(number) $i; done; exit \(number)"
                        let (exit, output) = try await local.run(script)
                        #expect(exit.status == .exited(Int32(number)))
                        #expect(output == (1...200).map { "\(number) \($0)\n" }.joined())
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a process that closed its output still tells its exit")
    func closedOutput() async throws {
        try await LocalHost.with { local in
            let (exit, output) = try await local.run("echo first; exec >&- 2>&-; sleep 0.2; exit 3")
            #expect(output == "first\n")
            #expect(exit.status == .exited(3))
            #expect(exit.wallTime >= .milliseconds(200))
        }
    }

    @Test("a daemon that holds the output open does not hold up the step, and lives on")
    func daemonLeftBehind() async throws {
        try await LocalHost.with { local in
            let start = ContinuousClock.now
            let (exit, output) = try await local.run("setsid sleep 300 & sleep 0.2; echo $!")
            // The daemon would hold it for minutes.
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(exit.status == .exited(0))
            #expect(exit.leftOutputOpen)
            let daemon = try #require(
                Int32(output.split(separator: "\n").first ?? "")
            )
            #expect(try await local.run("kill -0 \(daemon)").exit.status == .exited(0))
            let ended = try await local.host.terminateAll(TerminateRequest())
            #expect(ended == [TerminatedProcess(processID: daemon, name: "sleep")])
            // It is a process until init has collected it.
            let gone =
                "for i in $(seq 3000); do kill -0 \(daemon) 2>/dev/null || exit 0; sleep 0.01; done"
                + "; exit 1"
            #expect(try await local.run(gone).exit.status == .exited(0))
        }
    }

    @Test("what a child writes shortly after the step's shell has ended still counts")
    func lateOutput() async throws {
        try await LocalHost.with { local in
            let (_, output) = try await local.run("(sleep 1; echo late) & echo early")
            #expect(output == "early\nlate\n")
            let filtered =
                "exec > >(while read -r l; do sleep 0.4; echo \"-$l\"; done); echo a; echo b"
            #expect(try await local.run(filtered).output == "-a\n-b\n")
        }
    }

    @Test("only processes with the marker end when one is given")
    func markedTermination() async throws {
        try await LocalHost.with { local in
            let script = """
                RUNNER_TRACKING_ID=github_1 sleep 300 >/dev/null 2>&1 & echo $!
                RUNNER_TRACKING_ID= sleep 300 >/dev/null 2>&1 & echo $!
                """
            let pids = try await local.run(script).output.split(separator: "\n").map(String.init)
            let ended = try await local.host.terminateAll(
                TerminateRequest(marker: "RUNNER_TRACKING_ID=github_1")
            )
            #expect(ended.map { String($0.processID) } == [pids[0]])
            #expect(try await local.run("kill -0 \(pids[1])").exit.status == .exited(0))
        }
    }

    @Test("environment files come back with the exit")
    func collectedFiles() async throws {
        try await LocalHost.with { local in
            let folder = local.folder
            var request = local.bash(
                "echo A=1 > env; head -c 100 /dev/zero > big; mkfifo pipe; mkdir dir; exit 1"
            )
            request.collectedFiles = ["env", "none", "big", "pipe", "dir"].map {
                FileCollection(path: "\(folder)/\($0)", limit: 99)
            }
            let (exit, _) = try await local.run(request)
            #expect(exit.status == .exited(1))
            #expect(
                exit.files.map(\.content) == [
                    .bytes(Array("A=1\n".utf8)), .missing, .tooLarge(100),
                    .unreadable("Not a regular file"), .unreadable("Is a directory"),
                ]
            )
        }
    }

    @Test("a step cannot have another file read in place of its environment file")
    func linkedFiles() async throws {
        try await LocalHost.with { local in
            let folder = local.folder
            var request = local.bash(
                """
                mkdir other; echo secret > other/env; ln -s other/env link
                mkdir files.old; rmdir files.old; mv files files.old; ln -s other files
                """
            )
            _ = try await local.run("mkdir files")
            request.collectedFiles = ["link", "files/env"].map {
                FileCollection(path: "\(folder)/\($0)")
            }
            let (exit, _) = try await local.run(request)
            #expect(exit.status == .exited(0))
            #expect(exit.files.map(\.content) == [.unreadable("is a symbolic link"), .missing])
        }
    }

    @Test("a file takes the place of a link that has its name, and where none can be is told")
    func placedFiles() async throws {
        try await LocalHost.with { local in
            _ = try await local.run("echo other > other; ln -s other link; mkdir dir")
            var request = local.bash("cat link other")
            let link = "\(local.folder)/link"
            request.placedFiles = [PlacedFile(path: link, contents: Array("own\n".utf8), .file)]
            #expect(try await local.run(request).output == "own\nother\n")
            request.placedFiles = [PlacedFile(path: "\(local.folder)/dir", .file)]
            await #expect {
                _ = try await local.run(request)
            } throws: { error in
                guard case .failed(.file("write", let path, let reason)) = error as? StepHostError
                else { return false }
                return path.hasSuffix("/dir") && reason.code == 21
            }
        }
    }

    @Test("init says hello with its own facts")
    func facts() async throws {
        try await LocalHost.with { local in
            #expect(local.host.facts.version == InitFacts.currentVersion)
            #expect(!local.host.facts.isFirstProcess)
            #expect(local.host.environment()["MARK"] == "from the host")
            #expect(try await local.host.lookUp(user: "root").homeDirectory == "/root")
            let found = try await local.host.find(
                ["bash", "no-such-tool"],
                searchPath: LocalHost.defaultPath
            )
            #expect(found.keys.sorted() == ["bash"])
        }
    }

    @Test("a process runs as another user and may open its own standard output")
    func otherUser() async throws {
        try await LocalHost.with { local in
            guard local.host.facts.userID == 0 else { return }
            var request = local.bash("id -u; id -g; id -G; echo again > /dev/stdout")
            request.workingDirectory = "/"
            request.user = "1234:5678"
            let (_, output) = try await local.run(request)
            #expect(output == "1234\n5678\n5678\nagain\n")
            request.user = "no-such-user"
            let unknown = request
            await #expect(throws: StepHostError.failed(.unknownUser("no-such-user"))) {
                _ = try await local.run(unknown)
            }
        }
    }
}
