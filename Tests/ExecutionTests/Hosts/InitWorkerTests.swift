import Execution
import Glibc
import InitProtocol
import Testing

@Suite("Copies of actlocal-init for long work")
struct InitWorkerTests {
    @Test(
        "where no process can be made, the work fails with the reason and init goes on",
        .enabled(if: geteuid() == 0, "another user's limit needs root")
    )
    func noProcess() async throws {
        let folder = "/tmp/actlocal-worker-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { system("rm -rf \(folder)") }
        // A user that nobody has, with this one process.
        try LocalRun.writeFile(
            """
            #!/bin/sh
            exec setpriv --reuid=61234 --regid=61234 --clear-groups \
            prlimit --nproc=1:1 "\(LocalHost.program)" "$@"
            """,
            to: "\(folder)/limited"
        )
        try #require(chmod("\(folder)/limited", 0o755) == 0)
        let transport = try LocalInitTransport(
            program: "\(folder)/limited",
            environment: ["PATH": LocalHost.defaultPath]
        )
        let host = try await InitStepHost(transport: transport)
        let reason = strerror(EAGAIN).map { String(cString: $0) } ?? ""
        for _ in 1...2 {
            await #expect(throws: StepHostError.self) {
                do {
                    _ = try await host.hashFiles(HashFilesRequest(root: folder, patterns: "**"))
                } catch {
                    #expect("\(error)".contains(reason), "\(error)")
                    throw error
                }
            }
        }
        await host.close()
    }
}
