import Foundation
import HostProcesses
import RunnerServices
import Synchronization
import Testing
import Transfers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Servers that are killed while jobs upload, finalize, save and delete.
///
/// Each server is a process of its own, which SIGKILL ends at a moment that the seed chooses. All
/// of one test share their folders, as runs do, so that each server begins where one was killed.
@Suite("A server that is killed")
struct KilledServerTests {
    /// How many servers of one test die; there are two tests.
    private static let rounds = 50

    @Test(
        "what was committed is there and whole, and of the rest there is nothing",
        .timeLimit(.minutes(2)),
        arguments: [1, 2] as [UInt64]
    )
    func kill(seed: UInt64) async throws {
        let folder = "/tmp/actlocal-killed-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? Scratch.remove(folder) }
        var generator = SeededGenerator(seed)
        var committed = 0
        for round in 1...Self.rounds {
            let journal = StoreJournal()
            let kill = (
                exchanges: Int.random(in: 0..<60, using: &generator),
                microseconds: UInt32.random(in: 0..<4000, using: &generator)
            )
            let clients = generator.next()
            async let death: Void = Self.serve(in: folder, run: round)
            let server = try await KilledServer.wait(in: folder)
            try await server.work(
                clients,
                journal,
                until: kill.exchanges,
                then: kill.microseconds
            )
            try await death
            committed += journal.kept("").count
            Self.check(folder, run: round, journal)
            try await Self.checkNext(folder, run: round, journal)
        }
        // Else the servers died before anything was worth looking at.
        #expect(committed > Self.rounds)
    }

    /// Serves in a process of its own until that is killed.
    private static func serve(in folder: String, run: Int) async throws {
        let program = try #require(realpath("/proc/self/exe", nil))
        defer { free(program) }
        let outcome = try await HostCommand(
            String(cString: program),
            ["--testing-library", "swift-testing", "--filter", "KilledServerProcess"],
            environment: ["ACTLOCAL_TEST_SERVER": folder, "ACTLOCAL_TEST_RUN": "\(run)"]
        ).run()
        #expect(!outcome.status.isSuccess, "\(outcome.outputText)")
    }

    /// Compares the folders with what the clients know.
    private static func check(_ folder: String, run: Int, _ journal: StoreJournal) {
        let artifacts = ArtifactStore(root: "\(folder)/state/runs")
        let caches = CacheStore(root: "\(folder)/cache/caches")
        let entries = artifacts.entries(run: run)
        var found = entries.map { ("a-\($0.name)", artifacts.contentPath(of: $0), $0.size) }
        found += caches.entries(repository: "run-\(run)").map {
            ("c-\($0.entry.key)", $0.contentPath, $0.entry.size)
        }
        let names = found.map(\.0)
        #expect(Set(names).count == names.count, "twice in \(names.sorted())")
        let fates = journal.all
        for (name, path, size) in found {
            let content = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
            let expected = fates[name]?.seed.map(SeededGenerator.content)
            #expect(content == expected, "run \(run): \(name)")
            #expect(content?.count == size, "run \(run): \(name)")
        }
        for (name, fate) in fates {
            switch fate {
            case .kept: #expect(names.contains(name), "run \(run): \(name) is lost")
            case .gone: #expect(!names.contains(name), "run \(run): \(name) is still there")
            case .undecided: break
            }
        }
    }

    /// Starts a server where one was killed: it clears the uploads away and serves what is there.
    private static func checkNext(
        _ folder: String,
        run: Int,
        _ journal: StoreJournal
    ) async throws {
        try await ServiceFixture.with(folder: folder) { fixture in
            let uploads = ["\(folder)/state/uploads", "\(folder)/cache/uploads"].flatMap {
                (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? []
            }
            #expect(uploads.count == 2)
            guard let name = journal.kept("a-").last, let seed = journal.all[name]?.seed else {
                return
            }
            let answer = try await fixture.job(run: run).download(String(name.dropFirst(2)))
            #expect(answer.body == SeededGenerator.content(seed))
        }
        ArtifactStore(root: "\(folder)/state/runs").sweep()
        CacheStore(root: "\(folder)/cache/caches").sweep()
    }
}

/// The process that is killed; in a usual run of the tests there is nothing to do for it.
@Suite(
    "The server that is killed",
    .enabled(if: getenv("ACTLOCAL_TEST_SERVER") != nil, "it is the other tests' server process")
)
struct KilledServerProcess {
    @Test("it serves until it is killed")
    func serve() async throws {
        let environment = ProcessInfo.processInfo.environment
        let folder = try #require(environment["ACTLOCAL_TEST_SERVER"])
        let number = try #require(environment["ACTLOCAL_TEST_RUN"])
        let run = try #require(Int(number))
        let server = try await RunServer.start(
            .init(stateFolder: "\(folder)/state", cacheFolder: "\(folder)/cache")
        )
        let tokens = (0..<3).map { job in
            server.admit(
                ServedJob(
                    run: run,
                    key: "job-\(job)",
                    repository: "octo/project",
                    home: "run-\(run)",
                    workflow: "ci",
                    cacheScopes: [CacheScope("refs/heads/main", isWritable: true)]
                )
            ).token
        }
        try KilledServer(process: getpid(), socket: server.socket, tokens: tokens)
            .announce(in: folder)
        // Until the end of the process.
        let (never, continuation) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        continuation.finish()
    }
}

/// A server in another process, as it announces itself.
private struct KilledServer: Codable, Sendable {
    let process: Int32
    let socket: String
    let tokens: [String]

    /// Tells the test where it is.
    func announce(in folder: String) throws {
        try JSONEncoder().encode(self).write(to: URL(filePath: "\(folder)/draft"))
        try FileManager.default.moveItem(atPath: "\(folder)/draft", toPath: "\(folder)/server")
    }

    /// Waits for a server to announce itself.
    static func wait(in folder: String) async throws -> KilledServer {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let data = FileManager.default.contents(atPath: "\(folder)/server") {
                try FileManager.default.removeItem(atPath: "\(folder)/server")
                return try JSONDecoder().decode(KilledServer.self, from: data)
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw CancellationError()
    }

    /// Lets three jobs work until so many requests were answered, waits a little, and kills.
    func work(
        _ seed: UInt64,
        _ journal: StoreJournal,
        until exchanges: Int,
        then microseconds: UInt32
    ) async throws {
        let answered = Count()
        try await withThrowingTaskGroup { group in
            for (index, token) in tokens.enumerated() {
                let job = JobClient(connection: ServiceConnection(socket: socket), token: token)
                group.addTask {
                    var worker = StoreWorker(job, seed &+ UInt64(index), "\(index)", journal)
                    // It ends when the server does.
                    while (try? await worker.work()) != nil {
                        guard answered.next() == exchanges else { continue }
                        try await Task.sleep(for: .microseconds(Int(microseconds)))
                        Glibc.kill(process, SIGKILL)
                    }
                }
            }
            if exchanges == 0 { Glibc.kill(process, SIGKILL) }
            try await group.waitForAll()
        }
    }
}

/// A number that counts up.
private final class Count: Sendable {
    private let number = Mutex(0)

    /// The next number, from 1.
    func next() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}
