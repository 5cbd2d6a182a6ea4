import Sessions

extension RunRequest {
    /// Takes where the repositories of others come from.
    mutating func readRepositories(
        _ options: PlaceOptions,
        _ paths: PathResolver
    ) throws(RequestError) {
        isActionOffline = options.actionOfflineMode
        for text in options.localRepository {
            guard let (name, folder) = Self.halves(of: text, at: "="), !folder.isEmpty,
                Self.isRepository(name)
            else {
                throw .badForm(
                    option: "--local-repository",
                    form: "owner/name@ref=folder",
                    example: "actions/setup-node@v4=../setup-node"
                )
            }
            localRepositories[name] = paths.absolute(folder)
        }
        if let server = options.repositoryServer {
            guard RunRequest.isAddress(server, for: nil) else {
                throw .badForm(
                    option: "--repository-server",
                    form: "scheme://host",
                    example: "https://github.example.com"
                )
            }
            repositoryServer = server
        }
        for text in options.repositoryMirror {
            guard let (pattern, url) = Self.halves(of: text, at: "="),
                RunRequest.isAddress(url, for: pattern)
            else {
                throw .badForm(
                    option: "--repository-mirror",
                    form: "owner/*=url",
                    example: "'actions/*=file:///srv/mirror/{owner}/{name}.git'"
                )
            }
            repositoryMirrors.append((pattern, url))
        }
    }

    /// Whether a text is `owner/name` or `owner/name@ref`.
    private static func isRepository(_ text: String) -> Bool {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts.contains("") && (halves.count == 1 || !halves[1].isEmpty)
    }
}
