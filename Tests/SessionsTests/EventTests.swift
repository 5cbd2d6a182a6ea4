import Diagnostics
import Expressions
import Planning
import RunEvents
import Testing
import Workflows

@testable import Sessions

@Suite("events", .timeLimit(.minutes(20)))
struct EventTests {
    @Test(
        "every event has the ref that GitHub gives it",
        arguments: [
            ("push", "refs/heads/topic"), ("pull_request", "refs/pull/1/merge"),
            ("pull_request_review", "refs/pull/1/merge"),
            ("pull_request_target", "refs/heads/main"), ("workflow_dispatch", "refs/heads/topic"),
            ("create", "refs/heads/topic"), ("deployment", "refs/heads/topic"),
            ("schedule", "refs/heads/main"), ("issues", "refs/heads/main"),
            ("issue_comment", "refs/heads/main"), ("workflow_run", "refs/heads/main"),
            ("repository_dispatch", "refs/heads/main"), ("release", "refs/tags/v0.0.0"),
        ]
    )
    func refs(_ name: String, _ ref: String) async throws {
        let on =
            name == "workflow_run"
            ? "{workflow_run: {workflows: [x]}}"
            : name == "schedule" ? "{schedule: [{cron: '1 2 * * *'}]}" : name
        let repository = try await ScratchRepository(["ci": "on: \(on)"])
        try await repository.commit()
        try await repository.git("checkout", "-q", "-b", "topic")
        let event = try await repository.event { $0.workflow = "ci" }
        #expect(event.name == name)
        #expect(event.ref == ref)
        #expect(event.text("repository", "full_name") == "local/project")
        #expect(event.text("sender", "login") != nil)
    }

