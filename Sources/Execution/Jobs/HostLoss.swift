import Synchronization

/// Whether the place a job runs in is gone: its engine, its container or its init.
///
/// Nothing more can be run in such a job, and nothing its steps say counts: whatever
/// `continue-on-error` and `always()` ask for, it ends there, and as the engine's failure.
final class HostLoss: Sendable {
    private let lost = Mutex<String?>(nil)
    private let peer: String

    /// Nothing is lost yet; `peer` is what the connection leads to, for the wording.
    init(peer: String) {
        self.peer = peer
    }

    /// What was lost and why, for people; nil while all is well.
    var reason: String? { lost.withLock { $0 } }

    /// Notes an error that came of talking to the host.
    ///
    /// - Returns: what was lost; nil when the error says nothing of the kind.
    @discardableResult
    func note(_ error: any Error) -> String? {
        guard let error = error as? StepHostError, let cause = error.causeOfLoss else { return nil }
        let text = "lost the connection to \(peer): \(cause)"
        return lost.withLock { lost in
            lost = lost ?? text
            return lost
        }
    }
}

extension StepHostError {
    /// Why no further answer can come from the host; nil when it only refused or was cancelled.
    fileprivate var causeOfLoss: String? {
        switch self {
        case .connectionLost(let reason): reason
        case .engine, .cannotStart, .wrongVersion, .protocolViolation: description
        case .failed, .cancelled, .unsupported: nil
        }
    }
}
