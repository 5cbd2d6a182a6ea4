import ContainerEngine
import Diagnostics
import RunEvents

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
        exitStatus = ExitStatus.unavailable
    }

    /// Wraps whatever kept an engine from answering.
    init(refusal error: any Error) {
        if let error = error as? SetupError {
            self = error
        } else {
            let refusal = error as? EngineError
            self.init(engine: refusal?.message ?? "\(error)", help: refusal?.help)
        }
    }

    /// The user's wish, before anything was made.
    static let cancelled = SetupError(
        Diagnostic(.engine, severity: .warning, "cancelled before any job began", at: nil),
        exitStatus: ExitStatus.cancelled
    )

    /// Wraps what is wrong in a file.
    init(_ diagnostic: Diagnostic, exitStatus: Int32) {
        self.diagnostic = diagnostic
        self.exitStatus = exitStatus
    }
}
