import Execution
import RunnerServices

extension ServedRun {
    /// What GitHub's identity token would say of a job.
    ///
    /// - Source: <https://docs.github.com/actions/reference/security/oidc>
    func claims(_ request: JobServices.Request) -> JobClaims {
        let names = [
            "actor", "actor_id", "base_ref", "event_name", "head_ref", "ref", "ref_type",
            "repository", "repository_id", "repository_owner", "repository_owner_id",
            "run_attempt", "run_id", "run_number", "sha", "workflow", "workflow_ref",
            "workflow_sha",
        ]
        var claims = Dictionary(uniqueKeysWithValues: names.map { ($0, text($0)) })
        claims["sub"] = subject(request)
        claims["check_run_id"] = "\(request.checkRun)"
        claims["environment"] = request.environment
        claims["job_workflow_ref"] = request.source.reference
        claims["job_workflow_sha"] = request.source.sha
        claims["ref_protected"] = "false"
        claims["repository_visibility"] = "private"
        claims["runner_environment"] = request.runnerEnvironment
        return JobClaims(
            claims: claims,
            issuer: "https://token.actions.githubusercontent.com",
            audience: "\(text("server_url"))/\(text("repository_owner"))"
        )
    }

    private func subject(_ request: JobServices.Request) -> String {
        let repository = "repo:\(text("repository"))"
        if let environment = request.environment {
            return "\(repository):environment:\(environment.replacing(":", with: "%3A"))"
        }
        return text("event_name").hasPrefix("pull_request")
            ? "\(repository):pull_request"
            : "\(repository):ref:\(text("ref").replacing(":", with: "%3A"))"
    }
}
