import Diagnostics
import Planning
import RunEvents
import Testing

@testable import Sessions

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#endif

@Suite("choosing workflows", .timeLimit(.minutes(20)))
struct SelectionTests {
    @Test("without a name all that the event starts are chosen, and the others say why not")
    func filtered() async throws {
        let repository = try await ScratchRepository([
            "all": "on: push", "branches": "on: {push: {branches: ['release/**']}}",
            "docs": "on: {push: {paths: ['docs/**']}}", "other": "on: release",
            "sources": "on: {push: {paths-ignore: ['docs/**']}}",
        ])
        try await repository.commit()
        try repository.write("src/a", "1")
        let selection = try await repository.select()
        #expect(selection.chosen.map(\.document.stem) == ["all", "sources"])
        let reasons = selection.leftOut.map(\.notStarted).map { "\($0.filter): \($0.reason)" }
        #expect(
            reasons == [
                "branches: branch `main` matches none of its patterns",
                "paths: `src/a`, the one changed file, matches none of its patterns",
            ]
        )
    }

    @Test("a workflow that is named runs whatever its filters say, and that is said")
    func named() async throws {
        let repository = try await ScratchRepository(["release": "on: {push: {tags: ['v*']}}"])
        try await repository.commit()
        let selection = try await repository.select { $0.workflow = "release" }
        let overruled = try #require(selection.chosen.first?.overruledFilter)
        #expect(overruled.subject == "`tags` of `push`")
        #expect(
            overruled.reason
                == "with `tags` alone only tags start it, and this is branch `main`; it runs "
                + "because it was asked for by name; for a tag add `--ref refs/tags/NAME`"
        )
        let tagged = try await repository.select { request in
            request.workflow = "release"
            request.ref = "refs/tags/v1"
        }
        #expect(tagged.chosen.first?.overruledFilter == nil)
    }

    @Test("when filters leave nothing, the request is refused with the names to choose from")
    func nothing() async throws {
        let repository = try await ScratchRepository([
            "a": "on: {push: {branches: [x]}}", "b": "on: {push: {branches: [y]}}",
        ])
        try await repository.commit()
        let request = repository.request()
        let selection = try await repository.select()
        let expected = SessionError.nothingStarted(
            "push",
            ref: "refs/heads/main",
            workflows: ["a", "b"]
        )
        #expect(throws: expected) { try selection.narrowed(to: request) }
        #expect(expected.exitStatus == 5)
        #expect(expected.message == "`push` of `refs/heads/main` starts none of 2 workflows")
    }

    @Test("git is asked once for what changed, however many workflows have path filters")
    func changedFilesOnce() async throws {
        let names = (1...6).map { "w\($0)" }
        let on = "on: {push: {paths: ['src/**']}}"
        let repository = try await ScratchRepository(
            Dictionary(uniqueKeysWithValues: names.map { ($0, on) })
        )
        try await repository.commit()
        try repository.write("src/a", "1")
        // A git that notes what it is asked.
        let log = "\(repository.root)/../asked"
        try repository.write(
            "../bin/git",
            "#!/bin/sh\necho \"$*\" >> '\(log)'\nexec /usr/bin/git \"$@\"\n"
        )
        try #require(chmod("\(repository.root)/../bin/git", 0o755) == 0)
        let selection = try await repository.select { request in
            request.machine.environment["PATH"] = "\(repository.root)/../bin:/usr/bin:/bin"
        }
        #expect(selection.chosen.map(\.document.stem) == names)
        let noted = try #require(FileManager.default.contents(atPath: log))
        let asked = String(decoding: noted, as: UTF8.self).split(separator: "\n")
        #expect(asked.count { $0.contains("ls-files") } == 1, "\(asked)")
        #expect(asked.count { $0.contains("diff --name-only") } == 1)
    }

    @Test("a skip instruction counts for a commit, and not for what is not committed yet")
    func skipInstruction() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit("Docs [skip ci]")
        #expect(
            try await repository.select().leftOut.map(\.notStarted.filter) == [
                "skip instruction"
            ]
        )
        try repository.write("a", "1")
        #expect(try await repository.select().chosen.count == 1)
        #expect(try await repository.select { $0.source = .commit("HEAD") }.chosen.isEmpty)
    }

    @Test("files that cannot be compared start every path filter")
    func noRepository() async throws {
        let repository = try await ScratchRepository(["ci": "on: {push: {paths: [x]}}"])
        try await repository.commit()
        try await repository.git("checkout", "-q", "--detach")
        let selection = try await repository.select()
        #expect(selection.chosen.isEmpty)
    }

    @Test("of a folder what can start starts, and the others say why not")
    func folder() async throws {
        let repository = try await ScratchRepository([
            "a": "on: push", "b": "on: [issues, release]", "c": "on: [issues, release]",
        ])
        try await repository.commit()
        let selection = try await repository.select { $0.workflow = ".github/workflows" }
        #expect(selection.chosen.map(\.document.stem) == ["a"])
        #expect(
            selection.neighbours.map(\.message)
                == ["b", "c"].map {
                    "`\($0)` is started by several events, and `push` is none of them: it is left out"
                }
        )
        let none = try await ScratchRepository(["b": "on: [issues, release]"])
        try await none.commit()
        await #expect(throws: SessionError.self) {
            try await none.select { $0.workflow = ".github/workflows" }
        }
    }

    @Test("other files that are not valid are told of once, together")
    func neighbours() async throws {
        let repository = try await ScratchRepository([
            "a": "on: push", "b": "on: nothing", "c": "on: nothing",
        ])
        try await repository.commit()
        let selection = try await repository.select { $0.workflow = "a" }
        #expect(selection.neighbours.count == 1)
        #expect(selection.neighbours.first?.notes.last == "so is `.github/workflows/c.yml`")
    }
}
