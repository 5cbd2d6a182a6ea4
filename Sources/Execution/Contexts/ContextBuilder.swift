import Expressions
import Planning
import RunEvents
import Workflows

/// Builds the contexts that a step's expressions see, as values, from what is known at that moment.
///
/// Source: <https://docs.github.com/actions/reference/contexts-reference>
struct ContextBuilder: Sendable {
    /// What belongs to one step alone.
    struct Moment {
        /// The `env` context, in order, later entries winning.
        let environment: [EnvironmentEntry]
        /// `GITHUB_ACTION`; nil outside steps.
        let stepName: String?
        /// The step's environment files; nil outside steps.
        let files: StepFiles?
        /// Where the step's own action is from; nil for none.
        var origin: ActionOrigin?
    }

    /// What all jobs share.
    let setup: RunSetup
    /// The job as planned.
    let job: PlannedJob
    /// Its container or folder.
    let room: OpenJob
    /// What it is known by outside of the workflow.
    let identity: JobIdentity

    /// The contexts for a step of `scope`, or for the job itself.
    func contexts(
        scope: StepScope,
        state: JobState,
        moment: Moment
    ) -> [String: ExpressionValue] {
        let records = scope.action == nil ? state.steps : scope.records
        var contexts: [String: ExpressionValue] = [
            "github": github(scope: scope, moment: moment),
            "env": .object(
                moment.environment.map { ($0.name, .string($0.value)) },
                caseSensitive: true
            ),
            "job": jobContext(state),
            "steps": Self.steps(records),
            "runner": runner,
            "strategy": job.strategy.context,
            "matrix": job.leg.context,
        ]
        if let action = scope.action {
            contexts["inputs"] = action.inputs
        } else {
            contexts["inputs"] = setup.inputs
            contexts["vars"] = setup.vars
            contexts["needs"] = job.needs
            contexts["secrets"] = setup.secretsContext
        }
        return contexts
    }

    /// The `github` context with what belongs to this job and step.
    func github(scope: StepScope, moment: Moment) -> ExpressionValue {
        .object(setup.github + githubExtras(scope: scope, moment: moment))
    }

    private func githubExtras(
        scope: StepScope,
        moment: Moment
    ) -> [(String, ExpressionValue)] {
        let paths = room.paths
        var extras: [(String, ExpressionValue)] = [
            ("job", .string(job.job.id)),
            ("workspace", .string(paths.expressionWorkspace)),
            ("event_path", .string(expressionPath(paths.eventFile))),
            // Inner steps keep that of the job's step. Source: actions/runner `StepsRunner`
            ("action", .string(scope.action?.caller ?? moment.stepName ?? "")),
            ("action_repository", ""), ("action_ref", ""),
        ]
        if let files = moment.files {
            extras += [
                ("path", .string(expressionPath(files.path))),
                ("env", .string(expressionPath(files.environment))),
                ("step_summary", .string(expressionPath(files.summary))),
                ("state", .string(expressionPath(files.state))),
                ("output", .string(expressionPath(files.output))),
            ]
        }
        if let action = scope.action {
            extras += [
                ("action_path", .string(expressionPath(action.path))),
                ("action_repository", .string(action.repository)),
                ("action_ref", .string(action.ref)),
                ("action_status", .string(action.status.rawValue)),
            ]
        }
        if let origin = moment.origin {
            extras += [
                ("action_repository", .string(origin.repository)),
                ("action_ref", .string(origin.ref)),
            ]
        }
        return extras
    }

    /// The path as expressions show it: below the runner's work root instead of the container's.
    func expressionPath(_ path: String) -> String {
        let paths = room.paths
        guard paths.workRoot != paths.expressionWorkRoot else { return path }
        if path.hasPrefix(paths.workRoot + "/") {
            return paths.expressionWorkRoot + path.dropFirst(paths.workRoot.count)
        }
        if path.hasPrefix(paths.workflowFolder + "/") {
            return paths.expressionTemp + "/_github_workflow"
                + path.dropFirst(paths.workflowFolder.count)
        }
        return path
    }

    private func jobContext(_ state: JobState) -> ExpressionValue {
        .object(
            [
                ("status", .string(state.status.rawValue)),
                ("check_run_id", .number(Double(identity.checkRun))),
                ("container", room.container),
                ("services", room.services),
            ] + setup.source.entries
        )
    }

    /// The `runner` context.
    var runner: ExpressionValue {
        let paths = room.paths
        var entries: [(String, ExpressionValue)] = [
            ("name", "actlocal"),
            ("os", .string(room.platform.system)),
            ("arch", .string(room.platform.architecture)),
            ("temp", .string(paths.expressionTemp)),
            ("tool_cache", .string(paths.expressionToolCache)),
            ("workspace", .string(expressionPath(paths.runnerWorkspace))),
            ("environment", .string(job.runner.environment)),
        ]
        if setup.isDebug {
            entries.append(("debug", "1"))
        }
        return .object(entries)
    }

    private static func steps(_ records: StepRecords) -> ExpressionValue {
        .object(
            records.all.map { record in
                (
                    record.id,
                    .object([
                        (
                            "outputs",
                            .object(record.outputs.map { ($0.name, .string($0.value)) })
                        ),
                        ("outcome", record.outcome.map { .string($0.rawValue) } ?? .null),
                        ("conclusion", record.conclusion.map { .string($0.rawValue) } ?? .null),
                    ])
                )
            }
        )
    }
}
