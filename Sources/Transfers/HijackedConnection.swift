import CLibCurl
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The thread behind one raw stream: connects, asks for the upgrade, then carries bytes.
final class HijackedConnection: Sendable {
    /// The head of the answer that opened the stream, once it is there.
    let head = Arrival<ResponseHead>()
    /// What the peer sends.
    let received: ReceiveBuffer
    /// What goes to the peer.
    let sending: SendBuffer
    private let endpoint: TransferEndpoint
    private let request: TransferRequest
    private let wakePipe: WakePipe
    private let isClosed = Atomic(false)

    /// Everything the thread needs, before it runs.
    init(endpoint: TransferEndpoint, request: TransferRequest) throws(TransferError) {
        let wakePipe = try WakePipe()
        self.endpoint = endpoint
        self.request = request
        self.wakePipe = wakePipe
        received = ReceiveBuffer { wakePipe.wake() }
        sending = SendBuffer { wakePipe.wake() }
    }

    /// Makes the thread close the connection and end.
    func close() {
        isClosed.store(true, ordering: .releasing)
        wakePipe.wake()
    }

    /// The thread's whole life; every outcome ends in `head`, `received` and `sending`.
    func run() {
        do {
            let easy = try connect()
            let rest = try upgrade(easy)
            rest.withUnsafeBytes { received.append($0) }
            try carry(easy)
            end(.success(()))
        } catch {
            end(.failure(error))
        }
    }

    private func end(_ result: Result<Void, any Error>) {
        let isOurs = isClosed.load(ordering: .acquiring)
        let lost = TransferError.connectionLost(
            endpoint: endpoint.description,
            detail: isOurs ? "it was closed" : "the peer closed it"
        )
        head.settle(result.flatMap { .failure(lost) })
        received.finish(result)
        sending.fail(result.failure ?? lost)
    }

    private func connect() throws(TransferError) -> CurlEasy {
        let easy = try CurlEasy(endpoint: endpoint)
        easy.set(CURLOPT_URL, endpoint.origin)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        let code = easy.curl.pointee.easy_perform(easy.handle)
        guard code == CURLE_OK else { throw TransferError(code, of: easy, endpoint: endpoint) }
        return easy
    }

    // MARK: The upgrade

    /// Sends the request and reads the answer's head; what came behind it is returned.
    private func upgrade(_ easy: CurlEasy) throws -> [UInt8] {
        var outgoing = requestBytes()[...]
        while !outgoing.isEmpty {
            let sent = try outgoing.withUnsafeBytes { try send($0, easy) }
            outgoing = outgoing.dropFirst(sent)
            if sent == 0 { try wait(easy, reading: false, writing: true) }
        }
        var answer = UpgradeAnswer()
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try receive(into: $0, easy) }
            switch count {
            case nil: try wait(easy, reading: true, writing: false)
            case 0?:
                if let failure = TransferError.ofCommand(at: endpoint) { throw failure }
                try answer.end()
            case let count?: try answer.take(chunk[..<count])
            }
            if let (head, rest) = answer.opened {
                self.head.settle(.success(head))
                return rest
            }
        }
    }

    private func requestBytes() -> [UInt8] {
        var body: [UInt8] = []
        if case .bytes(let bytes) = request.body { body = bytes }
        var text = "\(request.method) \(request.target) HTTP/1.1\r\n"
        text += "Host: \(endpoint.hostHeader)\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
        for field in request.headers { text += "\(field.name): \(field.value)\r\n" }
        text += "Content-Length: \(body.count)\r\n\r\n"
        return Array(text.utf8) + body
    }

    // MARK: The stream

    private func carry(_ easy: CurlEasy) throws {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { chunk.deallocate() }
        var input = Input.open
        while !isClosed.load(ordering: .acquiring) {
            let canRead = received.hasRoom
            var isIdle = true
            if canRead {
                let (count, isAtEnd) = try fill(chunk, easy)
                received.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
                if isAtEnd { return }
                isIdle = count == 0
            }
            if input != .closed {
                let before = input
                input = sendNext(easy)
                if input == .moved || (input == .closed && before != .closed) { isIdle = false }
            }
            if isIdle { try wait(easy, reading: canRead, writing: input == .blocked) }
        }
    }

    /// What became of the next bytes to send.
    private enum Input {
        /// There are none at the moment.
        case open
        /// Some were sent.
        case moved
        /// The socket takes no more now.
        case blocked
        /// There will be none any more.
        case closed
    }

    /// Sends what the socket takes.
    ///
    /// A peer that takes no more may still have things to say: the senders learn of it and
    /// reading goes on.
    private func sendNext(_ easy: CurlEasy) -> Input {
        var failure: TransferError?
        let supply = sending.take { piece in
            do throws(TransferError) {
                return try send(piece, easy)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure {
            sending.fail(failure)
            return .closed
        }
        switch supply {
        case .taken(let count): return count == 0 ? .blocked : .moved
        case .empty: return .open
        case .failed: return .closed
        case .finished:
            shutdown(easy.socket, Int32(SHUT_WR))
            return .closed
        }
    }

    /// Receives until nothing more is there or the chunk is full: the fewer the pieces, the
    /// fewer times a reader has to be woken.
    private func fill(
        _ chunk: UnsafeMutableRawBufferPointer,
        _ easy: CurlEasy
    ) throws -> (count: Int, isAtEnd: Bool) {
        var filled = 0
        while filled < chunk.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: chunk[filled...])
            guard let count = try receive(into: rest, easy) else { break }
            if count == 0 { return (filled, true) }
            filled += count
        }
        return (filled, false)
    }

    // MARK: The socket

    /// Sends what the socket takes now, perhaps nothing.
    private func send(
        _ bytes: UnsafeRawBufferPointer,
        _ easy: CurlEasy
    ) throws(TransferError) -> Int {
        var sent = 0
        let code = easy.curl.pointee.easy_send(easy.handle, bytes.baseAddress, bytes.count, &sent)
        if code == CURLE_AGAIN { return 0 }
        guard code == CURLE_OK else { throw TransferError(code, of: easy, endpoint: endpoint) }
        return sent
    }

    /// Receives what is there: `nil` when nothing is, 0 at the end.
    private func receive(
        into chunk: UnsafeMutableRawBufferPointer,
        _ easy: CurlEasy
    ) throws -> Int? {
        var count = 0
        let code = easy.curl.pointee.easy_recv(easy.handle, chunk.baseAddress, chunk.count, &count)
        if code == CURLE_AGAIN { return nil }
        // A process that ends without having read its input leaves a reset behind; on a Unix
        // socket it comes after the last byte, so nothing is lost.
        if code == CURLE_RECV_ERROR, endpoint.isSocket { return 0 }
        guard code == CURLE_OK else { throw TransferError(code, of: easy, endpoint: endpoint) }
        return count
    }

    /// Sleeps until the socket or somebody with work for this thread wakes it.
    private func wait(_ easy: CurlEasy, reading: Bool, writing: Bool) throws {
        if isClosed.load(ordering: .acquiring) { throw CancellationError() }
        let events = Int16(reading ? POLLIN : 0) | Int16(writing ? POLLOUT : 0)
        // A socket asked for nothing still reports a hang-up, over and over: leave it out.
        var watched = [
            pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: events == 0 ? -1 : easy.socket, events: events, revents: 0),
        ]
        poll(&watched, nfds_t(watched.count), -1)
        if watched[0].revents != 0 { wakePipe.drain() }
    }
}

extension Result {
    /// The error, when there is one.
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
