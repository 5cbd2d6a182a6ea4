import HostProcesses
import Synchronization
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The snapshot store", .timeLimit(.minutes(20)))
struct StoreTests {
    @Test("many runs at once agree on one snapshot")
    func parallel() async throws {
        let project = try await TemporaryProject()
        for number in 0..<200 { try project.write("d\(number % 9)/f\(number)", "\(number)") }
        try await project.commit()
        let snapshots = try await withThrowingTaskGroup(of: WorkspaceSnapshot.self) { group in
            for _ in 0..<6 { group.addTask { try await project.snapshot() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(snapshots.map(\.folder)).count == 1)
        #expect(snapshots.filter { !$0.isReused }.count == 1)
        #expect(tree(snapshots[0].checkout).count == 209)
    }

    @Test("files that change while they are copied never fail a snapshot")
    func changingFiles() async throws {
        let project = try await TemporaryProject()
        for number in 0..<100 { try project.write("f\(number)", "\(number)") }
        try await project.commit()
        let root = project.root
        let end = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var round = 0
                while !end.isSet.load(ordering: .relaxed) {
                    round += 1
                    let name = "\(root)/f\(round % 100)"
                    if round % 3 == 0 { unlink(name) }
                    try writeFile(name, String(repeating: "x", count: round % 4000))
                    if round % 7 == 0 {
                        unlink("\(root)/extra")
                        symlink("target\(round)", "\(root)/extra")
                    }
                    await Task.yield()
                }
            }
            for _ in 0..<10 {
                let snapshot = try await project.snapshot()
                #expect(snapshot.fileCount >= 99)
            }
            end.isSet.store(true, ordering: .relaxed)
            try await group.waitForAll()
        }
    }

    @Test("what a killed run was building is removed, and the next snapshot is whole")
    func killedInTheMiddle() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit()
        let first = try await project.snapshot()
        let shelf = first.folder.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
        let dead = "\(shelf)/building/new-1.\(try await deadProcess()).12345"
        try writeFile(dead + "/lower/_checkout/half", "half")
        let alive =
            "\(shelf)/building/new-2.\(ProcessIdentity.current.process)."
            + "\(ProcessIdentity.current.started)"
        try writeFile(alive + "/file", "other task")
        try project.write("a", "2")
        let second = try await project.snapshot()
        #expect(tree(second.checkout) == ["a"])
        try await project.store.prune()
        #expect(fileStatus(dead) == nil)
        #expect(fileStatus(alive) != nil)
    }

    @Test("a damaged snapshot is not used again")
    func damage() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        try await project.commit()
        let first = try await project.snapshot()
        try writeFile(first.folder + "/record", "ALTREE01 cut short")
        let second = try await project.snapshot()
        #expect(!second.isReused && tree(second.checkout) == ["a"])
        try writeFile(second.folder + "/snapshot.json", "{")
        #expect(try await !project.snapshot().isReused)
    }

    @Test("a cancelled snapshot leaves nothing and blocks nobody")
    func cancellation() async throws {
        let project = try await TemporaryProject()
        for number in 0..<300 { try project.write("f\(number)", "\(number)") }
        try await project.commit()
        let running = Task { try await project.snapshot() }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        let snapshot = try await project.snapshot()
        #expect(snapshot.fileCount == 300)
        let shelf = snapshot.folder.split(separator: "/").dropLast(2).map { "/\($0)" }.joined()
        #expect(tree(shelf + "/building") == [])
    }

    @Test("pruning keeps the newest and whatever is in use")
    func pruning() async throws {
        let project = try await TemporaryProject()
        var held: WorkspaceSnapshot?
        var folders: [String] = []
        for round in 0..<5 {
            try project.write("a", "\(round)")
            let snapshot = try await project.snapshot()
            folders.append(snapshot.folder)
            if round == 1 { held = snapshot }
        }
        try await project.store.prune(keeping: 2)
        #expect(folders.map { fileStatus($0) != nil } == [false, true, false, true, true])
        #expect(text((held?.checkout ?? "") + "/a") == "1")
        held = nil
        try await project.store.prune(keeping: 1)
        #expect(folders.map { fileStatus($0) != nil } == [false, false, false, false, true])
        for round in 0..<9 {
            try project.write("a", "again \(round)")
            folders.append(try await project.snapshot().folder)
        }
        #expect(folders.filter { fileStatus($0) != nil }.count <= 7)
    }

    @Test("changing who may use the files makes a snapshot of its own")
    func access() async throws {
        let project = try await TemporaryProject()
        try project.write("a", "1")
        let repository = try await project.open()
        let open = try await project.store.snapshot(
            of: repository,
            selecting: .workingTree,
            options: SnapshotOptions(access: .open)
        )
        let found = try #require(fileStatus(open.checkout + "/a"))
        #expect(found.st_mode & 0o7777 == 0o666)
        #expect(found.st_uid == geteuid())
        #expect(fileStatus(open.lower).map { $0.st_mode & 0o7777 } == 0o777)
        if geteuid() == 0 {
            let owned = try await project.store.snapshot(
                of: repository,
                selecting: .workingTree,
                options: SnapshotOptions(access: .owned(user: 7, group: 8))
            )
            #expect(fileStatus(owned.checkout + "/a")?.st_uid == 7)
            #expect(fileStatus(open.checkout + "/a")?.st_uid == 0)
        }
    }
}

/// The number of a process that has ended.
func deadProcess() async throws -> Int32 {
    let outcome = try await HostCommand(
        "sh",
        ["-c", "echo $$"],
        environment: ["PATH": "/usr/bin:/bin"]
    )
    .run()
    return try #require(Int32(outcome.outputText.dropLast()))
}

private final class Flag: Sendable {
    let isSet = Atomic(false)
}
