import InitProtocol

/// Something with a stream of bytes to or from the host.
protocol StreamOwner: AnyObject {
    /// Takes a signal about its stream; false when the host broke the rules of credit.
    func handle(_ signal: StreamSignal) -> Bool
}
