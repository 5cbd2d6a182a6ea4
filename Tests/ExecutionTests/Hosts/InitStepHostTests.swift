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

    @Test("a hundred processes take little time")
    func hundredProcesses() async throws {
        try await LocalHost.with { local in
            let start = ContinuousClock.now
            for _ in 0..<100 {
                let (exit, _) = try await local.run("true")
                #expect(exit.status == .exited(0))
            }
            #expect(ContinuousClock.now - start < .seconds(4))
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
}
