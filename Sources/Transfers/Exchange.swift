import Synchronization

/// One request and its response, between the task that asked and the thread that transfers.
final class Exchange: Sendable {
    /// What was asked.
    let request: TransferRequest
    /// The head of the answer, once it is there.
    let head = Arrival<ResponseHead>()
    /// The body of the answer.
    let received: ReceiveBuffer
    /// The body of the request, when it is made while it is sent.
    let sending: SendBuffer?
    /// Lines of the response's head, gathered on the loop's thread.
    let parser = Mutex(ResponseHeadParser())

    /// An exchange that has not begun; `onProgress` tells the loop to go on with it.
    init(_ request: TransferRequest, onProgress: @escaping @Sendable (Exchange) -> Void) {
        self.request = request
        let link = WeakExchange()
        received = ReceiveBuffer { link.exchange.map(onProgress) }
        if case .stream = request.body {
            sending = SendBuffer { link.exchange.map(onProgress) }
        } else {
            sending = nil
        }
        link.set(self)
    }

    /// Ends everything that still waits on this exchange with one error.
    func fail(_ error: any Error) {
        head.settle(.failure(error))
        received.finish(.failure(error))
        sending?.fail(error)
    }

    /// Ends a response that arrived whole.
    func succeed() {
        head.settle(
            .failure(TransferError.malformedResponse(detail: "the answer has no head"))
        )
        received.finish(.success(()))
        sending?.fail(TransferError.inputClosed)
    }
}

/// A way back from an exchange's buffers to the exchange that does not keep it alive.
private final class WeakExchange: Sendable {
    private struct Link {
        weak var exchange: Exchange?
    }

    private let link = Mutex(Link())

    var exchange: Exchange? { link.withLock { $0.exchange } }

    func set(_ exchange: Exchange) { link.withLock { $0.exchange = exchange } }
}
