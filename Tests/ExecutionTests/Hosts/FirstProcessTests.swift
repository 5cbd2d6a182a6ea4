import ContainerEngine
import Execution
import InitProtocol
import Testing

@Suite("actlocal-init as a container's first process", .needsEngine, .serialized)
struct FirstProcessTests {
    @Test("init is the container's first process, out of its steps' reach")
    func firstProcess() async throws {
        try await ContainerHost.with(.initProgram) { container in
            let host = try #require(container.host as? InitStepHost)
            #expect(host.facts.isFirstProcess)
            let (exit, output) = try await container.run(
                "kill -TERM 1; kill -KILL 1; cat /proc/1/fd/0 2>/dev/null; ls /proc/1/fd/; echo ok"
            )
            #expect(exit.status == .exited(0))
            #expect(output.hasSuffix("ok\n"))
            #expect(!output.contains("Permission granted"))
            for _ in 0..<100 {
                let (exit, _) = try await container.run("exit 4")
                #expect(exit.status == .exited(4))
            }
        }
    }

    @Test("when the connection closes, the container ends")
    func connectionLost() async throws {
        try await ContainerHost.with(.initProgram) { container in
            let pending = try await container.engine.beginWaiting(
                for: container.container,
                until: .notRunning
            )
            await container.host.close()
            _ = try await pending.exitStatus()
            let state = try await container.engine.container(container.container).state
            #expect(!state.isRunning)
        }
    }

    @Test("docker stop ends the container at once")
    func dockerStop() async throws {
        try await ContainerHost.with(.initProgram) { container in
            let start = ContinuousClock.now
            try await container.engine.stopContainer(container.container, timeoutSeconds: 60)
            #expect(ContinuousClock.now - start < .seconds(30))
            await #expect(throws: StepHostError.self) { _ = try await container.run("true") }
        }
    }

    @Test("100 MB of a container's output arrive whole")
    func muchOutput() async throws {
        try await ContainerHost.with(.initProgram) { container in
            let counter = ByteCounter()
            let exit = try await container.host.run(
                container.sh("head -c 100000000 /dev/zero")
            ) { await counter.add($0.count) }
            #expect(exit.status == .exited(0))
            #expect(await counter.count == 100_000_000)
        }
    }
}

/// Counts bytes.
private actor ByteCounter {
    private(set) var count = 0

    func add(_ more: Int) { count += more }
}
