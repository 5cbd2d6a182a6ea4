import CLibCurl
import Synchronization

extension CurlEasy {
    /// Tells the handle what to ask and where the pieces of the answer go.
    ///
    /// The callbacks borrow the exchange: whoever adds the handle to a multi handle keeps it.
    func prepare(_ exchange: Exchange, endpoint: TransferEndpoint) {
        let request = exchange.request
        set(CURLOPT_URL, endpoint.origin + request.target)
        set(CURLOPT_BUFFERSIZE, 512 * 1024)
        if let timeout = request.timeout { set(CURLOPT_TIMEOUT_MS, timeout.milliseconds) }
        set(headers: request.headers)
        setBody(of: request)
        set(CURLOPT_CUSTOMREQUEST, request.method)
        if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }

        let context = Unmanaged.passUnretained(exchange).toOpaque()
        set(CURLOPT_HEADERDATA, pointer: context)
        set(CURLOPT_WRITEDATA, pointer: context)
        set(CURLOPT_READDATA, pointer: context)
        _ = curl_setopt_callback(curl, handle, CURLOPT_HEADERFUNCTION, takeHeaderLine)
        _ = curl_setopt_callback(curl, handle, CURLOPT_WRITEFUNCTION, takeBody)
        _ = curl_setopt_callback(curl, handle, CURLOPT_READFUNCTION, giveBody)
    }

    private func setBody(of request: TransferRequest) {
        switch request.body {
        case .none:
            if request.method == "POST" { copyBody([]) }
        case .bytes(let bytes):
            copyBody(bytes)
        case .stream(let length, _):
            set(CURLOPT_UPLOAD, 1)
            // A kept connection may turn out dead, and a stream cannot be sent twice.
            set(CURLOPT_FRESH_CONNECT, 1)
            _ = curl_setopt_offset(
                curl,
                handle,
                CURLOPT_INFILESIZE_LARGE,
                curl_off_t(length.map(Int64.init) ?? -1)
            )
        }
    }

    private func copyBody(_ bytes: [UInt8]) {
        set(CURLOPT_POST, 1)
        _ = curl_setopt_offset(curl, handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
        // Copied by libcurl; an empty body needs an address all the same.
        (bytes.isEmpty ? [0] : bytes).withUnsafeBytes {
            _ = curl_setopt_bytes(curl, handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
        }
    }
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

private let takeHeaderLine: curl_transfer_callback = { bytes, size, count, context in
    guard let exchange = exchange(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    if let head = exchange.parser.withLock({ $0.take(line) }) {
        exchange.head.settle(.success(head))
    }
    return size * count
}

private let takeBody: curl_transfer_callback = { bytes, size, count, context in
    guard let exchange = exchange(context) else { return 0 }
    guard exchange.received.hasRoom else { return Int(CURL_WRITEFUNC_PAUSE) }
    exchange.received.append(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private let giveBody: curl_transfer_callback = { bytes, size, count, context in
    guard let exchange = exchange(context), let sending = exchange.sending, let bytes else {
        return 0
    }
    let supply = sending.take { piece in
        let length = min(piece.count, size * count)
        UnsafeMutableRawPointer(bytes).copyMemory(
            from: piece.baseAddress ?? UnsafeRawPointer(bytes),
            byteCount: length
        )
        return length
    }
    return switch supply {
    case .taken(let length): length
    case .empty: Int(CURL_READFUNC_PAUSE)
    case .finished: 0
    case .failed: Int(CURL_READFUNC_ABORT)
    }
}
