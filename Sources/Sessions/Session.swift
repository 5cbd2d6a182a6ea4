import ContainerEngine
import Diagnostics
import Execution
import Expressions
import Planning
package import RunEvents
import Workflows
import Workspaces

/// One run from request to its last event: the only place where the rooms are wired together.
package final class Session: Sendable {
    private let request: RunRequest
    private let signal = CancellationSignal()

    /// A session that has not begun.
    package init(_ request: RunRequest) {
        self.request = request
    }

    /// Runs everything; the stream's last event says how it ended.
    ///
    /// The run is held back while nobody takes its events. It goes on when the stream is dropped.
    package func run() -> AsyncStream<RunEvent> {
        let channel = EventChannel()
        let report = RunReport(channel: channel, id: RunID.make())
        let run = SessionRun(request: request, signal: signal, report: report)
        let observer = signal.observe { reason in
            guard reason == .abort else { return }
            Task {
                try? await Task.sleep(for: Self.patience)
                await report.giveUp()
            }
        }
        Task { [signal] in
            await run.run()
            await channel.finish()
            signal.stopObserving(observer)
        }
        return AsyncStream {
            await channel.next()
        } onCancel: {
            Task { await channel.finish() }
        }
    }

    /// How long an aborted run may take to remove what it made: an engine that is frozen never
    /// answers, and one that is busy with other things takes its time.
    private static let patience = Duration.seconds(30)

    /// Cancels as GitHub does: the running steps are stopped, steps with `always()` still run.
    package func cancel() {
        signal.cancel(.user)
    }

    /// Ends at once: nothing more is run, everything is removed.
    package func abort() {
        signal.cancel(.abort)
    }
}
