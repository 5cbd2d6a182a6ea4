import Execution
import Glibc
import InitProtocol
import Testing

@Suite("Ending processes through actlocal-init")
struct InitCancellationTests {
    /// SIGINT and SIGTERM, with little time for each unless a test gives what obeys all it needs.
    private static func quick(
        _ interrupt: Duration = .milliseconds(300),
        _ terminate: Duration = .milliseconds(300)
    ) -> KillLadder {
        KillLadder(rungs: [
            KillLadder.Rung(signal: SIGINT, patience: interrupt),
            KillLadder.Rung(signal: SIGTERM, patience: terminate),
        ])
    }

    /// Runs a script, cancels when its output holds `mark`, and gives exit, output and time taken.
    private func cancel(
        _ script: String,
        after mark: String,
        _ ladder: KillLadder,
        in local: LocalHost
    ) async throws -> (exit: ProcessExit, output: String, time: Duration) {
        let output = OutputLog()
        let task = Task {
            try await local.host.run(local.bash(script), ladder: ladder) { await output.append($0) }
        }
        await output.wait(for: mark)
        let start = ContinuousClock.now
        task.cancel()
        let exit = try await task.value
        return (exit, await output.text, ContinuousClock.now - start)
    }

    @Test("a cancelled step gets SIGINT first and may end by itself")
    func sigint() async throws {
        try await LocalHost.with { local in
            let script = "trap 'echo got INT; exit 5' INT; echo ready; while :; do sleep 0.02; done"
            let (exit, output, _) = try await cancel(
                script,
                after: "ready",
                Self.quick(.seconds(60)),
                in: local
            )
            #expect(exit.status == .exited(5))
            #expect(exit.wasKilled)
            #expect(output == "ready\ngot INT\n")
        }
    }

    @Test("one that ignores SIGINT gets SIGTERM next")
    func sigterm() async throws {
        try await LocalHost.with { local in
            let script = """
                trap '' INT; trap 'echo got TERM; exit 6' TERM; echo ready
                while :; do sleep 0.02; done
                """
            let (exit, output, time) = try await cancel(
                script,
                after: "ready",
                Self.quick(.milliseconds(300), .seconds(60)),
                in: local
            )
            #expect(exit.status == .exited(6))
            #expect(output == "ready\ngot TERM\n")
            #expect(time >= .milliseconds(290))
        }
    }

    @Test("a tree that ignores both is killed whole")
    func tree() async throws {
        try await LocalHost.with { local in
            let script = """
                trap '' INT TERM
                (trap '' INT TERM; setsid bash -c 'echo deep $$; sleep 300' & sleep 300) &
                sleep 0.2; echo ready; sleep 300; sleep 300
                """
            let (exit, output, _) = try await cancel(
                script,
                after: "ready",
                Self.quick(),
                in: local
            )
            // The sleeps would go on for minutes, and end with 0.
            #expect(exit.status == .signaled(9))
            let deep = try #require(output.split(separator: "\n").first?.split(separator: " ").last)
            // It is a process until init has collected it.
            let gone =
                "for i in $(seq 3000); do kill -0 \(deep) 2>/dev/null || exit 0; sleep 0.01; done"
                + "; exit 1"
            #expect(try await local.run(gone).exit.status == .exited(0))
            #expect(try await local.host.terminateAll(TerminateRequest()).isEmpty)
        }
    }

    @Test("what a stopped step left running ends with it, by SIGTERM or without a choice")
    func rest() async throws {
        try await LocalHost.with { local in
            let script = """
                trap 'exit 5' INT
                bash -c "trap 'echo polite; exit' TERM; echo one; while :; do sleep 0.02; done" &
                bash -c "trap '' TERM; echo two; while :; do sleep 0.02; done" &
                echo stubborn=$!; sleep 0.5; echo ready; while :; do sleep 0.02; done
                """
            let (exit, output, _) = try await cancel(
                script,
                after: "ready",
                Self.quick(.seconds(60)),
                in: local
            )
            #expect(exit.status == .exited(5))
            #expect(output.contains("polite"))
            #expect(!exit.leftOutputOpen)
            #expect(try await local.host.terminateAll(TerminateRequest()).isEmpty)
        }
    }

    @Test("an immediate ladder kills at once, a stopped process too")
    func immediate() async throws {
        try await LocalHost.with { local in
            let (exit, _, time) = try await cancel(
                "echo ready; kill -STOP $$; sleep 300",
                after: "ready",
                .immediate,
                in: local
            )
            #expect(exit.status == .signaled(9))
            // GitHub's ladder would not have come to its second rung.
            #expect(time < .milliseconds(7500))
        }
    }

    @Test("a ladder for the tree reaches the shell's children")
    func treeScope() async throws {
        try await LocalHost.with { local in
            let ladder = KillLadder(
                rungs: [KillLadder.Rung(signal: SIGINT, patience: .seconds(20))],
                scope: .tree
            )
            let (exit, _, time) = try await cancel(
                "echo ready; sleep 300",
                after: "ready",
                ladder,
                in: local
            )
            #expect(exit.wasKilled)
            // The shell's child was reached: nothing waited for the patience.
            #expect(time < .seconds(18))
        }
    }

    @Test("cancelling a step whose consumer is stuck still ends its process")
    func cancelledWhileBlocked() async throws {
        try await LocalHost.with { local in
            let gate = Gate()
            let output = OutputLog()
            let task = Task {
                try await local.host.run(local.bash("echo $$; exec yes"), ladder: .immediate) {
                    await output.append($0.prefix(100))
                    await gate.wait()
                }
            }
            await output.wait(for: "\n")
            let pid = try #require(await output.text.split(separator: "\n").first)
            task.cancel()
            _ = try await local.run(
                "for i in {1..3000}; do kill -0 \(pid) 2>/dev/null || exit 0; sleep 0.01; done"
            )
            #expect(try await local.run("kill -0 \(pid) 2>/dev/null").exit.status == .exited(1))
            await gate.open()
            #expect(try await task.value.status == .signaled(9))
        }
    }

    @Test("a step that kills its parent does not end the job")
    func killParent() async throws {
        try await LocalHost.with { local in
            let (exit, output) = try await local.run(
                "kill -TERM $PPID; kill -INT $PPID; sleep 0.1; echo alive"
            )
            #expect(exit.status == .exited(0))
            #expect(output == "alive\n")
            #expect(try await local.run("echo still").output == "still\n")
        }
    }

    @Test("when the host's end closes, everything init started ends")
    func hostGone() async throws {
        let transport = try LocalInitTransport(
            program: LocalHost.program,
            environment: ["PATH": LocalHost.defaultPath]
        )
        let host = try await InitStepHost(transport: transport)
        let output = OutputLog()
        let request = ProcessRequest(
            arguments: [
                "bash", "-c",
                "trap '' INT TERM HUP; setsid sleep 300 & echo $! $$; sleep 300; sleep 300",
            ],
            environment: ["PATH": LocalHost.defaultPath],
            workingDirectory: "/"
        )
        let task = Task { try await host.run(request) { await output.append($0) } }
        await output.wait(for: "\n")
        let processes = await output.text.split { $0 == " " || $0 == "\n" }
            .compactMap { pid_t($0) }
        #expect(processes.count == 2)
        await host.close()
        for process in processes { #expect(kill(process, 0) == -1) }
        await #expect(throws: StepHostError.connectionLost("it was closed")) {
            _ = try await task.value
        }
        await #expect(throws: StepHostError.self) { _ = try await host.exists("/") }
    }
}
