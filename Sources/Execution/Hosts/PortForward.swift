/// A place inside the job that is being listened to.
package final class PortForward: Sendable {
    private let stopListening: @Sendable () async -> Void

    /// The port that was picked or asked for; 0 for a Unix socket.
    package let port: UInt16

    /// Names a listening port and how to end it.
    init(port: UInt16, stop: @escaping @Sendable () async -> Void) {
        self.port = port
        stopListening = stop
    }

    /// Stops listening; connections already made go on.
    package func stop() async {
        await stopListening()
    }
}
