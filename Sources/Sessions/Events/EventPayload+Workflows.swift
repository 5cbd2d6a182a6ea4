import Expressions
import Workspaces

// Payloads that are about workflows.
extension EventPayload {
    /// `schedule`, and the workflow where it is known.
    var schedule: Entries {
        [("schedule", assumed.schedule.map { .string($0) } ?? .null)]
    }

    /// `repository_dispatch`; its type is `action`.
    var repositoryDispatch: Entries {
        let action: Entries = assumed.activity == nil ? [("action", "dispatch")] : []
        return action + [
            ("branch", .string(revision.repository.defaultBranch)),
            ("client_payload", .object([])),
        ]
    }

    /// `workflow_dispatch`; the inputs are laid over it.
    var workflowDispatch: Entries {
        [("inputs", .object([])), ("ref", .string(revision.ref))]
    }

    /// `workflow_run`: the workflow that is followed passed for a push of the same commit.
    var workflowRun: Entries {
        let name = assumed.followedWorkflow.map { ExpressionValue.string($0) } ?? .null
        return [
            ("workflow", .object([("id", 1), ("name", name)])),
            (
                "workflow_run",
                .object([
                    ("id", 1), ("name", name),
                    ("head_branch", revision.branch.map { .string($0) } ?? .null),
                    ("head_sha", .string(revision.sha)), ("event", "push"),
                    ("status", assumed.activity == "completed" ? "completed" : "in_progress"),
                    ("conclusion", assumed.activity == "completed" ? "success" : .null),
                    ("run_number", 1), ("run_attempt", 1), ("workflow_id", 1),
                    ("html_url", .string("\(objects.web)/actions/runs/1")),
                    ("artifacts_url", .string("\(objects.api)/actions/runs/1/artifacts")),
                    ("pull_requests", .array([])), ("actor", objects.sender),
                    ("triggering_actor", objects.sender),
                    ("head_commit", revision.commit.map(objects.commit) ?? .null),
                    ("repository", objects.repositoryObject),
                    ("head_repository", objects.repositoryObject),
                ])
            ),
        ]
    }
}
