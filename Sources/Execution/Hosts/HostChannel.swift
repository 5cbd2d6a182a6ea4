import InitProtocol

/// One connection with something inside a job: made there to a forwarded port or socket, or made
/// from here to a socket there.
///
/// One task may read while another writes. It is closed when its acceptor returns.
package final class HostChannel: Sendable {
    private let id: UInt32
    private let connection: InitConnection

    /// Names an open channel of a connection.
    init(id: UInt32, connection: InitConnection) {
        self.id = id
        self.connection = connection
    }

    /// Waits for the job's next bytes; nil when it has finished writing or the channel is gone.
    package func read() async -> ArraySlice<UInt8>? {
        while let reply = await connection.nextReply(of: id) {
            switch reply {
            case .stream(.data(let bytes)):
                await connection.consume(bytes.count, of: id)
                return bytes
            case .stream(.finish), .stream(.reset):
                return nil
            default:
                continue
            }
        }
        return nil
    }

    /// Sends bytes to the job; false when it has closed the connection.
    @discardableResult
    package func write(_ bytes: ArraySlice<UInt8>) async -> Bool {
        await connection.transmit(bytes, on: id)
    }

    /// Says that nothing more will be written; reading goes on.
    package func finishWriting() async {
        await connection.say(.stream(.finish), id: id)
    }

    /// Closes both directions; closing twice does nothing.
    package func close() async {
        await connection.close(channel: id)
    }
}
