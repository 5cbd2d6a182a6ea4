import Expressions
import Planning
import Testing
import Workspaces

@testable import Sessions

@Suite("what events bring", .timeLimit(.minutes(20)))
struct EventRangeTests {
    private static func changes(
        _ repository: ScratchRepository,
        _ change: (inout RunRequest) -> Void = { _ in }
    ) async throws -> [String]? {
        let selection = try await repository.select(change)
        let event = try #require(selection.chosen.first).event
        let files = await event.range.changedFiles(
            of: selection.revision,
            in: repository.request(change).source
        )
        guard case .known(let paths) = files else { return nil }
        return paths.sorted()
    }

    @Test("a push to a branch that the remote has brings what the remote lacks")
    func knownBranch() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        let first = try await repository.commit()
        try await repository.publish("main")
        try repository.write("a", "1")
        let second = try await repository.commit("Second")
        try repository.write("b", "1")
        let third = try await repository.commit("Third")
        let event = try await repository.event()
        #expect(event.text("before") == first)
        #expect(event.text("after") == third)
        #expect(event.text("head_commit", "id") == third)
        #expect(event.range.commits.map(\.sha) == [second, third])
        #expect(!event.range.isForced)
        #expect(
            event.text("compare")
                == "https://github.com/octo/hello/compare/\(first.prefix(12))...\(third.prefix(12))"
        )
        #expect(try await Self.changes(repository) == ["a", "b"])
        try repository.write("c", "1")
        #expect(try await Self.changes(repository) == ["a", "b", "c"])
        #expect(try await Self.changes(repository) { $0.source = .commit("HEAD") } == ["a", "b"])
    }

    @Test("a new branch that brings nothing takes the last commit's changes")
    func emptyBranch() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit()
        try repository.write("a", "1")
        try await repository.commit()
        try await repository.publish("main")
        try await repository.git("checkout", "-q", "-b", "topic")
        #expect(try await repository.event().text("before") == GitCommit.zeros)
        #expect(try await Self.changes(repository) == ["a"])
    }

    @Test("a push that drops commits of the remote is forced")
    func forced() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit()
        try repository.write("a", "1")
        let dropped = try await repository.commit()
        try await repository.publish("main")
        try await repository.git("reset", "-q", "--hard", "HEAD~1")
        try repository.write("b", "1")
        try await repository.commit()
        let event = try await repository.event()
        #expect(event.text("before") == dropped)
        #expect(event.range.isForced)
        #expect(try await Self.changes(repository) == ["a", "b"])
    }

    @Test("a new branch is compared with the parent of its oldest commit")
    func newBranch() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit()
        try await repository.publish("main")
        try await repository.git("checkout", "-q", "-b", "topic")
        for name in ["a", "b"] {
            try repository.write(name, "1")
            try await repository.commit()
        }
        let event = try await repository.event()
        #expect(event.text("before") == GitCommit.zeros)
        #expect(event.text("ref") == "refs/heads/topic")
        #expect(event.range.commits.count == 2)
        #expect(try await Self.changes(repository) == ["a", "b"])
    }

    @Test("once everything is pushed, uncommitted changes are what is new, else the last commit")
    func published() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        let first = try await repository.commit()
        try repository.write("a", "1")
        try await repository.commit()
        try await repository.publish("main")
        #expect(try await repository.event().text("before") == first)
        #expect(try await Self.changes(repository) == ["a"])
        try repository.write("b", "1")
        #expect(try await Self.changes(repository) == ["b"])
    }

    @Test("without a remote the last commit is what is new, and without a commit every file")
    func local() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try repository.write("a", "1")
        #expect(try await Self.changes(repository) == [".github/workflows/ci.yml", "a"])
        let event = try await repository.event()
        #expect(event.text("after") == GitCommit.zeros)
        let first = try await repository.commit()
        try repository.write("b", "1")
        try await repository.commit()
        #expect(try await repository.event().text("before") == first)
        #expect(try await Self.changes(repository) == ["b"])
    }

    @Test("a pull request is compared with where it left its base")
    func pullRequest() async throws {
        let repository = try await ScratchRepository(["ci": "on: pull_request"])
        try await repository.commit()
        try await repository.git("checkout", "-q", "-b", "topic")
        try repository.write("a", "1")
        let head = try await repository.commit("The title\n\nThe body")
        try await repository.git("checkout", "-q", "main")
        try repository.write("b", "1")
        let base = try await repository.commit()
        try await repository.git("checkout", "-q", "topic")
        let event = try await repository.event { $0.workflow = "ci" }
        #expect(event.ref == "refs/pull/1/merge")
        #expect(event.text("action") == "opened")
        #expect(event.text("pull_request", "title") == "The title")
        #expect(event.text("pull_request", "head", "ref") == "topic")
        #expect(event.text("pull_request", "head", "sha") == head)
        #expect(event.text("pull_request", "base", "ref") == "main")
        #expect(event.text("pull_request", "base", "sha") == base)
        #expect(try await Self.changes(repository) { $0.workflow = "ci" } == ["a"])
        try repository.write("event.json", #"{"pull_request": {"base": {"ref": "topic"}}}"#)
        try await repository.commit()
        let other = try await repository.event { request in
            request.workflow = "ci"
            request.eventPath = repository.root + "/event.json"
        }
        #expect(other.text("pull_request", "base", "ref") == "topic")
    }
}
