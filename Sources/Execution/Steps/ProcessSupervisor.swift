import InitProtocol
import Synchronization

/// When a step is ended before it ends by itself.
struct Interruption: Sendable {
    /// When it has run too long; nil for never.
    var deadline: ContinuousClock.Instant?
    /// Whether a cancelled job lets it go on, as `if: always()` does.
    var goesOn = false

    /// This interruption narrowed by a step's own limit.
    func limited(to limit: ContinuousClock.Instant?) -> Interruption {
        var narrowed = self
        narrowed.deadline = [deadline, limit].compactMap { $0 }.min()
        return narrowed
    }
}

/// Runs the process of a step and ends it when the job is cancelled or its time is over.
struct ProcessSupervisor: Sendable {
    /// Why a process was ended.
    enum Stop: Sendable {
        case cancelled
        case timedOut
    }

    /// How a process ended.
    struct End: Sendable {
        /// Its exit; nil when it was to end before it had started.
        let exit: ProcessExit?
        /// Why it was ended; nil when it ended by itself.
        let stop: Stop?
    }

    /// How long an aborted job may take to say that its processes are gone.
    private static let abortPatience = Duration.seconds(5)

    /// Runs a process to its end, as `StepHost.run` does.
    typealias Run =
        @Sendable (
            ProcessRequest, _ output: ProcessOutput
        ) async throws(StepHostError) -> ProcessExit

    /// Where the process runs.
    let host: any StepHost
    /// Tells the job to stop.
    let signal: CancellationSignal
    /// How it is run there, where that is not the host's own way.
    var runner: Run?

    /// Runs `request` to its end.
    ///
    /// - Throws: `StepHostError` when it could not be started or the job is gone.
    func run(
        _ request: ProcessRequest,
        until interruption: Interruption,
        output: ProcessOutput
    ) async throws(StepHostError) -> End {
        let process = Task { [host, runner] () -> Result<ProcessExit, StepHostError> in
            do throws(StepHostError) {
                guard let runner else {
                    return .success(try await host.run(request, ladder: .github, output: output))
                }
                return .success(try await runner(request, output))
            } catch {
                return .failure(error)
            }
        }
        let stop = StopCause()
        let lastResort = LastResort(after: Self.abortPatience)
        let observer = signal.observe { reason in
            guard !interruption.goesOn || reason.endsAll else { return }
            stop.set(.cancelled)
            process.cancel()
            guard reason == .abort else { return }
            // The ladder that the cancellation began is too patient now.
            Task { [host] in _ = try? await host.terminateAll(TerminateRequest()) }
            lastResort.start { [host] in await host.close() }
        }
        let timer = interruption.deadline.map { deadline in
            Task {
                try await Task.sleep(until: deadline, clock: .continuous)
                stop.set(.timedOut)
                process.cancel()
            }
        }
        let result = await process.value
        timer?.cancel()
        signal.stopObserving(observer)
        lastResort.cancel()
        if case .failure(.cancelled) = result, let cause = stop.value {
            return End(exit: nil, stop: cause)
        }
        return End(exit: try result.get(), stop: stop.value)
    }
}

/// Something done when nothing else has helped in time.
private final class LastResort: Sendable {
    private struct State {
        var isOver = false
        var task: Task<Void, any Error>?
    }

    private let delay: Duration
    private let state = Mutex(State())

    /// Nothing is done before `delay` has passed.
    init(after delay: Duration) {
        self.delay = delay
    }

    /// Starts waiting, once.
    func start(_ body: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isOver, state.task == nil else { return }
            state.task = Task { [delay] in
                try await Task.sleep(for: delay)
                await body()
            }
        }
    }

    /// Nothing has to be done any more.
    func cancel() {
        state.withLock { state in
            state.isOver = true
            state.task?.cancel()
        }
    }
}

/// The first reason that a process, or other work of a step, was ended for.
final class StopCause: Sendable {
    private let state = Mutex<ProcessSupervisor.Stop?>(nil)

    /// The reason; nil while the process was left alone.
    var value: ProcessSupervisor.Stop? { state.withLock { $0 } }

    /// Sets the reason unless there is one.
    func set(_ stop: ProcessSupervisor.Stop) {
        state.withLock { $0 = $0 ?? stop }
    }
}
