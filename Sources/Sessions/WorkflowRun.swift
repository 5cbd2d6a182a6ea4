import Diagnostics
import Execution
import Expressions
import Planning
import RunEvents
import Workflows
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The run of one workflow.
struct WorkflowRun: Sendable {
    let chosen: Selection.Chosen
    let preparation: Preparation
    let place: RunPlace
    /// What serves artifacts and caches to actions.
    let services: RunServices
    let signal: CancellationSignal
    let report: RunReport
    /// Whether no other workflow runs beside it.
    let isOnlyOne: Bool

    /// Runs the workflow's jobs and says how it ended.
    func run() async throws(SetupError) -> WorkflowEnd {
        guard let workflow = chosen.document.workflow else {
            return .invalid
        }
        let number = claimNumber()
        defer { RunRecords(preparation.request.machine).giveUp(number) }
        let started = StartedWorkflow(
            workflow,
            event: chosen.event,
            revision: preparation.revision,
            values: preparation.values,
            runNumber: number
        )
        let inputs = started.inputs
        await report.send(
            chosen.event.notes + started.event.forkNote + inputs.notes + inputs.diagnostics
                + inputs.refusals
        )
        guard started.inputs.diagnostics.isEmpty else {
            return .invalid
        }
        guard started.inputs.refusals.isEmpty else {
            return WorkflowEnd(conclusion: .failure, exitStatus: ExitStatus.usage)
        }
        let setup = setup(workflow, started)
        do throws(EvaluationFailure) {
            let name = try started.runName(of: workflow, variables: preparation.values.variables)
            await announce(workflow, name: name.map(setup.masked))
        } catch {
            await report.send(.diagnostic(error.diagnostic))
            return .invalid
        }
        await report.send(preparation.values.missing(in: chosen, preparation.request))
        return await inTurn(workflow, setup) { group, signal in
            await schedule(workflow, setup: setup, group: group, signal: signal)
        }
    }

    /// Runs when the workflow's concurrency group lets it; the signal is also given when another
    /// run takes its place.
    private func inTurn(
        _ workflow: Workflow,
        _ setup: RunSetup,
        _ run: (ConcurrencyGroup?, CancellationSignal) async -> WorkflowEnd
    ) async -> WorkflowEnd {
        let group: ConcurrencyGroup?
        do throws(EvaluationFailure) {
            group = try workflow.concurrency.map { (written) throws(EvaluationFailure) in
                try TemplateReader(setup.runContext).concurrency(written)
            }
        } catch {
            await report.send(.diagnostic(error.diagnostic))
            return .invalid
        }
        let own = CancellationSignal()
        let observer = signal.observe { own.cancel($0) }
        defer { signal.stopObserving(observer) }
        switch await gate.enter(group, job: nil, signal: own) {
        case .open(let stay):
            let end = await run(group, own)
            await stay?.leave()
            return end
        case .replaced, .cancelled:
            let status = signal.isCancelled ? ExitStatus.cancelled : ExitStatus.failed
            return WorkflowEnd(conclusion: .cancelled, exitStatus: status)
        }
    }

    /// Keeps runs and jobs of one concurrency group apart; a dry run is in nobody's way.
    private var gate: ConcurrencyGate {
        ConcurrencyGate(
            folder: preparation.request.isDryRun
                ? nil : preparation.request.machine.groupsFolder,
            repository: preparation.repository.scope,
            title: "run \(report.id)",
            report: report
        )
    }

    /// The milliseconds since 1970, or the next number that no other run of this machine has: what
    /// a run keeps lies in a folder of that name, which only one can make.
    private func claimNumber() -> Int {
        var number = Int(Date().timeIntervalSince1970 * 1000)
        guard !preparation.request.isDryRun else { return number }
        let records = RunRecords(preparation.request.machine)
        while !records.claim(number) { number += 1 }
        return number
    }

    private func announce(_ workflow: Workflow, name: String?) async {
        await report.send(
            .runStarted(
                RunStarted(
                    workflow: workflow.name?.value ?? workflow.file,
                    file: workflow.file,
                    runName: name,
                    event: chosen.event.name,
                    ref: chosen.event.ref,
                    sha: preparation.revision.sha,
                    repository: preparation.repository.fullName,
                    engine: place.description
                )
            )
        )
        if let overruled = chosen.overruledFilter {
            await report.send(.notHonoured(overruled))
        }
    }

