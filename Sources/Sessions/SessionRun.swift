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
        do {
            end = try await runWorkflows()
        } catch {
            await report.send(.diagnostic(error.diagnostic))
            end = (.failure, error.exitStatus)
        }
        let seconds = (ContinuousClock.now - start).seconds
        await report.send(
            .runFinished(RunFinished(conclusion: end.0, exitStatus: end.1, seconds: seconds))
        )
    }

    private func runWorkflows() async throws(SetupError) -> (Conclusion, Int32) {
        let project: Project
        let chosen: [Project.Chosen]
        do {
            project = try Project(request)
            chosen = try project.choose(request)
        } catch {
            throw SetupError(error)
        }
        let (configuration, problems) = project.configuration()
        await report.send(problems)
        await report.send(chosen.flatMap(\.document.diagnostics))
        guard !problems.contains(where: { $0.severity == .error }) else { return (.failure, 3) }
        let sound = chosen.filter { !$0.document.isBroken }
        let isBroken = sound.count < chosen.count
        guard !sound.isEmpty, !isBroken || request.workflow == nil else { return (.failure, 3) }
        let preparation = try await Preparation.make(
            request,
            project: project,
            configuration: configuration,
            chosen: sound,
            report: report
        )
        var ends: [WorkflowEnd] = isBroken ? [WorkflowEnd(conclusion: .failure, exitStatus: 3)] : []
        let place = try await RunPlace.make(preparation, signal: signal, report: report)
        for (index, workflow) in sound.enumerated() {
            let run = WorkflowRun(
                chosen: workflow,
                preparation: preparation,
                place: place,
                signal: signal,
                report: report,
                number: index,
                isOnlyOne: sound.count == 1
            )
            ends.append(try await run.run())
        }
        await place.close()
        return WorkflowEnd.worst(of: ends)
    }
}

/// How the run of one workflow ended.
struct WorkflowEnd: Sendable {
    /// How it ended.
    let conclusion: Conclusion
    /// The process's exit status for it.
    let exitStatus: Int32

    /// What matters most of several ends: a failure, then broken files, then what was not run.
    static func worst(of ends: [WorkflowEnd]) -> (Conclusion, Int32) {
        for status: Int32 in [130, 1, 3, 4, 5] {
            if let end = ends.first(where: { $0.exitStatus == status }) {
                return (end.conclusion, end.exitStatus)
            }
        }
        return (ends.contains { $0.conclusion == .success } ? .success : .skipped, 0)
    }
}

/// Why a run did not get as far as its jobs.
struct SetupError: Error {
    /// What to show.
    let diagnostic: Diagnostic
    /// The process's exit status for it.
    let exitStatus: Int32

    /// Wraps what a request is refused with.
    init(_ error: SessionError) {
        diagnostic = Diagnostic(
            code: .project,
            severity: .error,
            message: error.message,
            span: nil,
            help: error.help
        )
        exitStatus = error.exitStatus
    }

    /// Wraps what the engine or the network said.
    init(engine message: String, help: String?) {
        diagnostic = Diagnostic(
            code: .engine,
            severity: .error,
            message: message,
            span: nil,
            help: help
        )
        exitStatus = 4
    }

    /// Wraps what is wrong in a file.
    init(_ diagnostic: Diagnostic, exitStatus: Int32) {
        self.diagnostic = diagnostic
        self.exitStatus = exitStatus
    }
}

extension Duration {
    /// The duration as fractional seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
