import Transfers

/// An engine behind `ssh`, as `ssh://[USER@]HOST[:PORT][/SOCKET]` names it.
///
/// The docker command there carries the engine's socket over its input and output.
/// Source: <https://docs.docker.com/engine/security/protect-access/#use-ssh-to-protect-the-docker-daemon-socket>
package struct SecureShellAddress: Sendable, Hashable {
    /// The name to log in with; nil leaves it to ssh's own settings.
    package var user: String?
    /// The host, or a name of ssh's configuration.
    package var host: String
    /// The port; nil leaves it to ssh's own settings.
    package var port: Int?
    /// The engine's socket there; nil leaves it to the docker command there.
    package var socketPath: String?
    /// The variables that `ssh` sees; `PATH` says where it is.
    package var environment: [String: String]

    /// Reads what stands behind `ssh://`.
    ///
    /// - Throws: `EngineError.unsupportedAddress` with the whole `address`.
    init(_ rest: String, of address: String, environment: [String: String]) throws {
        func refusal(_ reason: String) -> EngineError {
            .unsupportedAddress(address, reason: reason)
        }
        guard !rest.contains(where: { "?#".contains($0) }) else {
            throw refusal("it has more than a user, a host, a port and a path")
        }
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at]
            guard !user.contains(":") else { throw refusal("ssh takes no password from it") }
            guard !user.isEmpty else { throw refusal("its user has no name") }
            self.user = String(user)
            place = authority[authority.index(after: at)...]
        }
        if let colon = place.lastIndex(of: ":"), !place[colon...].contains("]") {
            let digits = place[place.index(after: colon)...]
            guard let port = Int(digits), (1...65_535).contains(port) else {
                throw refusal("its port is no number")
            }
            self.port = port
            place = place[..<colon]
        }
        if place.hasPrefix("["), place.hasSuffix("]") { place = place.dropFirst().dropLast() }
        guard !place.isEmpty else { throw refusal("it names no host") }
        host = String(place)
        socketPath = path.contains { $0 != "/" } ? String(path) : nil
        self.environment = environment
    }

    /// How a user would log in by hand.
    var login: String { (["ssh"] + options + [host]).joined(separator: " ") }

    /// The command that leads to the engine: the docker command's own.
    var command: ConnectionCommand {
        var remote = ["docker"]
        if let socketPath { remote.append("--host=\(Self.quoted("unix://\(socketPath)"))") }
        return ConnectionCommand(
            ["ssh", "-o", "ConnectTimeout=30", "-T"] + options + ["--", host] + remote
                + ["system", "dial-stdio"],
            environment: environment
        )
    }

    private var options: [String] {
        (user.map { ["-l", $0] } ?? []) + (port.map { ["-p", "\($0)"] } ?? [])
    }

    /// A word as the shell there reads it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/:._-+@%".utf8.contains(byte)
            }
        }
        guard !isPlain else { return word }
        return "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: #"'\''"#) + "'"
    }
}

extension SecureShellAddress: CustomStringConvertible {
    /// The address as `DOCKER_HOST` spells it.
    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "ssh://\(user.map { "\($0)@" } ?? "")\(name)\(port.map { ":\($0)" } ?? "")"
            + (socketPath ?? "")
    }
}

extension UnreachableReason {
    /// What it means that `ssh` ended, by its words: the last line that is not empty.
    init(shellStatus status: Int32?, errors: String) {
        let lines = errors.split(whereSeparator: \.isNewline)
        let last = lines.last { $0.contains { !$0.isWhitespace } }.map(String.init) ?? ""
        let table: [(words: String, reason: UnreachableReason)] = [
            ("Could not resolve hostname", .unknownHost),
            ("Host key verification failed", .unknownHostKey),
            ("Permission denied (", .keyRefused),
            ("Too many authentication failures", .keyRefused),
            ("Connection timed out", .timedOut),
        ]
        if status == 127 {
            self = .noDockerCommand
        } else if let row = table.first(where: { last.contains($0.words) }) {
            self = row.reason
        } else if last.isEmpty {
            self = .other(detail: "`ssh` ended with \(status.map { "status \($0)" } ?? "a signal")")
        } else {
            self = .other(detail: last)
        }
    }
}
