/// What git logs in with through ssh, for one checkout.
///
/// The key goes from memory to an agent that ends within seconds of git: no file of this machine
/// holds it. Neither the user's own keys nor what ssh is set to count.
package struct SecureShellLogin: Sendable, Hashable {
    /// The private key as its file has it, with the end of its last line.
    package let key: String
    /// The user at the host.
    package let user: String
    /// A whole file of known hosts, with those of github.com.
    package let knownHosts: String
    /// Whether a host has to be known.
    package let isStrict: Bool

    /// A login with a key; `knownHosts` is what is known besides github.com.
    ///
    /// Source: <https://docs.github.com/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints>
    package init(key: String, user: String, knownHosts: String, isStrict: Bool) {
        self.key = key + "\n"
        self.user = user.isEmpty ? "git" : user
        let gitHub =
            "github.com ssh-ed25519 "
            + "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n"
        self.knownHosts = knownHosts.isEmpty ? gitHub : "\(knownHosts)\n\(gitHub)"
        self.isStrict = isStrict
    }

    /// The options of ssh that say which hosts are known, as a shell reads them.
    ///
    /// Source: actions/checkout `git-auth-helper.ts`, `configureSsh`
    package func hostOptions(knownHostsFile file: String) -> String {
        let strictness = isStrict ? "yes -o CheckHostIP=no" : "no"
        // The inner quotes are for ssh, which takes blanks for the end of a name.
        return "-o StrictHostKeyChecking=\(strictness) "
            + "-o \"UserKnownHostsFile=\\\"\(file)\\\"\""
    }

    /// What starts a program with an agent that has the key, which is its input.
    ///
    /// A key with a passphrase is refused: nobody is asked.
    static let launcher = [
        "ssh-agent", "sh", "-c", #"ssh-add -q - || exit 97; exec "$@" </dev/null"#, "sh",
    ]

    /// The line that says why a key or a host was refused; nil when none was.
    func refusal(in words: String) -> String? {
        let signs = [
            "Permission denied (", "Host key verification failed", "Error loading key",
            "Too many authentication failures",
        ]
        return words.split(whereSeparator: \.isNewline).first { line in
            signs.contains(where: line.contains)
        }.map(String.init)
    }

    /// What keeps `ssh-add` and `ssh` from asking, and from the user's own keys and settings.
    func variables(knownHostsFile file: String) -> [String: String] {
        let options = "-F none -o BatchMode=yes -o IdentityFile=none"
        return [
            "GIT_SSH_COMMAND": "ssh \(options) \(hostOptions(knownHostsFile: file))",
            "SSH_ASKPASS": "false", "SSH_ASKPASS_REQUIRE": "force",
        ]
    }
}

extension RepositoryHosts {
    /// The address of a repository for a login through ssh, in the form of the host's own; where a
    /// mirror or a folder stands for it, that.
    ///
    /// Source: actions/checkout `url-helper.ts`, `getFetchUrl`
    package func url(of name: RepositoryName, login: SecureShellLogin?) -> String {
        let plain = url(of: name)
        return plain == publicURL(of: name) ? publicURL(of: name, login: login) : plain
    }

    /// The address that a repository has for everybody who logs in so, mirrors or not.
    package func publicURL(of name: RepositoryName, login: SecureShellLogin?) -> String {
        let plain = publicURL(of: name)
        guard let login, let scheme = plain.firstRange(of: "://") else { return plain }
        let rest = plain[scheme.upperBound...]
        let user = rest.prefix { $0 != "/" }.lastIndex(of: "@")
        let address = user.map { rest[rest.index(after: $0)...] } ?? rest
        switch plain[..<scheme.lowerBound] {
        case "ssh": return "ssh://\(login.user)@\(address)"
        case "http", "https":
            let host = address.prefix { $0 != "/" && $0 != ":" }
            return "\(login.user)@\(host):\(name).git"
        default: return plain
        }
    }

    /// The same hosts seen from another one of GitHub's kind; nil for an address that is none.
    ///
    /// A workflow names it, so nothing but the web's protocols is taken.
    package func at(server address: String) -> RepositoryHosts? {
        var address = address[...]
        while address.hasSuffix("/") { address = address.dropLast() }
        guard address.lowercased() != server.lowercased() else { return self }
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, ["http:", "https:"].contains(parts[0].lowercased()),
            parts[1].isEmpty, !parts[2].isEmpty,
            parts[2].utf8.allSatisfy({ $0.isHostByte })
        else { return nil }
        return RepositoryHosts(server: address.lowercased(), tokens: tokens)
    }
}

extension UInt8 {
    /// Whether it may be in the name of a host with its port.
    fileprivate var isHostByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