    private func setup(_ workflow: Workflow, _ started: StartedWorkflow) -> RunSetup {
        let values = preparation.values
        var actions = preparation.actions
        actions.own = place.files
        let debug =
            values.secrets.first { $0.name == "ACTIONS_STEP_DEBUG" }?.value
            ?? values.variables["ACTIONS_STEP_DEBUG"]?.asString
        return RunSetup(
            workflow: workflow,
            repositoryName: preparation.repository.name,
            github: started.github,
            eventJSON: started.event.payload.toJSON(),
            inputs: started.inputs.context,
            vars: values.variables,
            secrets: values.secrets(for: started.event),
            environment: values.environment.map { EnvironmentEntry($0.name, $0.value) },
            actions: actions,
            isDebug: debug == "true",
            environments: values.environments(for: started.event),
            services: services.services(for: workflow, started, keyPrefix: keyPrefix)
        )
    }

    /// What its jobs' keys begin with, so that they differ from those of other workflows.
    private var keyPrefix: String { isOnlyOne ? "" : "\(chosen.document.stem)/" }

    private func schedule(
        _ workflow: Workflow,
        setup: RunSetup,
        group: ConcurrencyGroup?,
        signal: CancellationSignal
    ) async -> WorkflowEnd {
        let request = preparation.request
        let prefix = keyPrefix
        var planner = JobPlanner(
            contexts: .init(
                github: .object(setup.github),
                inputs: setup.inputs,
                vars: setup.vars
            ),
            called: chosen.document.called,
            permissions: workflow.permissions
        )
        planner.isReadOnly = chosen.event.isOfFork
        planner.cacheMode = workflow.cacheMode ?? .usual(for: chosen.event.name)
        if request.isDryRun, request.engine == .container {
            planner.obstacle = { [images = preparation.images] in images.obstacle(to: $0) }
        }
        let turns = ConcurrencyTurns(gate: gate, run: group, keyPrefix: prefix)
        let keeper = RunKeeper(RunRecords(request.machine), record(workflow, setup), report: report)
        let runner = JobRunner(
            setup: setup,
            engine: place.jobs,
            sink: report.sink,
            keep: { await keeper.keep($0) }
        )
        var scheduler = JobScheduler(
            work: .init(
                workflow: workflow,
                selection: chosen.selection(request),
                legFilters: request.matrix.map { ($0.key, $0.value) },
                keyPrefix: prefix,
                parallelJobs: request.parallelJobs ?? max(2, request.machine.cores),
                isDryRun: request.isDryRun
            ),
            planner: planner,
            signal: signal,
            sink: report.sink,
            enter: { leg, signal in await turns.join(leg, signal: signal) },
            execute: { job, signal in
                await runner.run(job, key: prefix + job.key, signal: signal)
            }
        )
        scheduler.keep = { await keeper.keep($0) }
        setup.addSecrets(to: scheduler.masks)
        let end = await scheduler.run()
        if !request.isDryRun { await keeper.finish() }
        return WorkflowEnd(conclusion: end.conclusion, exitStatus: exitStatus(end))
    }

    private func record(_ workflow: Workflow, _ setup: RunSetup) -> RunRecord {
        RunRecord(
            run: setup.github.last { $0.0 == "run_id" }.flatMap { Int($0.1.asString) } ?? 0,
            id: report.id,
            home: preparation.repository.scope,
            folder: preparation.repository.root,
            file: workflow.file,
            workflow: workflow.name?.value ?? workflow.file,
            keyPrefix: keyPrefix
        )
    }

    private func exitStatus(_ end: JobScheduler.End) -> Int32 {
        if signal.reason == .user || signal.reason == .abort { return ExitStatus.cancelled }
        switch end.conclusion {
        case .failure: return end.isEngineFailure ? ExitStatus.unavailable : ExitStatus.failed
        case .cancelled: return ExitStatus.failed
        case .notRun: return ExitStatus.notRun
        case .success, .skipped: return ExitStatus.success
        }
    }
}

extension RunSetup {
    /// What the workflow's own keys may use.
    fileprivate var runContext: EvaluationContext {
        EvaluationContext(["github": .object(github), "inputs": inputs, "vars": vars])
    }
}

extension GitRepository {
    /// What tells the repository's concurrency groups and caches from those of others.
    var scope: String {
        if let remote, remote.owner != nil { return "\(server)/\(fullName)" }
        return layout?.commonDirectory ?? root
    }
}
