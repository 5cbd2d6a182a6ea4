package import InitProtocol

/// The host's end of the conversation with one `actlocal-init`.
///
/// Many operations share the stream: each has an id, answers find it by that id, and bytes flow
/// only as far as their receiver gives credit, so that a slow one never stops the others.
package actor InitConnection {
    /// Handles each connection that a forward accepted.
    typealias Acceptor = @Sendable (HostChannel) async -> Void

    private let transport: any InitTransport
    /// The way that was taken after the first; nil while that is the only one.
    private var further: (any InitTransport)?
    private var way: any InitTransport { further ?? transport }
    private var operations: [UInt32: Operation] = [:]
    private var acceptors: [UInt32: Acceptor] = [:]
    private var nextID: UInt32 = 1
    private var outgoing: [UInt8] = []
    private var isSending = false
    private var failure: StepHostError?
    private var receivers: [Task<Void, Never>] = []

    /// Speaks over a transport; call ``open(door:)`` before anything else.
    package init(transport: any InitTransport) {
        self.transport = transport
    }

    /// Says hello and checks that both sides speak the same version.
    ///
    /// Where init can reach the door the conversation goes on over it, else as before.
    func open(door: InitDoor? = nil) async throws(StepHostError) -> InitFacts {
        receivers = [Task { await receive(from: transport) }]
        let greeting = try begin(.hello(version: InitFacts.currentVersion))
        var move: UInt32?
        if let door { move = try begin(.move(path: door.path, key: door.key)) }
        guard case .hello(let facts) = try await answer(of: greeting) else {
            throw .protocolViolation("the greeting was answered by something else")
        }
        guard facts.version == InitFacts.currentVersion else { throw .wrongVersion(facts.version) }
        if let door, let move { try await self.move(move, through: door) }
        return facts
    }

    /// Goes on over the connection that init has made, if it could; the first way stays open.
    private func move(_ id: UInt32, through door: InitDoor) async throws(StepHostError) {
        do throws(StepHostError) { _ = try await answer(of: id) } catch {
            if case .failed = error { return }
            throw error
        }
        guard let descriptor = door.connection(),
            let other = try? SocketInitTransport(descriptor: descriptor)
        else { throw .protocolViolation("it is not where it says it is") }
        further = other
        receivers.append(Task { await receive(from: other) })
    }

    /// Ends the conversation; operations under way fail and everything in the job is killed.
    package func close() async {
        fail(.connectionLost("it was closed"))
        await further?.close()
        await transport.close()
        await waitForEnd()
    }

    /// Waits until the other side has ended the conversation and all it sent was taken.
    func waitForEnd() async {
        for receiver in receivers { await receiver.value }
    }

    /// Asks something that has one answer; a cancelled task still gets it.
    ///
    /// - Throws: what init says it failed on, or that the connection is lost.
    package func answer(to request: InitRequest) async throws(StepHostError) -> InitReply {
        let id = try begin(request)
        return try await answer(of: id)
    }

    /// Asks several things in this order without waiting in between.
    ///
    /// - Throws: what init says it failed on first, or that the connection is lost.
    func answers(to requests: [InitRequest]) async throws(StepHostError) -> [InitReply] {
        var ids: [UInt32] = []
        for request in requests { ids.append(try begin(request)) }
        var replies: [InitReply] = []
        var failure: StepHostError?
        for id in ids {
            do { replies.append(try await answer(of: id)) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        return replies
    }

    /// The one answer to an operation that has begun.
    func answer(of id: UInt32) async throws(StepHostError) -> InitReply {
        defer { end(id) }
        while let reply = await nextReply(of: id) {
            switch reply {
            case .stream: continue
            case .failed(let failure): throw .failed(failure)
            default: return reply
            }
        }
        throw lostReason
    }

    /// Starts an operation and names it.
    func begin(_ request: InitRequest) throws(StepHostError) -> UInt32 {
        if let failure { throw failure }
        let id = nextID
        nextID = nextID == StreamSignal.firstInitID - 1 ? 1 : nextID + 1
        let frame = request.frame(id: id)
        guard frame.payload.count <= Frame.payloadLimit else {
            throw .failed(.refused("the request is too large to send"))
        }
        operations[id] = Operation()
        send(frame)
        return id
    }

    /// Waits for an operation's next reply; nil when the connection is lost or it was ended.
    func nextReply(of id: UInt32) async -> InitReply? {
        await withCheckedContinuation { continuation in
            guard operations[id] != nil, failure == nil || operations[id]?.hasReplies == true else {
                continuation.resume(returning: nil)
                return
            }
            operations[id]?.ask(continuation)
        }
    }

    /// Forgets an operation; what still comes for it is dropped.
    func end(_ id: UInt32) {
        var operation = operations.removeValue(forKey: id)
        operation?.lose()
    }

    /// Forgets a channel and closes it on the other side.
    func close(channel id: UInt32) {
        guard let operation = operations[id] else { return }
        if !operation.isReset { send(InitRequest.stream(.reset).frame(id: id)) }
        end(id)
    }

    /// Sends a further request about an operation that has begun.
    func say(_ request: InitRequest, id: UInt32) {
        send(request.frame(id: id))
    }

    /// Gives back credit for bytes of a stream that were dealt with.
    func consume(_ count: Int, of id: UInt32) {
        guard count > 0, operations[id] != nil else { return }
        operations[id]?.unconsumed -= count
        send(InitRequest.stream(.credit(UInt32(count))).frame(id: id))
    }

    /// Sends bytes of a stream, waiting for credit; false when the other side has closed it.
    func transmit(_ bytes: ArraySlice<UInt8>, on id: UInt32) async -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard let operation = operations[id], !operation.isReset, failure == nil else {
                return false
            }
            guard operation.credit > 0 else {
                await withCheckedContinuation { operations[id]?.creditWaiters.append($0) }
                continue
            }
            let part = rest.prefix(min(operation.credit, StreamSignal.chunkLimit))
            operations[id]?.spend(part.count)
            send(InitRequest.stream(.data(part)).frame(id: id))
            rest = rest.dropFirst(part.count)
        }
        return true
    }

    /// Starts a forward whose connections go to `acceptor`.
    func begin(
        forward request: ForwardRequest,
        acceptor: @escaping Acceptor
    ) throws(StepHostError) -> UInt32 {
        let id = try begin(.forward(request))
        acceptors[id] = acceptor
        return id
    }

    /// Connects to a Unix socket on the other side; whoever gets the channel closes it.
    func channel(toSocket path: String) async throws(StepHostError) -> HostChannel {
        let id = try begin(.connect(path: path))
        switch await nextReply(of: id) {
        case .done: return HostChannel(id: id, connection: self)
        case .failed(let failure):
            end(id)
            throw .failed(failure)
        default:
            end(id)
            throw lostReason
        }
    }

    /// Ends a forward; connections already made go on.
    func stop(forward id: UInt32) {
        acceptors[id] = nil
        say(.stopForwarding, id: id)
    }

    /// Why the connection is lost, for an operation that got no more replies.
    var lostReason: StepHostError {
        failure ?? .protocolViolation("an operation ended without an answer")
    }

    private func receive(from way: any InitTransport) async {
        var decoder = FrameDecoder()
        do {
            while let bytes = try await way.receive() {
                decoder.append(bytes)
                while let frame = try decoder.next() { try handle(frame) }
            }
            if way === self.way {
                fail(.connectionLost("`actlocal-init` has ended"))
            }
        } catch let error as WireError {
            fail(.protocolViolation("it sent \(error)"))
        } catch let error as StepHostError {
            fail(error)
        } catch {
            fail(.connectionLost("\(error)"))
        }
    }

    private func handle(_ frame: Frame) throws {
        let reply = try InitReply(frame)
        let id = frame.id
        switch reply {
        case .opened(let listener):
            open(channel: id, of: listener)
        case .stream(.credit(let count)):
            operations[id]?.give(credit: Int(count))
        case .stream(.data(let bytes)), .stream(.errors(let bytes)):
            operations[id]?.unconsumed += bytes.count
            guard operations[id]?.unconsumed ?? 0 <= StreamSignal.window else {
                throw StepHostError.protocolViolation("it sent more than it had credit for")
            }
            operations[id]?.deliver(reply)
        case .stream(.reset):
            operations[id]?.markReset()
            operations[id]?.deliver(reply)
        case .failed(let failure) where id == 0:
            throw StepHostError.failed(failure)
        default:
            operations[id]?.deliver(reply)
        }
    }

    private func open(channel id: UInt32, of listener: UInt32) {
        guard let acceptor = acceptors[listener], operations[id] == nil,
            id >= StreamSignal.firstInitID
        else {
            send(InitRequest.stream(.reset).frame(id: id))
            return
        }
        operations[id] = Operation()
        let channel = HostChannel(id: id, connection: self)
        Task {
            await acceptor(channel)
            await channel.close()
        }
    }

    private func fail(_ error: StepHostError) {
        guard failure == nil else { return }
        failure = error
        acceptors = [:]
        for id in operations.keys { operations[id]?.lose() }
    }

    private func send(_ frame: Frame) {
        guard failure == nil else { return }
        outgoing.append(
            contentsOf: Frame.header(
                tag: frame.tag,
                id: frame.id,
                payloadCount: frame.payload.count
            )
        )
        outgoing.append(contentsOf: frame.payload)
        guard !isSending else { return }
        isSending = true
        Task { await drain() }
    }

    private func drain() async {
        while !outgoing.isEmpty, failure == nil {
            let bytes = outgoing
            outgoing = []
            do { try await way.send(bytes) } catch { fail(.connectionLost("\(error)")) }
        }
        isSending = false
    }
}
