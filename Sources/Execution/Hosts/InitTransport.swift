/// Two-way bytes between the host and one `actlocal-init`.
///
/// `send` is called by one task at a time and returns when the bytes were taken over; `receive` is
/// called by one task at a time and gives nil at the end. Both fail or end once `close` was called.
package protocol InitTransport: AnyObject, Sendable {
    /// Sends bytes, waiting while the other side does not read.
    func send(_ bytes: [UInt8]) async throws
    /// Waits for the next bytes; nil at the end of the stream.
    func receive() async throws -> [UInt8]?
    /// Ends the stream in both directions.
    func close() async
}
