extension EngineError {
    /// An error of a pull request or its stream as a failed pull, where it is the pull's fault.
    func asPullFailure(of reference: String) -> EngineError {
        switch self {
        case .refused(_, let message):
            .pullFailed(image: reference, PullFailure(message: message))
        case .notFound(_, let name):
            .pullFailed(image: reference, .notFound(detail: "no such image: \(name)"))
        default: self
        }
    }
}

extension PullFailure {
    /// The texts registries and engines are known to use, first match wins.
    private static let table: [(text: String, make: @Sendable (String) -> PullFailure)] = [
        ("toomanyrequests", { .rateLimited(detail: $0) }),
        ("rate limit", { .rateLimited(detail: $0) }),
        ("no matching manifest", { .noPlatform(detail: $0) }),
        ("does not match the specified platform", { .noPlatform(detail: $0) }),
        ("pull access denied", { .denied(detail: $0) }),
        ("unauthorized", { .denied(detail: $0) }),
        ("authentication required", { .denied(detail: $0) }),
        ("no basic auth credentials", { .denied(detail: $0) }),
        ("denied", { .denied(detail: $0) }),
        ("manifest unknown", { .notFound(detail: $0) }),
        ("manifest for", { .notFound(detail: $0) }),
        ("not found", { .notFound(detail: $0) }),
        ("dial tcp", { .network(detail: $0) }),
        ("no such host", { .network(detail: $0) }),
        ("connection refused", { .network(detail: $0) }),
        ("timeout", { .network(detail: $0) }),
        ("deadline exceeded", { .network(detail: $0) }),
        ("client.timeout", { .network(detail: $0) }),
        ("proxyconnect", { .network(detail: $0) }),
        ("tls: ", { .network(detail: $0) }),
        ("x509: ", { .network(detail: $0) }),
        ("eof", { .network(detail: $0) }),
    ]

    /// The failure that an engine's words mean.
    init(message: String) {
        let lowered = message.lowercased()
        let row = Self.table.first { lowered.contains($0.text) }
        self = row?.make(message) ?? .other(detail: message)
    }
}
