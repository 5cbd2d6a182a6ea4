/// Work of a step that is no process of it, ended when the job is cancelled or its time is over.
struct InterruptibleWork: Sendable {
    /// Why the work was ended.
    struct Ended: Error {
        /// The reason.
        let cause: ProcessSupervisor.Stop
    }

    /// Tells the job to stop.
    let signal: CancellationSignal
    /// When the step is ended.
    let interruption: Interruption

    /// Does the work, which has to heed that its task is cancelled.
    ///
    /// What goes on in a cancelled job, as a step with `always()` does, is ended by an abort only.
    /// - Throws: `Ended` when it was ended, else what `body` throws.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let stop = StopCause()
        let work = Task { try await body() }
        let goesOn = interruption.goesOn
        let observer = signal.observe { reason in
            guard !goesOn || reason.endsAll else { return }
            stop.set(.cancelled)
            work.cancel()
        }
        let timer = interruption.deadline.map { deadline in
            Task {
                try await Task.sleep(until: deadline, clock: .continuous)
                stop.set(.timedOut)
                work.cancel()
            }
        }
        let result = await work.result
        timer?.cancel()
        signal.stopObserving(observer)
        if case .failure = result, let cause = stop.value { throw Ended(cause: cause) }
        return try result.get()
    }
}
