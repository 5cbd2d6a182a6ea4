import Planning

/// A call on its way: what it may have to wait for, its inner jobs begin after.
struct WaitingCall: Sendable {
    /// The call.
    let call: PlannedCall
    /// The place of the calling job's file in the schedule.
    let file: Int
    /// Tells it, and later all inner jobs, to stop.
    let signal = CancellationSignal()

    /// A call that is cancelled with the file of its job and with its other legs.
    init(
        _ call: PlannedCall,
        from index: Int,
        _ outer: ScheduledFile,
        _ jobSignal: CancellationSignal
    ) {
        self.call = call
        file = index
        outer.signal.pass(to: signal)
        jobSignal.pass(to: signal)
    }
}
