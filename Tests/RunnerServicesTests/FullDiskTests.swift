import Foundation
import RunnerServices
import Synchronization
import Testing
import Transfers

@Suite("Disks without room", .enabled(if: geteuid() == 0, "mounts a small disk, as root"))
struct FullDiskTests {
    @Test("a client that sends too much is told that the disk is full, and so is the run")
    func full() async throws {
        let place = FileManager.default.temporaryDirectory
            .appending(path: "actlocal-full-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try await Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place)
        let told = Mutex<[RunServer.Kept]>([])
        do {
            try await ServiceFixture.with(
                folder: place,
                onFullDisk: { kept in told.withLock { $0.append(kept) } },
                { try await Self.sendTooMuch(to: $0) }
            )
        } catch {
            Issue.record(error)
        }
        #expect(told.withLock { $0 } == [.artifacts, .caches])
        try await Self.run("/bin/umount", "-l", place)
        try FileManager.default.removeItem(atPath: place)
    }

    private static func sendTooMuch(to fixture: ServiceFixture) async throws {
        let job = fixture.job()
        let artifact = try await job.artifacts(
            "CreateArtifact",
            ["name": "\"dist\"", "version": "7"]
        )
        let entry = try await job.call(
            "CacheService",
            "CreateCacheEntry",
            ["key": "\"k\"", "version": "\"v\""]
        )
        for address in [artifact["signed_upload_url"], entry["signed_upload_url"]] {
            let answer = try await fixture.send(
                "PUT",
                JobClient.target(address ?? ""),
                headers: ["x-ms-blob-type": "BlockBlob"],
                body: .bytes([UInt8](repeating: 7, count: 2 << 20))
            )
            #expect(answer.status == 507)
            #expect(answer.text.contains("the disk that keeps artifacts and caches is full"))
            #expect(!answer.text.contains(fixture.folder))
        }
    }

    private static func run(_ program: String, _ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let status = try await withCheckedThrowingContinuation {
            (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        try #require(status == 0)
    }
}
