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
