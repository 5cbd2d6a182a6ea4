import Diagnostics
import Planning
import RunEvents
import Workflows

extension JobRunner {
    /// Lists what the workflow sets for the job and no local run can do.
    func reportKeysWithoutEffect(_ job: PlannedJob, key: String) async {
        var keys: [(String, String, SourceSpan)] = []
        if let permissions = job.job.permissions, let reason = permissions.withoutEffect {
            keys.append(("permissions", reason, permissions.span))
        }
        if let environment = job.work.environment, let name = job.environment {
            keys.append(
                (
                    "environment",
                    setup.environments[name.lowercased()] != nil
                        ? "its protection rules are not applied yet"
                        : "`.actlocal.yml` gives it no secrets and variables, and its protection "
                            + "rules are not applied yet",
                    environment.span
                )
            )
        }
        if let snapshot = job.work.snapshot {
            keys.append(("snapshot", "images of GitHub's runners are not made here", snapshot.span))
        }
        for step in job.work.allSteps where step.isControl {
            guard let key = step.continueOnError else { continue }
            let reason =
                "GitHub's runner does not heed it there: give it to the background step itself"
            keys.append(("`continue-on-error` of `\(step.kindName)`", reason, key.span))
        }
        for label in engine.ignoredLabels(of: job) {
            keys.append(
                (
                    "runner label `\(label)`",
                    "what the job runs in was not chosen by it",
                    job.work.runsOn.span
                )
            )
        }
        if let group = job.runner.group {
            keys.append(
                ("runner group `\(group)`", "there are no groups here", job.work.runsOn.span)
            )
        }
        for (subject, reason, span) in keys {
            await sink.send(
                .notHonoured(
                    NotHonoured(subject: subject, reason: reason, job: key, span: span)
                )
            )
        }
    }
}

extension Permissions {
    /// What a local run heeds: identity tokens, the checkout, and what GitHub's API is asked for,
    /// as far as this machine answers it.
    private static let heeded: [String: Level] = [
        "actions": .write, "checks": .write, "contents": .write, "deployments": .write,
        "id-token": .write, "issues": .write, "pages": .write, "pull-requests": .write,
        "security-events": .write, "statuses": .write,
    ]

    /// That rights are granted which nothing here stands for; nil when there are none.
    var withoutEffect: String? {
        let missing = levels.filter { $0.level > Self.heeded[$0.scope] ?? .none }
        guard !missing.isEmpty else { return nil }
        let list = missing.map { "`\($0.scope): \($0.level.rawValue)`" }.joined(separator: ", ")
        return "\(list) opens nothing here: the job's token is one of this machine"
    }
}
