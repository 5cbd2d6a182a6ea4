/// An image's name taken apart the way the docker command does it.
///
/// Shape: `[registry[:port]/]repository[:tag][@digest]`, such as `ghcr.io/owner/app:1.2`.
/// Source: <https://pkg.go.dev/github.com/distribution/reference>
package struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// Everything before tag and digest, as written.
    package var repository: String
    /// What stands behind the last colon; `nil` when there is none.
    package var tag: String?
    /// Such as `sha256:…`.
    package var digest: String?

    /// Takes a name apart; what is no tag by its place stays in the repository.
    package init(_ text: some StringProtocol) {
        var rest = String(text)
        if let at = rest.firstIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = String(rest[..<at])
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            tag = String(rest[rest.index(after: colon)...])
            rest = String(rest[..<colon])
        }
        repository = rest
    }

    /// The registry's host and port: `docker.io` when the name has none.
    package var registry: String {
        guard let slash = repository.firstIndex(of: "/") else { return "docker.io" }
        let first = repository[..<slash]
        let isHost = first.contains(".") || first.contains(":") || first == "localhost"
        return isHost ? String(first) : "docker.io"
    }

    /// The digest, else the tag, else `latest`: what a pull asks for.
    package var version: String { digest ?? tag ?? "latest" }

    /// The name as it was written.
    package var description: String {
        repository + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }
}
