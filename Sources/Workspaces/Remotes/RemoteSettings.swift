/// What git in a job is told, so that it finds the stand-in under the addresses of the remote.
///
/// `origin` keeps its address: git takes another one in its place (`url.*.insteadOf`) when it
/// connects. Only the project's own repository is meant: addresses that merely begin like its own
/// stay as they are.
package struct RemoteSettings: Sendable {
    /// `owner/name`.
    private let name: String
    /// The web server, such as `https://github.com`.
    private let server: String
    /// The address of the clone's remote; nil without one.
    private let url: String?
    /// What stands before `@` in addresses that a workflow makes with the run's own token.
    private let logins: [String]

    /// Settings for the addresses of a repository.
    ///
    /// - Parameters:
    ///   - repository: The developer's repository.
    ///   - name: `owner/name` as the run calls it.
    ///   - token: The run's own token, which addresses may have; nil for none.
    ///   - actor: Who started the run.
    package init(of repository: GitRepository, name: String, token: String?, actor: String) {
        self.name = name
        server = repository.server
        url = repository.remote?.url
        let users = [
            "x-access-token", "github-actions", "github-actions[bot]", "git", "oauth2", actor,
        ]
        guard let token else {
            logins = []
            return
        }
        logins =
            [token, "\(token):x-oauth-basic"]
            + Set(users.filter { !$0.isEmpty }).sorted().map { "\($0):\(token)" }
    }

    /// The text for a stand-in at an origin such as `http://127.0.0.1:4711`, where git says who it
    /// is by `authorization`.
    package func text(origin: String, authorization: String) -> String {
        var sections = [
            Self.section("http", "\(origin)/"),
            "\textraHeader = \(GitFolderSettings.quoted("Authorization: \(authorization)"))",
            "\tproxy =",
        ]
        let standIn = "\(origin)/\(name)"
        var rewrites: [(from: String, to: String)] = []
        for address in webAddresses {
            rewrites += [(address, standIn), (address + ".git", standIn + ".git")]
        }
        for address in exactAddresses { rewrites.append((address, standIn)) }
        for (address, target) in rewrites {
            let value = GitFolderSettings.quoted(address)
            sections += [
                Self.section("url", target), "\tinsteadOf = \(value)", "\tpushInsteadOf = \(value)",
            ]
        }
        for address in neighbours {
            sections += [
                Self.section("url", address), "\tinsteadOf = \(GitFolderSettings.quoted(address))",
            ]
        }
        return sections.joined(separator: "\n") + "\n"
    }

    private var plain: String { "\(server)/\(name)" }

    /// Addresses to which `.git` may be added.
    private var webAddresses: [String] {
        guard let scheme = server.firstRange(of: "://") else { return [plain] }
        let start = server[..<scheme.upperBound]
        let host = server[scheme.upperBound...]
        return [plain] + logins.map { "\(start)\($0)@\(host)/\(name)" }
            + [ClosedRemote.pushURL(of: plain)]
    }

    /// Addresses as they are written.
    private var exactAddresses: [String] {
        let host = server.firstRange(of: "://").map { server[$0.upperBound...] } ?? server[...]
        var addresses = ["git@\(host):\(name).git", "ssh://git@\(host)/\(name).git"]
        if let url, url != plain, url != plain + ".git", !addresses.contains(url) {
            addresses.append(url)
        }
        return addresses + addresses.map { ClosedRemote.pushURL(of: $0) }
    }

    /// The beginnings of other repositories' addresses that begin like those of this one.
    private var neighbours: [String] {
        let letters = (0x21...0x7E).map { Character(Unicode.Scalar($0)) }
            .filter { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        let own = [plain, plain + ".git"] + exactAddresses
        return own.flatMap { address in letters.map { "\(address)\($0)" } }
    }

    private static func section(_ name: String, _ address: String) -> String {
        "[\(name) \(GitFolderSettings.quoted(address))]"
    }
}
