import CLibCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TransferError {
    /// The error that a libcurl result stands for; the handle still knows the details.
    init(_ code: CURLcode, of easy: CurlEasy, endpoint: TransferEndpoint) {
        let detail = easy.explanation(of: code)
        let place = endpoint.description
        if let failure = Self.ofCommand(at: endpoint) {
            self = failure
            return
        }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            if case .tcp(let host, _) = endpoint.address {
                self = .unknownHost(host)
            } else {
                self = .unknownHost(place)
            }
        case CURLE_COULDNT_CONNECT:
            let number = easy.systemError
            self = .cannotConnect(
                endpoint: place,
                systemError: number,
                detail: number == 0 ? detail : String(cString: strerror(number)).lowercased()
            )
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut(endpoint: place)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            self = .untrusted(endpoint: place, detail: detail)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            self = .malformedResponse(detail: detail)
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            self = .outOfResources(detail: detail)
        default: self = .connectionLost(endpoint: place, detail: detail)
        }
    }

    /// The failure of the program that led to the server, if there was one.
    static func ofCommand(at endpoint: TransferEndpoint) -> TransferError? {
        guard case .command(let command) = endpoint.address, let ending = command.endings.take()
        else { return nil }
        return .commandFailed(
            endpoint: endpoint.description,
            status: ending.status,
            errors: ending.errors
        )
    }
}
