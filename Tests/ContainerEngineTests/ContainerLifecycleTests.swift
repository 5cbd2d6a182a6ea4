import ContainerEngine
import Testing

@Suite("containers", .needsDocker)
struct ContainerLifecycleTests {
    @Test("a container attached before its start loses no output and reports its exit status")
    func runsFromCreateToExit() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(
                fixture.definition("read line; echo got $line; echo oops >&2; exit 7")
            )
            let stream = try await engine.attach(to: id)
            let exit = try await engine.beginWaiting(for: id, until: .nextExit)
            try await engine.startContainer(id)
            try await stream.send(Array("hello\n".utf8))
            var outputs: [OutputStream: String] = [:]
            while let chunk = try await stream.receive() {
                outputs[chunk.stream, default: ""] += String(decoding: chunk.bytes, as: UTF8.self)
            }
            #expect(outputs == [.stdout: "got hello\n", .stderr: "oops\n"])
            #expect(try await exit.exitStatus() == 7)
        }
    }
}
