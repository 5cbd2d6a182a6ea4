import Expressions
import Planning
import RunEvents
import Testing
import Workflows

@testable import Sessions

@Suite("payloads of events", .timeLimit(.minutes(10)))
struct EventPayloadTests {
    private static func event(
        _ on: String,
        _ file: String,
        _ change: (inout RunRequest) -> Void = { _ in }
    ) async throws -> Event {
        let repository = try await ScratchRepository(["ci": "on: \(on)"])
        try await repository.commit()
        try await repository.git("checkout", "-q", "-b", "topic")
        try repository.write("e.json", file)
        return try await repository.event { request in
            request.workflow = "ci"
            request.eventPath = repository.root + "/e.json"
            change(&request)
        }
    }

    @Test("a pull request that was merged runs for the branch it was merged into")
    func merged() async throws {
        let on = "{pull_request: {types: [closed]}}"
        let merged = #"{"pull_request": {"merged": true, "base": {"ref": "next"}}}"#
        #expect(try await Self.event(on, merged).ref == "refs/heads/next")
        let closed = #"{"pull_request": {"merged": false}}"#
        #expect(try await Self.event(on, closed).ref == "refs/pull/1/merge")
    }

    @Test("the number of a pull request may stand in the pull request alone")
    func number() async throws {
        let event = try await Self.event("pull_request", #"{"pull_request": {"number": 42}}"#)
        #expect(event.ref == "refs/pull/42/merge")
        guard case .object(let payload) = event.payload else {
            Issue.record("the payload is no object")
            return
        }
        #expect(payload["number"] == 42)
    }

    @Test(
        "an activity has what it is about",
        arguments: [
            ("pull_request", "labeled", "label"), ("pull_request", "edited", "changes"),
            ("issues", "assigned", "assignee"), ("issues", "milestoned", "milestone"),
            ("pull_request", "review_requested", "requested_reviewer"),
            ("label", "created", "label"), ("milestone", "closed", "milestone"),
            ("discussion", "created", "discussion"),
        ]
    )
    func subjects(_ name: String, _ activity: String, _ key: String) async throws {
        let event = try await Self.event("{\(name): {types: [\(activity)]}}", "{}")
        guard case .object(let payload) = event.payload, case .object = payload[key] else {
            Issue.record("\(name).\(activity) has no \(key)")
            return
        }
    }

    @Test(
        "every event is about something",
        arguments: [
            ("status", "state", "success"), ("fork", "forkee", nil), ("page_build", "build", nil),
            ("registry_package", "registry_package", nil),
            ("branch_protection_rule", "rule", nil),
        ] as [(String, String, String?)]
    )
    func others(_ name: String, _ key: String, _ text: String?) async throws {
        let event = try await Self.event(name, "{}")
        guard case .object(let payload) = event.payload, let value = payload[key] else {
            Issue.record("\(name) has no \(key)")
            return
        }
        if let text { #expect(value == .string(text)) }
        #expect(event.text("repository", "node_id") == "R_1")
    }

    @Test("a pull request counts what differs from where it began")
    func counts() async throws {
        let repository = try await ScratchRepository(["ci": "on: pull_request"])
        try repository.write("old.txt", "1\n2\n3\n")
        try await repository.commit()
        try await repository.git("checkout", "-q", "-b", "topic")
        try repository.write("old.txt", "1\n3\n")
        try repository.write("new.txt", "4\n5\n")
        try await repository.commit()
        let event = try await repository.event { $0.workflow = "ci" }
        guard case .object(let payload) = event.payload,
            case .object(let pull) = payload["pull_request"]
        else {
            Issue.record("there is no pull request")
            return
        }
        #expect(pull["changed_files"] == 2)
        #expect(pull["additions"] == 2)
        #expect(pull["deletions"] == 1)
    }

    @Test("a push may remove its branch")
    func deletion() async throws {
        #expect(try await Self.event("push", #"{"deleted": true}"#).facts.isDeletion)
        #expect(try await !Self.event("push", "{}").facts.isDeletion)
    }

    @Test("a release that the user's file tags is named after that tag")
    func release() async throws {
        let event = try await Self.event("release", #"{"release": {"tag_name": "v9"}}"#)
        #expect(event.text("release", "name") == "v9")
    }

    @Test("a schedule starts only workflows that have its time")
    func schedule() async throws {
        let repository = try await ScratchRepository([
            "a": "on: {schedule: [{cron: '1 2 * * *'}]}",
            "b": "on: {schedule: [{cron: '9 9 * * *'}]}",
        ])
        try await repository.commit()
        try repository.write("e.json", #"{"schedule": "9 9 * * *"}"#)
        let selection = try await repository.select { request in
            request.event = "schedule"
            request.eventPath = repository.root + "/e.json"
        }
        #expect(selection.chosen.map(\.document.stem) == ["b"])
        let notStarted = try #require(selection.leftOut.first?.notStarted)
        #expect(notStarted.filter == "schedule")
        #expect(notStarted.reason == "`9 9 * * *` is none of its times: `1 2 * * *`")
    }
}
