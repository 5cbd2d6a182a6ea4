/// A listener that carries what arrives somewhere else.
protocol Forward: AnyObject {
    /// The port it listens at; 0 for a Unix socket.
    var port: UInt16 { get }
    /// Stops listening; what was accepted goes on.
    func stop()
}
