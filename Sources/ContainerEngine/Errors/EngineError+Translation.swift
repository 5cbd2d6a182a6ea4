import Transfers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension EngineError {
    /// An error of the transfer in the words of the engine; others stay what they are.
    static func translating(_ error: any Error, endpoint: EngineEndpoint) -> any Error {
        guard let error = error as? TransferError else { return error }
        switch error {
        case .cannotConnect(_, let number, let detail):
            return EngineError.unreachable(endpoint, .init(systemError: number, detail: detail))
        case .unknownHost: return EngineError.unreachable(endpoint, .unknownHost)
        case .untrusted(_, let detail):
            return EngineError.unreachable(endpoint, .untrusted(detail: detail))
        case .timedOut: return EngineError.unreachable(endpoint, .timedOut)
        case .connectionLost(_, let detail): return EngineError.connectionLost(detail: detail)
        case .refusedUpgrade(let status, let body):
            return EngineError.refused(status: status, message: Self.message(in: body))
        case .inputClosed: return EngineError.connectionLost(detail: "the input is closed")
        case .noCommand: return EngineError.unreachable(endpoint, .noShell)
        case .commandFailed(_, let status, let errors):
            return EngineError.unreachable(endpoint, .init(shellStatus: status, errors: errors))
        case .noLibrary: return EngineError.noLibrary(detail: error.description)
        case .malformedResponse, .bodyTooLarge, .outOfResources:
            return EngineError.unexpectedAnswer(detail: error.description)
        }
    }

    /// What a refusal with this status and body means for the thing it is about.
    init(status: Int, body: [UInt8], subject: EngineConnection.Subject) {
        self.init(status: status, message: Self.message(in: body), subject: subject)
    }

    /// What a refusal with this status and text means for the thing it is about.
    init(status: Int, message: String, subject: EngineConnection.Subject) {
        let lowered = message.lowercased()
        if let known = Self.known(message: message, lowered: lowered) {
            self = known
            return
        }
        switch status {
        case 404: self = Self.missing(message: message, lowered: lowered, subject: subject)
        case 409 where Self.saysNameTaken(lowered):
            self = .nameTaken(subject.kind, name: subject.name, detail: message)
        case 403 where lowered.contains("active endpoints"), 409:
            self = .inUse(subject.kind, name: subject.name, detail: message)
        // Podman refuses a taken name with status 500.
        case 500 where Self.saysNameTaken(lowered):
            self = .nameTaken(subject.kind, name: subject.name, detail: message)
        default: self = .refused(status: status, message: message)
        }
    }

    /// Refusals that mean the same whatever they are about, found by their texts.
    private static func known(message: String, lowered: String) -> EngineError? {
        if lowered.contains("no space left on device") { return .diskFull(detail: message) }
        if lowered.contains("address pool") { return .noAddresses(detail: message) }
        // Docker, then Podman.
        if lowered.contains("pool overlaps") || lowered.contains("subnet is already used")
            || lowered.contains("is already used on the host or by another config")
        {
            return .addressesTaken(detail: message)
        }
        if lowered.contains("port is already allocated")
            || lowered.contains("address already in use")
            || lowered.contains("ports are not available")
        {
            return .portTaken(detail: message)
        }
        // Docker, then Podman.
        if lowered.contains("failed to mount local volume")
            || lowered.contains("error mounting volume")
        {
            return .cannotMount(.volume, detail: message)
        }
        if lowered.contains("bind source path does not exist")
            || lowered.contains("mounts denied") || lowered.contains("statfs ")
        {
            return .cannotMount(.file, detail: message)
        }
        let isNoProgram = [
            "executable file not found", "stat ", "no such file or directory", "permission denied",
            "exec format error",
        ].contains { lowered.contains($0) }
        guard lowered.contains("exec: \"") || lowered.contains("exec format error"), isNoProgram
        else { return nil }
        let command = message.firstRange(of: "exec: \"").map { range in
            String(message[range.upperBound...].prefix { $0 != "\"" })
        }
        return .cannotExecute(command: command ?? "", detail: message)
    }

    private static func saysNameTaken(_ lowered: String) -> Bool {
        lowered.contains("already in use") && lowered.contains("name")
            || lowered.contains("already exists")
    }

    /// A 404 may be about something else than the path says: creating a container reports a
    /// missing image, a missing network is found when it starts.
    private static func missing(
        message: String,
        lowered: String,
        subject: EngineConnection.Subject
    ) -> EngineError {
        let table: [(prefix: String, kind: ResourceKind)] = [
            ("no such image: ", .image),
            ("no such container: ", .container),
            ("no such volume: ", .volume),
            ("no such exec instance: ", .exec),
        ]
        for row in table {
            guard let range = lowered.firstRange(of: row.prefix) else { continue }
            let start = lowered.distance(from: lowered.startIndex, to: range.upperBound)
            let name = message.dropFirst(start).prefix { $0 != " " && $0 != "\n" }
            return .notFound(row.kind, name: String(name))
        }
        if lowered.hasPrefix("network "), lowered.hasSuffix(" not found") {
            return .notFound(.network, name: String(message.dropFirst(8).dropLast(10)))
        }
        return .notFound(subject.kind, name: subject.name)
    }

    /// The engine's text in a refusal's body: `{"message": …}`, else the body itself.
    static func message(in body: [UInt8]) -> String {
        struct Wire: Decodable { var message: String }
        if let wire = try? JSONDecoder().decode(Wire.self, from: Data(body)) {
            return wire.message
        }
        var text = Substring(decoding: body, as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension UnreachableReason {
    /// The reason behind a system error number.
    init(systemError: Int32, detail: String) {
        switch systemError {
        case ENOENT: self = .noSocket
        case EACCES, EPERM: self = .permissionDenied
        case ECONNREFUSED: self = .nobodyListens
        case ETIMEDOUT: self = .timedOut
        default: self = .other(detail: detail)
        }
    }
}
