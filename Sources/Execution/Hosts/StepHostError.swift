package import InitProtocol

/// Why a step host could not carry out what it was asked.
package enum StepHostError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The host understood and could not; the reason is exact.
    case failed(InitFailure)
    /// The program that serves the job could not be started.
    case cannotStart(program: String, reason: String)
    /// `actlocal-init` in the job speaks another version of the protocol.
    case wrongVersion(UInt16)
    /// The connection to the job ended while something was under way.
    case connectionLost(String)
    /// Init's answer makes no sense for the question.
    case protocolViolation(String)
    /// The task that asked was cancelled before it was done.
    case cancelled
    /// The container engine said no; its words.
    case engine(String)
    /// This kind of host cannot do that.
    case unsupported(String)

    /// The wording for people.
    package var description: String {
        switch self {
        case .failed(let failure):
            failure.description
        case .cannotStart(let program, let reason):
            "cannot start `\(program)`: \(reason)"
        case .wrongVersion(let version):
            "`actlocal-init` in the job speaks version \(version) of its protocol, "
                + "this program version \(InitFacts.currentVersion); install both from one build"
        case .connectionLost(let reason):
            "lost the connection to the job: \(reason)"
        case .protocolViolation(let reason):
            "`actlocal-init` in the job broke its protocol: \(reason)"
        case .cancelled:
            "the operation was canceled"
        case .engine(let message):
            message
        case .unsupported(let what):
            "\(what) needs `actlocal-init` in the job's container, which could not run there"
        }
    }
}
