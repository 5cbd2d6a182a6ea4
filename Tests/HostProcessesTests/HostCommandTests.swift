import HostProcesses
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Host processes", .timeLimit(.minutes(20)))
struct HostCommandTests {
    let environment = ["PATH": "/usr/bin:/bin"]

    private func shell(_ script: String, _ arguments: String...) -> HostCommand {
        HostCommand("sh", ["-c", script, "sh"] + arguments, environment: environment)
    }

    @Test("both streams and the exit code come back, and failing is no error")
    func failureIsAResult() async throws {
        let outcome = try await shell("echo out; echo err >&2; exit 3").run()
        #expect(outcome.status == .exited(3))
        #expect(outcome.outputText == "out\n")
        #expect(outcome.errorText == "err")
        #expect(outcome.status.code == 3)
    }

    @Test("a signal that ends the program is told apart from an exit code")
    func signalIsAResult() async throws {
        let outcome = try await shell("kill -TERM $$").run()
        #expect(outcome.status == .signalled(SIGTERM))
        #expect(outcome.status.code == 143)
    }

    @Test("arguments reach the program as they are")
    func argumentsAreNotInterpreted() async throws {
        let outcome = try await shell(#"printf '%s|' "$@""#, "a b", "$HOME", "", "-n", "é\n").run()
        #expect(outcome.outputText == "a b|$HOME||-n|é\n|")
    }

    @Test("the environment and the folder are exactly those of the command")
    func environmentAndFolder() async throws {
        var command = HostCommand("env", environment: ["PATH": "/usr/bin:/bin", "A": "1"])
        #expect(
            try await command.run().outputText.split(separator: "\n").sorted() == [
                "A=1", "PATH=/usr/bin:/bin",
            ]
        )
        command = HostCommand("/bin/pwd", environment: environment, directory: "/usr/bin")
        #expect(try await command.run().outputText == "/usr/bin\n")
    }

    @Test("a megabyte goes in and comes out")
    func inputReachesTheProgram() async throws {
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var command = HostCommand("cat", environment: environment)
        command.standardInput = bytes
        #expect(try await command.run().standardOutput == bytes)
    }

    @Test("a program that reads less than it is given ends neither us nor itself with an error")
    func unreadInput() async throws {
        var command = HostCommand("head", ["-c", "3"], environment: environment)
        command.standardInput = [UInt8](repeating: 65, count: 4 << 20)
        let outcome = try await command.run()
        #expect(outcome.status == .exited(0))
        #expect(outcome.outputText == "AAA")
    }

    @Test("without input the program reads the end of file at once")
    func noInput() async throws {
        #expect(try await HostCommand("cat", environment: environment).run().status.isSuccess)
    }

    @Test("a broken pipe inside the program still ends its writer")
    func brokenPipesAreNotIgnoredInTheProgram() async throws {
        let outcome = try await shell("yes | head -n 1; echo done").run()
        #expect(outcome.outputText == "y\ndone\n")
        #expect(outcome.errorText == "")
    }

    @Test("a missing program, an unusable folder and a file that is no program are told apart")
    func cannotStart() async throws {
        await #expect(throws: HostProcessError.notFound(program: "no-such-program")) {
            try await HostCommand("no-such-program", environment: environment).run()
        }
        await #expect(
            throws: HostProcessError.directoryUnusable(program: "true", directory: "/nowhere")
        ) {
            var command = HostCommand("true", environment: environment)
            command.directory = "/nowhere"
            _ = try await command.run()
        }
        await #expect {
            try await HostCommand("/etc/passwd", environment: environment).run()
        } throws: { error in
            "\(error)".contains("cannot start `/etc/passwd`")
        }
    }

    @Test("more output than the limit is an error that names the program")
    func outputLimit() async throws {
        var command = HostCommand("yes", environment: environment)
        command.outputLimit = 100_000
        await #expect(throws: HostProcessError.outputTooLarge(program: "yes", limit: 100_000)) {
            try await command.run()
        }
    }

    @Test("cancelling ends every process of the group")
    func cancellationEndsTheGroup() async throws {
        let command = shell("sleep 300 & echo $! ; wait")
        let (pids, found) = AsyncStream.makeStream(of: Int32.self)
        let running = Task {
            try await command.stream { chunk in
                let line = String(decoding: chunk, as: UTF8.self).split(separator: "\n").first
                found.yield(line.flatMap { Int32($0) } ?? 0)
            }
        }
        var iterator = pids.makeAsyncIterator()
        let sleeper = try #require(await iterator.next())
        #expect(kill(sleeper, 0) == 0)
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        try await waitUntilGone(sleeper)
    }

    @Test("an ending with warnings lets the program clean up, and its children still go")
    func politeEnding() async throws {
        var command = shell("trap 'echo cleaned; exit 0' INT; sleep 300 & echo $!; wait")
        command.ending = .signals([.init(signal: SIGINT, grace: .seconds(20))])
        let (chunks, arrived) = AsyncStream.makeStream(of: String.self)
        let polite = command
        let running = Task {
            try await polite.stream { arrived.yield(String(decoding: $0, as: UTF8.self)) }
        }
        var iterator = chunks.makeAsyncIterator()
        let first = try #require(await iterator.next())
        let sleeper = try #require(Int32(first.split(separator: "\n")[0]))
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        arrived.finish()
        let rest = await iterator.next()
        #expect(rest == "cleaned\n")
        try await waitUntilGone(sleeper)
    }

    @Test("a program that closed its output can still be cancelled")
    func cancellingASilentProgram() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Int32.self)
        let command = shell("exec >&- 2>&-; exec sleep 300")
        let running = Task { try await command.stream(started: { started.yield($0) }) { _ in } }
        var iterator = starts.makeAsyncIterator()
        let process = try #require(await iterator.next())
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        try await waitUntilGone(process)
    }

    @Test("streamed chunks keep the order of both streams and are not bounded by the limit")
    func streaming() async throws {
        var command = shell("echo 1; echo 2 >&2; echo 3; head -c 3000000 /dev/zero; exit 4")
        command.outputLimit = 10
        let total = Mutex([UInt8]())
        let status = try await command.stream { chunk in
            total.withLock { $0 += chunk }
        }
        #expect(status == .exited(4))
        #expect(total.withLock { $0.count } == 3_000_006)
        #expect(total.withLock { $0.prefix(6) } == Array("1\n2\n3\n".utf8)[...])
    }

    @Test("what the receiver throws ends the program and is thrown on")
    func receiverThrows() async throws {
        struct Enough: Error {}
        await #expect(throws: Enough.self) {
            try await HostCommand("yes", environment: environment).stream { _ in throw Enough() }
        }
    }

    @Test("a program that leaves a child with its pipes open does not hold us up")
    func daemonDoesNotHoldUsUp() async throws {
        let outcome = try await shell("sleep 300 & echo $!").run()
        let sleeper = try #require(Int32(outcome.outputText.dropLast()))
        kill(sleeper, SIGKILL)
        #expect(outcome.status.isSuccess)
    }

    private func waitUntilGone(_ process: Int32) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while kill(process, 0) == 0, !isZombie(process) {
            try #require(ContinuousClock.now < deadline, "process \(process) outlived its group")
            await Task.yield()
        }
    }

    /// A killed orphan may wait for a reaper that the machine's first process does not play.
    private func isZombie(_ process: Int32) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return true }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        guard fgets(&line, 512, file) != nil else { return true }
        let text = String(
            decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        return text.contains(") Z ")
    }
}
