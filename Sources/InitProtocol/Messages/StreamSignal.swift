/// What either side says about a stream of bytes: a step's output, an archive, a connection.
///
/// A sender keeps within its window: it may have sent at most ``window`` bytes that the receiver
/// has not yet given back by `credit`. So one slow stream never fills the connection all share.
package enum StreamSignal: Equatable, Sendable {
    /// Bytes of the stream, at most ``chunkLimit``.
    case data(ArraySlice<UInt8>)
    /// Bytes of a process's error output where that is apart; for credit they count like `data`.
    case errors(ArraySlice<UInt8>)
    /// The receiver has dealt with this many bytes.
    case credit(UInt32)
    /// The sender has no more bytes; the other direction goes on.
    case finish
    /// The stream is over in both directions.
    case reset

    /// The bytes a sender may have under way on one stream.
    package static let window = 1 << 20
    /// The most bytes one `data` carries.
    package static let chunkLimit = 256 << 10
    /// Ids from here up are given by init (accepted connections), those below by the host.
    package static let firstInitID: UInt32 = 1 << 31
}
