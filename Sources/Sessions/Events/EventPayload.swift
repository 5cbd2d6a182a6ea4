import Expressions
import Workspaces

/// Makes the payload of an event from a repository's state.
///
/// What a repository cannot tell, such as who reviewed, is left out or has the value that a new
/// thing has. Source: <https://docs.github.com/webhooks/webhook-events-and-payloads>
struct EventPayload {
    /// The entries of an object, in order.
    typealias Entries = [(String, ExpressionValue)]

    /// The state the run stands for.
    let revision: Revision
    /// The commits it is about.
    let range: EventRange
    /// What is assumed of it.
    let assumed: AssumedEvent
    /// What the user gave, where other values follow from it.
    let given: ExpressionValue

    /// Writes what payloads have in common.
    var objects: PayloadObjects { PayloadObjects(repository: revision.repository) }

    /// The payload's entries; what belongs to every event comes last.
    var entries: Entries {
        let own = Self.makers[assumed.name]?(self) ?? []
        let action = assumed.activity.map { [("action", ExpressionValue.string($0))] } ?? []
        return action + own + [
            ("repository", objects.repositoryObject), ("sender", objects.sender),
        ]
    }

    private static let makers: [String: @Sendable (EventPayload) -> Entries] = [
        "push": { $0.push },
        "pull_request": { $0.pullRequest },
        "pull_request_target": { $0.pullRequest },
        "pull_request_review": { $0.pullRequest + $0.review },
        "pull_request_review_comment": { $0.pullRequest + $0.comment },
        "merge_group": { $0.mergeGroup },
        "issues": { $0.issue },
        "issue_comment": { $0.issue + $0.comment },
        "label": { [("label", $0.labelObject)] },
        "milestone": { [("milestone", $0.milestoneObject)] },
        "discussion": { $0.discussion },
        "discussion_comment": { $0.discussion + $0.comment },
        "gollum": { $0.pages },
        "release": { $0.release },
        "create": { $0.createdRef },
        "delete": { $0.createdRef },
        "deployment": { $0.deployment },
        "deployment_status": { $0.deployment + $0.deploymentStatus },
        "check_run": { $0.check("check_run") },
        "check_suite": { $0.check("check_suite") },
        "schedule": { $0.schedule },
        "repository_dispatch": { $0.repositoryDispatch },
        "workflow_dispatch": { $0.workflowDispatch },
        "workflow_run": { $0.workflowRun },
        "status": { $0.status },
        "fork": { $0.fork },
        "page_build": { $0.pageBuild },
        "registry_package": { $0.registryPackage },
        "branch_protection_rule": { $0.branchProtectionRule },
    ]
}