    @Test("`--ref` names a tag or branch that need not be there")
    func namedRefs() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit()
        try await repository.git("tag", "v1")
        try await repository.git("branch", "next")
        let refs = [
            ("refs/tags/v2", "refs/tags/v2"), ("v1", "refs/tags/v1"), ("next", "refs/heads/next"),
            ("new/one", "refs/heads/new/one"), ("refs/heads/main", "refs/heads/main"),
        ]
        for (given, ref) in refs {
            let event = try await repository.event { $0.ref = given }
            #expect(event.ref == ref)
            #expect(event.text("ref") == ref)
        }
        for bad in ["a..b", "", "refs/heads/", "a b", "-x:y"] {
            await #expect(throws: SessionError.badRef(bad)) {
                try await repository.event { $0.ref = bad }
            }
        }
    }

    @Test("that `--ref` names another commit than the run has is said")
    func refElsewhere() async throws {
        let repository = try await ScratchRepository(["ci": "on: push"])
        try await repository.commit()
        try await repository.git("tag", "v1")
        try await repository.git("commit", "-q", "--allow-empty", "-m", "Next")
        let old = try await repository.event { $0.ref = "v1" }
        #expect(old.notes.count == 1 && old.notes[0].message.hasPrefix("`v1` is the commit "))
        #expect(old.notes.first?.help == "`--commit v1` runs what it names")
        for same in ["main", "v2"] {
            #expect(try await repository.event { $0.ref = same }.notes.isEmpty, "\(same)")
        }
    }

    @Test("a tag is pushed without commits, and filters see it as a tag")
    func tags() async throws {
        let repository = try await ScratchRepository([
            "release": "on: {push: {tags: ['v*']}}", "ci": "on: {push: {branches: [main]}}",
        ])
        try await repository.commit()
        func started(_ ref: String?) async throws -> [String] {
            try await repository.select { $0.ref = ref }.chosen.map(\.document.stem)
        }
        #expect(try await started("refs/tags/v1") == ["release"])
        #expect(try await started(nil) == ["ci"])
        let event = try await repository.event { $0.ref = "refs/tags/v1" }
        #expect(event.range.commits.isEmpty)
        #expect(event.text("head_commit", "message") == "A change")
    }

    @Test("what the user's file says wins over what is made, and other values follow from it")
    func eventFile() async throws {
        let repository = try await ScratchRepository(["ci": "on: [push, pull_request]"])
        try await repository.commit()
        try repository.write(
            "e.json",
            #"{"ref": "refs/tags/v3", "number": 7, "repository": {"full_name": "o/r"}, "x": 1}"#
        )
        func event(_ name: String) async throws -> Event {
            try await repository.event { request in
                request.event = name
                request.eventPath = repository.root + "/e.json"
            }
        }
        let push = try await event("push")
        #expect(push.ref == "refs/tags/v3")
        #expect(push.text("repository", "full_name") == "o/r")
        #expect(push.text("repository", "name") == "project")
        #expect(try await event("pull_request").ref == "refs/pull/7/merge")
    }

    @Test("a schedule is the first one written, and that is said")
    func schedules() async throws {
        let repository = try await ScratchRepository([
            "ci": "on:\n  schedule:\n    - cron: '5 4 * * *'\n    - cron: '0 1 * * 1'"
        ])
        let event = try await repository.event { $0.event = "schedule" }
        #expect(event.text("schedule") == "5 4 * * *")
        #expect(
            event.notes.map(\.message) == [
                "the schedule is taken to be `5 4 * * *`, the first of 2"
            ]
        )
        try repository.write("e.json", #"{"schedule": "0 1 * * 1"}"#)
        let other = try await repository.event { request in
            request.event = "schedule"
            request.eventPath = repository.root + "/e.json"
        }
        #expect(other.text("schedule") == "0 1 * * 1")
        #expect(other.notes.isEmpty)
    }

    @Test("an activity is the one named, else the usual one, else what a named workflow waits for")
    func activities() async throws {
        let repository = try await ScratchRepository([
            "closing": "on: {pull_request: {types: [closed, labeled]}}",
            "opening": "on: pull_request", "after": "on: {workflow_run: {workflows: [CI]}}",
            "sent": "on: {repository_dispatch: {types: [go]}}",
        ])
        try await repository.commit()
        func action(_ workflow: String?, _ change: (inout RunRequest) -> Void = { _ in })
            async throws -> String?
        {
            try await repository.event { request in
                request.workflow = workflow
                change(&request)
            }.text("action")
        }
        #expect(try await action("opening") == "opened")
        #expect(try await action("closing") == "closed")
        #expect(try await action("after") == "completed")
        #expect(try await action("sent") == "go")
        let closed = try await repository.select { request in
            request.event = "pull_request"
            request.activity = "closed"
        }
        #expect(closed.chosen.map(\.document.stem) == ["closing"])
        let opened = try await repository.select { $0.event = "pull_request" }
        #expect(opened.chosen.map(\.document.stem) == ["opening"])
        #expect(opened.leftOut.map(\.notStarted.filter) == ["types"])
    }

    @Test("where nobody waits for the usual activity, it is the first that somebody waits for")
    func activityOfAll() async throws {
        let repository = try await ScratchRepository([
            "made": "on: {release: {types: [created, edited]}}",
            "gone": "on: {release: {types: [deleted]}}",
        ])
        try await repository.commit()
        let selection = try await repository.select { $0.event = "release" }
        #expect(selection.chosen.map(\.document.stem) == ["gone"])
        #expect(selection.chosen.first?.event.text("action") == "deleted")
        #expect(selection.leftOut.map(\.notStarted.filter) == ["types"])
        let none = try await repository.select { request in
            request.event = "release"
            request.activity = "published"
        }
        let request = repository.request()
        let error = #expect(throws: SessionError.self) { try none.narrowed(to: request) }
        #expect(
            error?.help
                == "name a workflow to run it all the same: `gone`, `made`; or an activity: "
                + "`--event release.deleted`, `--event release.created`, `--event release.edited`"
        )
    }

    @Test("a deployment, and what is created, has the ref that the user's file names")
    func namedByFile() async throws {
        let repository = try await ScratchRepository([
            "ci": "on: [deployment, deployment_status, create]"
        ])
        let commit = try await repository.commit()
        try await repository.git("tag", "v1")
        func ref(_ name: String, _ payload: String) async throws -> String {
            try repository.write("e.json", payload)
            return try await repository.event { request in
                request.event = name
                request.eventPath = repository.root + "/e.json"
            }.ref
        }
        for event in ["deployment", "deployment_status"] {
            let payload = try await repository.event { $0.event = event }.payload
            #expect(payload["action"] == "created")
            let tag = try await ref(event, #"{"deployment": {"ref": "v1"}}"#)
            #expect(tag == "refs/tags/v1")
            let branch = try await ref(event, #"{"deployment": {"ref": "topic"}}"#)
            #expect(branch == "refs/heads/topic")
            #expect(try await ref(event, #"{"deployment": {"ref": "\#(commit)"}}"#) == "")
            #expect(try await ref(event, "{}") == "refs/heads/main")
        }
        #expect(
            try await ref("create", #"{"ref": "v2", "ref_type": "tag"}"#) == "refs/tags/v2"
        )
        #expect(try await ref("create", #"{"ref": "v2"}"#) == "refs/heads/v2")
    }

    @Test("a wrong event, activity or an event no workflow has is refused with what is known")
    func refusals() async throws {
        let repository = try await ScratchRepository(["ci": "on: [push, release]"])
        func error(_ change: (inout RunRequest) -> Void) async -> SessionError? {
            do {
                _ = try await repository.select(change)
                return nil
            } catch { return error as? SessionError }
        }
        let event = await error { $0.event = "pul_request" }
        #expect(event?.exitStatus == 64)
        #expect(event?.help == "did you mean `pull_request`?")
        let activity = await error { request in
            request.event = "release"
            request.activity = "publish"
        }
        #expect(activity?.exitStatus == 64)
        #expect(activity?.help == "did you mean `published`?")
        let none = await error { $0.event = "issues" }
        #expect(none?.exitStatus == 5)
        #expect(none?.help == "name one with `--event`: `push`, `release`")
        let named = await error { request in
            request.workflow = "ci"
            request.event = "issues"
        }
        #expect(named?.message == "`ci` is not started by `issues`")
    }

    @Test("a pull request's ref gives its number, and is refused for what is no pull request")
    func pullRequestRefs() async throws {
        let repository = try await ScratchRepository(["ci": "on: [push, pull_request]"])
        try await repository.commit()
        let event = try await repository.event { request in
            request.event = "pull_request"
            request.ref = "refs/pull/42/merge"
        }
        #expect(event.ref == "refs/pull/42/merge")
        guard case .object(let payload) = event.payload else {
            Issue.record("the payload is no object")
            return
        }
        #expect(payload["number"] == .number(42))
        let expected = SessionError.pullRequestRef("refs/pull/42/head", event: "push")
        await #expect(throws: expected) {
            try await repository.event { $0.ref = "refs/pull/42/head" }
        }
    }
}
