import Glibc
import InitProtocol

/// One connection carried over the stream to the host, in both directions.
final class Channel: StreamOwner {
    private let connection: CInt
    private let id: UInt32
    private let host: HostStream
    private let source: StreamSource
    private let sink: StreamSink
    private var hasFinishedReading = false
    private var hasFinishedWriting = false
    private var isClosed = false

    /// Called once when the connection is closed.
    var onClosed: () -> Void = {}

    /// Takes over a connected socket that does not wait.
    init(connection: CInt, id: UInt32, host: HostStream, loop: EventLoop) {
        self.connection = connection
        self.id = id
        self.host = host
        // The source closes its own copy at the connection's end; answers may still go out then.
        source = StreamSource(
            descriptor: fcntl(connection, F_DUPFD_CLOEXEC, 3),
            id: id,
            host: host,
            loop: loop
        )
        sink = StreamSink(
            descriptor: connection,
            ownsDescriptor: false,
            id: id,
            host: host,
            loop: loop
        )
        source.onEnd = { [unowned self] in
            hasFinishedReading = true
            host.send(.stream(.finish), id: id)
            closeIfFinished()
        }
        sink.onFinished = { [unowned self] in
            hasFinishedWriting = true
            shutdown(connection, CInt(SHUT_WR))
            closeIfFinished()
        }
        sink.onBroken = { [unowned self] in
            host.send(.stream(.reset), id: id)
            close()
        }
    }

    /// Takes a signal of the host.
    func handle(_ signal: StreamSignal) -> Bool {
        switch signal {
        case .data(let bytes): return sink.accept(bytes)
        case .errors: return false
        case .credit(let count): source.give(credit: count)
        case .finish: sink.finish()
        case .reset: closeWhenSent()
        }
        return true
    }

    /// Closes once everything the host has sent went out.
    private func closeWhenSent() {
        guard !isClosed else { return }
        source.close()
        sink.onFinished = { [unowned self] in close() }
        sink.onBroken = { [unowned self] in close() }
        if hasFinishedWriting { close() } else { sink.finish() }
    }

    private func closeIfFinished() {
        guard hasFinishedReading, hasFinishedWriting else { return }
        host.send(.stream(.reset), id: id)
        close()
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        source.close()
        sink.stop()
        Glibc.close(connection)
        onClosed()
    }
}
