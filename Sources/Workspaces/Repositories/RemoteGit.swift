import HostProcesses

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The git that talks to a host: it asks nobody, runs no program of the user's, and ends in time.
struct RemoteGit: Sendable {
    /// Whose repository is fetched, for errors.
    let name: RepositoryName
    /// Which ref of it, for errors.
    let ref: String
    /// Where it is fetched from.
    let url: String
    /// Git without the settings of the machine and its user.
    let git: GitCommand
    /// What every call gets besides.
    let variables: [String: String]
    /// How long and how large.
    let limits: RepositoryLimits
    /// A folder without anything of the user's.
    let home: String
    /// What it logs in with through ssh; nil for what the user has.
    let login: SecureShellLogin?

    /// Git for one address.
    ///
    /// From `environment`, the process's own, come proxies and certificate authorities; `home` is a
    /// folder without anything of the user's, with `gitconfig`.
    init(
        _ name: RepositoryName,
        ref: String,
        url: String,
        hosts: RepositoryHosts,
        environment: [String: String],
        home: String,
        limits: RepositoryLimits,
        login: SecureShellLogin? = nil
    ) {
        self.home = home
        self.login = login
        self.name = name
        self.ref = ref
        self.url = url
        self.limits = limits
        git = GitCommand(environment: environment).withoutUserSettings
        var variables = [
            "HOME": home,
            // A local repository may belong to someone else: it was named on purpose.
            "GIT_CONFIG_GLOBAL": home + "/gitconfig",
            "GIT_ALLOW_PROTOCOL": Self.protocolName(of: url),
            // Empty, it keeps git from `SSH_ASKPASS` too.
            "GIT_ASKPASS": "",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        ]
        let authorities = ["GIT_SSL_CAINFO", "SSL_CERT_FILE", "CURL_CA_BUNDLE"]
        variables["GIT_SSL_CAINFO"] =
            authorities.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        if let token = hosts.token(for: url) {
            let login = Data("x-access-token:\(token)".utf8).base64EncodedString()
            variables["GIT_CONFIG_COUNT"] = "1"
            variables["GIT_CONFIG_KEY_0"] = "http.\(url).extraHeader"
            variables["GIT_CONFIG_VALUE_0"] = "Authorization: basic \(login)"
        }
        self.variables = variables
    }

    /// What the host says of some refs; of all without patterns.
    func refs(_ patterns: [String]) async throws -> RemoteRefs {
        let outcome = try await run(
            ["ls-remote", "--quiet", "--symref", "--", url] + patterns,
            in: "/",
            limit: limits.listing
        )
        return RemoteRefs(outcome.outputText)
    }

    /// Runs git to its end, within a time, and while the packs of the bare repository that it
    /// fills stay small enough.
    ///
    /// - Throws: `RepositoryError` for any failure, `CancellationError`.
    @discardableResult
    func run(
        _ arguments: [String],
        in directory: String,
        limit: Duration,
        filling repository: String? = nil
    ) async throws -> ProcessOutcome {
        var variables = variables
        var knownHosts: String?
        if let login {
            let file = "\(home)/known-hosts-\(UInt64.random(in: 0 ... .max))"
            knownHosts = file
            try SmallFile.write(login.knownHosts.utf8, to: file)
            variables.merge(login.variables(knownHostsFile: file)) { $1 }
        }
        defer { if let knownHosts { unlink(knownHosts) } }
        let outcome = try await withThrowingTaskGroup(of: ProcessOutcome?.self) { group in
            group.addTask { [variables] in
                try await git.run(
                    Self.settings + arguments,
                    in: directory,
                    input: Array((login?.key ?? "").utf8),
                    adding: variables,
                    outputLimit: 64 << 20,
                    launcher: login == nil ? [] : SecureShellLogin.launcher
                )
            }
            group.addTask {
                try await watch(repository, until: .now + limit, limit: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let outcome else { throw CancellationError() }
        guard outcome.status.isSuccess else { throw failure(outcome) }
        return outcome
    }

    /// Throws once git takes too long or too much.
    private func watch(
        _ repository: String?,
        until deadline: ContinuousClock.Instant,
        limit: Duration
    ) async throws {
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(200))
            guard let repository, Self.packBytes(in: repository) > limits.downloadBytes else {
                continue
            }
            throw RepositoryError.tooLarge(
                name,
                ref: ref,
                what: "the host sent more than \(limits.downloadBytes >> 20) MiB"
            )
        }
        throw RepositoryError.tooSlow(name, url: url, limit: limit)
    }

    private static func packBytes(in repository: String) -> Int {
        let folder = repository + "/objects/pack"
        return SmallFile.names(in: folder).reduce(0) { sum, name in
            var status = stat()
            return stat("\(folder)/\(name)", &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// `git fetch` as it is called here.
    static let fetchArguments = [
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
    ]

    private static let settings = [
        "-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60",
        "-c", "credential.helper=", "-c", "fetch.unpackLimit=1", "-c", "transfer.unpackLimit=1",
        "-c", "fetch.recurseSubmodules=false", "-c", "transfer.bundleURI=false",
    ]

    /// The protocol an address is reached by, as git names it.
    private static func protocolName(of url: String) -> String {
        if let end = url.firstRange(of: "://")?.lowerBound { return String(url[..<end]) }
        // `user@host:path`, git's short form of ssh.
        let start = url.prefix { $0 != "/" && $0 != ":" }
        return start.contains("@") && start.endIndex != url.endIndex && url[start.endIndex] == ":"
            ? "ssh" : "file"
    }

    /// What git's words mean; with `LC_ALL=C` they are always the same.
    private func failure(_ outcome: ProcessOutcome) -> RepositoryError {
        let text = outcome.errorText
        if let login, let words = login.refusal(in: text) {
            return .refusedLogin(name, url: url, reason: words)
        }
        let signs = [
            "could not read Username", "could not read Password", "Authentication failed",
            "not found", "does not appear to be a git repository", "does not exist",
        ]
        if signs.contains(where: text.contains), !text.contains("Could not resolve") {
            return .noRepository(name, url: url)
        }
        let lines = text.split(whereSeparator: \.isNewline)
        let line = lines.first { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.first
        var reason = line.map(String.init) ?? "git ended with status \(outcome.status.code)"
        for prefix in ["fatal: ", "error: ", "unable to access '\(url)/': ", "remote error: "]
        where reason.hasPrefix(prefix) {
            reason.removeFirst(prefix.count)
        }
        return .unreachable(name, url: url, reason: reason)
    }
}
