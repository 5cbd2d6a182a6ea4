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

/// The run of one session: chooses the workflows, prepares what they share, runs their jobs.
struct SessionRun: Sendable {
    let request: RunRequest
    let signal: CancellationSignal
    let report: RunReport

    /// Runs everything and says how it ended.
    func run() async {
        let start = ContinuousClock.now
        let end: (Conclusion, Int32)
        var invalid: [String] = []
        do {
            end = try await runWorkflows(invalid: &invalid)
        } catch {
            await report.send(.diagnostic(error.diagnostic))
            end = (
                error.exitStatus == ExitStatus.cancelled ? .cancelled : .failure, error.exitStatus
            )
        }
        await report.send(
            .runFinished(
                RunFinished(
                    conclusion: end.0,
                    exitStatus: end.1,
                    seconds: (ContinuousClock.now - start).seconds,
                    invalidWorkflows: invalid.isEmpty ? nil : invalid
                )
            )
        )
    }

    /// Runs what is to run; `invalid` gets the paths of the workflows that are not valid.
    private func runWorkflows(
        invalid: inout [String]
    ) async throws(SetupError) -> (Conclusion, Int32) {
        let link = request.isContained ? EngineConnection(request.machine) : nil
        let project: Project
        var selection: Selection
        do {
            project = try await Project.open(request)
            selection = try await project.choose(request)
        } catch {
            throw SetupError(error)
        }
        let (configuration, found) = project.configuration()
        let places = RepositoryPlaces(request, configuration)
        let problems = found + places.diagnostics
        await report.send(problems)
        let store = places.store(request)
        var calls = CallPlaces(request, configuration, root: project.root)
        if request.isDryRun {
            calls = .withoutFetching(request, configuration, root: project.root)
            selection = selection.withCalls(project, calls)
        } else {
            selection = try await selection.withCalls(
                project,
                &calls,
                fetching: store,
                until: signal
            )
        }
        await report.send(
            selection.neighbours + selection.chosen.flatMap(\.document.diagnostics)
        )
        for workflow in selection.leftOut {
            await report.send(.workflowNotStarted(workflow.notStarted))
        }
        guard !problems.contains(where: { $0.severity == .error }) else {
            return (.failure, ExitStatus.invalid)
        }
        let broken = selection.chosen.filter(\.document.isBroken)
        invalid = broken.map(\.document.path)
        let isAllBroken = !broken.isEmpty && broken.count == selection.chosen.count
        guard !isAllBroken, broken.isEmpty || request.workflow == nil else {
            return (.failure, ExitStatus.invalid)
        }
        let workflows: [Selection.Chosen]
        do {
            workflows = try selection.narrowed(to: request)
        } catch {
            throw SetupError(error)
        }
        if !request.isDryRun {
            try CacheFolder.prepare(
                request.machine.cacheFolder,
                isMounted: request.engine == .container
            )
        }
        let preparation = try await Preparation.make(
            request,
            project: project,
            configuration: configuration,
            store: store,
            called: calls.fetched,
            revision: selection.revision,
            chosen: workflows,
            report: report
        )
        let refused = broken.isEmpty ? [] : [WorkflowEnd.invalid]
        return WorkflowEnd.worst(of: refused + (try await run(workflows, preparation, over: link)))
    }

    /// Runs workflows in a place that is made for them and taken away after them.
    private func run(
        _ workflows: [Selection.Chosen],
        _ preparation: Preparation,
        over link: EngineConnection?
    ) async throws(SetupError) -> [WorkflowEnd] {
        let place = try await RunPlace.make(preparation, link, signal: signal, report: report)
        if !request.isDryRun { DailyHousekeeping.start(request.machine) }
        let services = RunServices(preparation, in: place, report: report)
        let ends: [WorkflowEnd]
        do {
            ends = try await run(workflows, preparation, in: place, services)
        } catch {
            await services.stop()
            await place.close()
            throw error
        }
        await services.stop()
        await place.close()
        return ends
    }

    /// Runs workflows one after the other; once cancelled no further one begins.
    private func run(
        _ workflows: [Selection.Chosen],
        _ preparation: Preparation,
        in place: RunPlace,
        _ services: RunServices
    ) async throws(SetupError) -> [WorkflowEnd] {
        var ends: [WorkflowEnd] = []
        for workflow in workflows {
            guard !signal.isCancelled else {
                await report.send(
                    .notHonoured(
                        NotHonoured(
                            subject: "workflow `\(workflow.document.name)`",
                            reason: "the run was cancelled before it began",
                            span: nil
                        )
                    )
                )
                ends.append(WorkflowEnd(conclusion: .cancelled, exitStatus: ExitStatus.cancelled))
                continue
            }
            let run = WorkflowRun(
                chosen: workflow,
                preparation: preparation,
                place: place,
                services: services,
                signal: signal,
                report: report,
                isOnlyOne: workflows.count == 1
            )
            ends.append(try await run.run())
        }
        return ends
    }
}

extension RunRequest {
    /// Whether jobs are run, in containers.
    fileprivate var isContained: Bool { !isDryRun && engine == .container }
}
