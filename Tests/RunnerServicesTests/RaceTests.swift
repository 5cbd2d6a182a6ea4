import Foundation
import Testing

@testable import RunnerServices

@Suite("Things that happen at the same moment")
struct RaceTests {
    /// Runs a test in a folder of its own.
    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "actlocal-races-\(UUID().uuidString.prefix(8))").path
        try Disk.makeFolder(path)
        defer { Disk.remove(path) }
        try await body(path)
    }

    /// Holds the open files of a path as a process does that is being started.
    private static func held(_ path: String) -> [CInt] {
        // All are found before the first copy is made, which may take a number of the list.
        let found = Disk.names(in: "/proc/self/fd").compactMap { CInt($0) }.filter { number in
            let link = "/proc/self/fd/\(number)"
            return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == path
        }
        return found.map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    }

    private static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test("a lock is free once it is given back, whoever has its file open still")
    func locks() async throws {
        try await Self.inFolder { folder in
            let path = "\(folder)/lock"
            let lock = try DiskLock(making: path, .exclusive)
            let held = Self.held(path)
            defer { held.forEach { close($0) } }
            #expect(held.count == 1)
            #expect(DiskLock(ifFree: path, .shared) == nil)
            lock.release()
            #expect(DiskLock(ifFree: path, .exclusive) != nil)
        }
    }

    @Test("the uploads of a server that stopped are removed, whoever has their lock open still")
    func uploadFolders() async throws {
        try await Self.inFolder { root in
            var first: UploadFolder? = try UploadFolder(root: root)
            let path = first?.path ?? ""
            let held = Self.held("\(path)/lock")
            defer { held.forEach { close($0) } }
            #expect(held.count == 1)
            _ = try UploadFolder(root: root)
            #expect(Self.isThere(path))
            withExtendedLifetime(first) {}
            first = nil
            _ = try UploadFolder(root: root)
            #expect(!Self.isThere(path))
        }
    }

    @Test("an upload that is being finished is left to who finishes it, another is removed")
    func discards() async throws {
        try await Self.inFolder { folder in
            let sealed = try BlobUpload(folder: "\(folder)/sealed")
            try await sealed.commit([])
            let content = try await sealed.seal(size: 0)
            sealed.discard()
            #expect(Self.isThere(content.path))

            let open = try BlobUpload(folder: "\(folder)/open")
            try await open.commit([])
            open.discard()
            #expect(!Self.isThere(open.folder))
            await #expect(throws: ServiceFailure.self) { _ = try await open.seal(size: 0) }
        }
    }

    @Test("a job begins an entry anew only where nothing was sent for it")
    func reservations() async throws {
        try await Self.inFolder { folder in
            let uploads = try UploadFolder(root: folder)
            let grant = AccessTable().admit(
                ServedJob(run: 1, key: "a", repository: "o/r", workflow: "ci", cacheScopes: []),
                now: 0
            )
            let key = try CacheKey(
                repository: grant.job.home,
                scope: "refs/heads/main",
                key: "k",
                version: "v"
            )
            let reservations = CacheReservations()
            func reserve(_ now: Double) throws -> (id: Int, CacheReservations.Reservation)? {
                try reservations.reserve(key, for: grant, now: now) {
                    () throws(ServiceFailure) in try uploads.make()
                }
            }
            let first = try #require(try reserve(0))
            #expect(try reserve(1) == nil)
            let second = try #require(try reserve(6))
            #expect(second.id != first.id)
            #expect(!Self.isThere(first.1.upload.folder))
            reservations.release(first.id)
            #expect(reservations.find(second.id, of: grant) != nil)
            try await second.1.upload.commit([])
            let content = try await second.1.upload.seal(size: 0)
            #expect(try reserve(99) == nil)
            #expect(Self.isThere(content.path))
            uploads.remove()
        }
    }
}
