import InitProtocol
import RunEvents

/// What a step came to, before `continue-on-error`.
struct StepVerdict: Sendable {
    /// How it ended.
    var outcome: Conclusion
    /// Whether it failed only because it, or a step inside it, cannot be run here.
    var isUnsupported = false
    /// Whether GitHub would have failed before the step's turn came, so that the step's
    /// `continue-on-error` excuses nothing.
    var isOfSetUp = false
    /// Why, when no process says so.
    var reason: String?
    /// The process's exit status.
    var exitStatus: Int32?
    /// CPU seconds.
    var cpuSeconds = 0.0
    /// Peak memory in bytes.
    var peakMemory = 0

    /// Describes an end that no process had a part in.
    init(_ outcome: Conclusion, reason: String? = nil) {
        self.outcome = outcome
        self.reason = reason
    }

    /// The end of a step that was one process.
    init(_ exit: ProcessExit) {
        outcome = exit.status == .exited(0) ? .success : .failure
        exitStatus = exit.status.exitCode
        cpuSeconds = exit.cpuTime.seconds
        peakMemory = Int(clamping: exit.peakMemory)
    }
}

extension Duration {
    /// The duration as fractional seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
