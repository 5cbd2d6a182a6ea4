/// Where a repository is pushed to, read from its remote's URL.
package struct GitRemote: Sendable, Hashable, Codable {
    /// The remote's name, such as `origin`.
    package let name: String
    /// The URL without any password or token.
    package let url: String
    /// The web server, such as `https://github.com`; nil for a path on this machine.
    package let server: String?
    /// The account that owns the repository; nil for a path on this machine.
    package let owner: String?
    /// The repository's name without `.git`.
    package let repository: String

    /// Reads the forms git takes: `https://`, `ssh://`, `git://`, `user@host:path`, `file://`, a path.
    package init(name: String, url: String) {
        self.name = name
        let location = Location(url)
        var parts = location.path.split(separator: "/").map(String.init)
        if let last = parts.last, last.hasSuffix(".git"), last != ".git" {
            parts[parts.count - 1] = String(last.dropLast(4))
        } else if parts.last == ".git" {
            parts.removeLast()
        }
        self.url = location.url
        server = location.host.map { "\(location.isPlain ? "http" : "https")://\($0)" }
        owner = location.host == nil || parts.count < 2 ? nil : parts[parts.count - 2]
        repository = parts.last ?? "repository"
    }
}

/// The parts of a remote's URL that matter.
private struct Location {
    var url: String
    var host: String?
    var path: String
    var isPlain = false

    init(_ text: String) {
        if let scheme = text.firstRange(of: "://") {
            self.init(scheme: text[..<scheme.lowerBound], rest: text[scheme.upperBound...])
        } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/") {
            // user@host:path, git's short form of ssh.
            let authority = text[..<colon]
            let host = authority.split(separator: "@").last.map(String.init) ?? ""
            self.init(
                url: text,
                host: webHost(host),
                path: String(text[text.index(after: colon)...])
            )
        } else {
            self.init(url: text, host: nil, path: text)
        }
    }

    private init(url: String, host: String?, path: String) {
        self.url = url
        self.host = host
        self.path = path
    }

    private init(scheme: Substring, rest: Substring) {
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = rest[..<slash]
        let at = authority.lastIndex(of: "@")
        let address = at.map { authority[authority.index(after: $0)...] } ?? authority
        let path = String(rest[slash...])
        guard scheme != "file" else {
            self.init(url: "file://\(rest)", host: nil, path: path)
            return
        }
        let isWeb = scheme.hasPrefix("http")
        // The user of ssh is part of the address, never a secret; its password is dropped.
        let user = at.flatMap { authority[..<$0].split(separator: ":").first }
        let shown = isWeb || user == nil ? String(address) : "\(user ?? "")@\(address)"
        let port = isWeb ? String(address) : String(address.prefix { $0 != ":" })
        self.init(url: "\(scheme)://\(shown)\(path)", host: webHost(port), path: path)
        isPlain = scheme == "http"
    }
}

/// The web server that belongs to an ssh address.
private func webHost(_ host: String) -> String {
    host == "ssh.github.com" ? "github.com" : host
}
