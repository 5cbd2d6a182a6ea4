/// Why an exchange with a server did not happen or did not end well.
package enum TransferError: Error, Sendable, Hashable {
    /// No connection: the system's error number says why, 0 when there was none.
    case cannotConnect(endpoint: String, systemError: Int32, detail: String)
    /// The host's name could not be looked up.
    case unknownHost(String)
    /// The two sides could not agree on TLS, or one did not trust the other.
    case untrusted(endpoint: String, detail: String)
    /// No connection or no answer in the time allowed.
    case timedOut(endpoint: String)
    /// The connection broke after it was made.
    case connectionLost(endpoint: String, detail: String)
    /// The server sent something that is not HTTP as we know it.
    case malformedResponse(detail: String)
    /// The server answered a request for a raw stream with a refusal.
    case refusedUpgrade(status: Int, body: [UInt8])
    /// The answer was longer than the caller accepts.
    case bodyTooLarge(limit: Int)
    /// Bytes were sent after the input of a stream was closed.
    case inputClosed
    /// The system would not give us a thread, a pipe or memory.
    case outOfResources(detail: String)
    /// The program that leads to the server is not on this machine.
    case noCommand(String)
    /// The program that led to the server ended with what it wrote as errors; the status is nil
    /// after a signal.
    case commandFailed(endpoint: String, status: Int32?, errors: String)
    /// libcurl is not on this machine, or is none we can use; in the loader's words.
    case noLibrary(detail: String)
}

extension TransferError: CustomStringConvertible {
    /// What happened, on one line.
    package var description: String {
        switch self {
        case .cannotConnect(let endpoint, _, let detail):
            "cannot connect to `\(endpoint)`: \(detail)"
        case .unknownHost(let host): "no address is known for the host `\(host)`"
        case .untrusted(let endpoint, let detail): "no trust in TLS with `\(endpoint)`: \(detail)"
        case .timedOut(let endpoint): "`\(endpoint)` did not answer in time"
        case .connectionLost(let endpoint, let detail):
            "the connection to `\(endpoint)` broke: \(detail)"
        case .malformedResponse(let detail): "the answer is not HTTP: \(detail)"
        case .refusedUpgrade(let status, let body):
            "the server refused a stream with status \(status): "
                + String(decoding: body, as: UTF8.self)
        case .bodyTooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .inputClosed: "the input of the stream is closed"
        case .outOfResources(let detail): "the system is out of resources: \(detail)"
        case .noCommand(let name): "there is no `\(name)` on this machine"
        case .commandFailed(let endpoint, let status, let errors):
            "`\(endpoint)` ended with \(status.map { "status \($0)" } ?? "a signal"): \(errors)"
        case .noLibrary(let detail): "libcurl cannot be loaded: \(detail)"
        }
    }
}
