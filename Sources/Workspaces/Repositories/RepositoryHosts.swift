/// Where repositories are fetched from: one git host, and mirrors for some of its repositories.
package struct RepositoryHosts: Sendable, Hashable {
    /// An address that stands for the repositories a pattern names.
    package struct Mirror: Sendable, Hashable {
        /// `owner/name`, `owner/*` or `*`; letter case does not count.
        package let pattern: String
        /// The address, with `{owner}` and `{name}` where those parts go.
        package let url: String

        /// Fetches what `pattern` names from `url`.
        package init(pattern: String, url: String) {
            self.pattern = pattern
            self.url = url
        }

        /// How closely the pattern fits, from 1; 0 when it does not.
        fileprivate func fit(_ repository: RepositoryName) -> Int {
            let pattern = pattern.lowercased()
            if pattern == "\(repository)".lowercased() { return 3 }
            if pattern == "\(repository.owner)/*".lowercased() { return 2 }
            return pattern == "*" || pattern == "*/*" ? 1 : 0
        }
    }

    /// GitHub itself.
    package static let gitHub = "https://github.com"

    /// The host's address, such as `https://github.com`.
    package let server: String
    /// The mirrors; of several that fit the closest counts, and of equals the first.
    package let mirrors: [Mirror]
    /// Tokens by the start of the addresses they are sent to, such as `https://github.com/`.
    package let tokens: [String: String]

    /// A host and the mirrors before it.
    package init(
        server: String = gitHub,
        mirrors: [Mirror] = [],
        tokens: [String: String] = [:]
    ) {
        self.server = server.last == "/" ? String(server.dropLast()) : server
        self.mirrors = mirrors
        self.tokens = tokens
    }

    /// Whether a mirror stands for a repository.
    package func hasMirror(for repository: RepositoryName) -> Bool {
        mirrors.contains { $0.fit(repository) > 0 }
    }

    /// The address a repository is fetched from.
    package func url(of repository: RepositoryName) -> String {
        var best: (fit: Int, mirror: Mirror)?
        for mirror in mirrors {
            let fit = mirror.fit(repository)
            if fit > best?.fit ?? 0 { best = (fit, mirror) }
        }
        let form = best?.mirror.url ?? "\(server)/{owner}/{name}"
        return form.replacing("{owner}", with: repository.owner)
            .replacing("{name}", with: repository.name)
    }

    /// The repository of this host that an address names, in any form that git takes; nil for
    /// another host's.
    package func repository(at url: String) -> RepositoryName? {
        var plain = url[...]
        while plain.hasSuffix("/") { plain = plain.dropLast() }
        if plain.hasSuffix(".git") { plain = plain.dropLast(".git".count) }
        if plain.hasPrefix(server + "/") {
            return RepositoryName(parsing: String(plain.dropFirst(server.count + 1)))
        }
        let remote = GitRemote(name: "", url: url)
        guard remote.server == server, let owner = remote.owner else { return nil }
        return RepositoryName(owner: owner, name: remote.repository)
    }

    /// The repository that an address of another host names, where a mirror stands for it or for
    /// all of its owner; nil without one.
    package func mirrored(at url: String) -> RepositoryName? {
        let remote = GitRemote(name: "", url: url)
        guard let owner = remote.owner,
            let name = RepositoryName(owner: owner, name: remote.repository),
            mirrors.contains(where: { $0.fit(name) > 1 })
        else { return nil }
        return name
    }

    /// The address that a repository has for everybody, mirrors or not.
    func publicURL(of repository: RepositoryName) -> String { "\(server)/\(repository)" }

    /// The token that is sent to an address; nil for none.
    ///
    /// Of several beginnings that fit the longest counts. A beginning fits whole parts only:
    /// `https://github.com` is not the beginning of `https://github.com.example.org/…`.
    func token(for url: String) -> String? {
        tokens.filter { beginning, _ in
            url == beginning
                || url.hasPrefix(beginning.hasSuffix("/") ? beginning : beginning + "/")
        }.max { $0.key.count < $1.key.count }?.value
    }
}
