/// The run that asks, and its jobs; other runs are known by their artifacts alone.
struct RunRoutes: Sendable {
    /// The jobs that were let in, for their numbers.
    let access: AccessTable

    /// The routes below `repos/{owner}/{repo}`.
    var routes: [APIRoute] {
        [
            APIRoute("GET", "actions/runs/{run}") { try await run($0) },
            APIRoute("GET", "actions/runs/{run}/attempts/{attempt}") { try await run($0) },
            APIRoute("GET", "actions/runs/{run}/jobs") { try await jobs($0) },
            APIRoute("GET", "actions/runs/{run}/attempts/{attempt}/jobs") { try await jobs($0) },
            APIRoute("GET", "actions/jobs/{job}") { try await job($0) },
        ]
    }

    /// Refuses what is not the run that asks.
    private func check(_ call: APICall) async throws {
        guard try call.number("run") == call.grant.job.run,
            ["1", nil].contains(call.values["attempt"])
        else { throw await call.unknown(because: "only the run itself is known here") }
    }

    private func run(_ call: APICall) async throws -> ServiceResponse {
        try await check(call)
        let (facts, run) = (call.facts, call.grant.job.run)
        let time = Timestamp.text(Double(run) / 1000)
        let address = "\(call.base)/actions/runs/\(run)"
        func text(_ name: String) -> APIValue { .text(facts.github[name] ?? "") }
        let pull = PullRoutes.pull(call)
        return APICall.response(
            200,
            [
                "id": .integer(run), "node_id": .text("WFR_\(run)"), "name": text("workflow"),
                "display_title": .text(facts.title), "path": .text(facts.workflowFile),
                "head_branch": .text(branch(facts)), "head_sha": text("sha"),
                "run_number": .integer(Int(facts.github["run_number"] ?? "") ?? 1),
                "run_attempt": 1, "event": text("event_name"), "status": "in_progress",
                "conclusion": .null, "workflow_id": 1, "check_suite_id": 1,
                "actor": APIObjects(call).user(facts.github["actor"] ?? ""),
                "triggering_actor": APIObjects(call).user(
                    facts.github["triggering_actor"] ?? ""
                ),
                "created_at": .text(time), "run_started_at": .text(time),
                "updated_at": .text(time),
                "pull_requests": .list(pull == .null ? [] : [pull]),
                "referenced_workflows": [], "previous_attempt_url": .null,
                "url": .text(address),
                "html_url": .text("\(call.page)/actions/runs/\(run)"),
                "jobs_url": .text("\(address)/jobs"),
                "artifacts_url": .text("\(address)/artifacts"),
                "logs_url": .text("\(address)/logs"),
                "repository": APIObjects(call).repository,
                "head_repository": APIObjects(call).repository,
            ]
        )
    }

    private func branch(_ facts: ServedAPI) -> String {
        let head = facts.github["head_ref"] ?? ""
        return head.isEmpty ? facts.github["ref_name"] ?? "" : head
    }

    private func jobs(_ call: APICall) async throws -> ServiceResponse {
        try await check(call)
        return call.paged(await describedJobs(call), in: "jobs")
    }

    private func job(_ call: APICall) async throws -> ServiceResponse {
        let id = try call.number("job")
        guard let job = await describedJobs(call).first(where: { $0["id"].integer == id }) else {
            throw await call.unknown(because: "only the run's own jobs are known here")
        }
        return APICall.response(200, job)
    }

    /// The run's jobs in the order they began, with their steps.
    func describedJobs(_ call: APICall) async -> [APIValue] {
        let numbers = access.checkRuns(of: call.grant.job.run)
        return await call.facts.jobs().enumerated().map { index, job in
            // A job that has not begun is numbered from above, which no job that has is.
            let queued = call.grant.job.run % 100_000_000_000 * 1000 + 999 - index
            return describe(job, id: numbers[job.key] ?? queued, call)
        }
    }

    private func describe(_ job: ServedJobState, id: Int, _ call: APICall) -> APIValue {
        let run = call.grant.job.run
        let steps = job.steps.enumerated().map { index, step in
            progress(step.progress).adding([
                "name": .text(step.name), "number": .integer(index + 1),
            ])
        }
        return progress(job.progress).adding([
            "id": .integer(id), "node_id": .text("CR_\(id)"), "name": .text(job.name),
            "run_id": .integer(run), "run_attempt": 1, "steps": .list(steps),
            "head_sha": .text(call.facts.github["sha"] ?? ""),
            "head_branch": .text(branch(call.facts)),
            "workflow_name": .text(call.facts.github["workflow"] ?? ""),
            "run_url": .text("\(call.base)/actions/runs/\(run)"),
            "url": .text("\(call.base)/actions/jobs/\(id)"),
            "html_url": .text("\(call.page)/actions/runs/\(run)/job/\(id)"),
            "check_run_url": .text("\(call.base)/check-runs/\(id)"),
            "labels": ["self-hosted"], "runner_name": "actlocal",
        ])
    }

    private func progress(_ progress: ServedJobState.Progress) -> APIValue {
        let status =
            progress.ended != nil || progress.conclusion != nil
            ? "completed" : progress.started != nil ? "in_progress" : "queued"
        return [
            "status": .text(status), "conclusion": .optional(progress.conclusion),
            "started_at": .optional(progress.started.map(Timestamp.text)),
            "completed_at": .optional(progress.ended.map(Timestamp.text)),
        ]
    }
}
