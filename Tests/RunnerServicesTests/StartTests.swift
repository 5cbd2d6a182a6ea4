import RunnerServices
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Starting the services")
struct StartTests {
    @Test("services that cannot listen leave nothing behind")
    func cannotListen() async throws {
        let folder = "/tmp/actlocal-start-\(UInt32.random(in: 0 ... .max))"
        defer { try? Scratch.remove(folder) }
        // What lies where the socket is to be keeps it from being made.
        try FileManager.default.createDirectory(
            atPath: "\(folder)/sockets/socket",
            withIntermediateDirectories: true
        )
        await #expect(throws: (any Error).self) {
            _ = try await RunServer.start(
                RunServer.Settings(
                    stateFolder: "\(folder)/state",
                    cacheFolder: "\(folder)/cache",
                    socketFolder: "\(folder)/sockets"
                )
            )
        }
        for place in ["state/uploads", "cache/uploads", "sockets"] {
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)")
            #expect(left.isEmpty, "\(place) holds \(left)")
        }
    }
}
