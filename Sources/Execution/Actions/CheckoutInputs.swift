import Workspaces

/// The inputs of `actions/checkout` as one step gives them.
///
/// Source: <https://github.com/actions/checkout#usage>, its `input-helper.ts`
struct CheckoutInputs {
    /// What `submodules` asks for.
    enum Submodules: Sendable {
        case without
        /// Those of the repository itself.
        case own
        /// Theirs, too.
        case recursive
    }

    /// `owner/name`; empty for the own repository.
    let repository: String
    /// Branch, tag or commit; empty for that of the run.
    let ref: String
    /// Where it goes, below the workspace; empty for the workspace itself.
    let path: String
    /// Whether files that git does not know are removed first.
    let cleans: Bool
    /// What alone is to be there, as `git sparse-checkout` takes it; empty for everything.
    let sparsePatterns: [String]
    /// Whether the patterns are folders.
    let isCone: Bool
    /// How many commits the history has; 0 for all.
    let depth: Int
    /// Whether all tags are there whatever the depth.
    let fetchesTags: Bool
    /// Which submodules are fetched.
    let submodules: Submodules
    /// Whether files that git's large file storage keeps are to be there, not what points to them.
    let wantsLargeFiles: Bool
    /// Whether a token is given.
    let hasToken: Bool
    /// Whether the token is given and empty, which the action refuses: it has no default then.
    let lacksToken: Bool
    /// What ssh logs in with; nil without a key.
    let login: SecureShellLogin?
    /// Whether the login stays for later steps.
    let persistsLogin: Bool
    /// Whether git is to take the files as its own, whoever owns them.
    let setsSafeDirectory: Bool
    /// Whether code of a fork may run with the repository's secrets.
    let allowsForks: Bool
    /// The web address of the server that has the repository; empty for the run's.
    let server: String

    /// What the action takes, in its order, with the defaults that a log shows.
    static let known: [(name: String, shownDefault: String)] = [
        ("repository", ""), ("ref", ""), ("token", "***"), ("ssh-key", ""),
        ("ssh-known-hosts", ""), ("ssh-strict", "true"), ("ssh-user", "git"),
        ("persist-credentials", "true"), ("path", ""), ("clean", "true"), ("filter", ""),
        ("sparse-checkout", ""), ("sparse-checkout-cone-mode", "true"), ("fetch-depth", "1"),
        ("fetch-tags", "false"), ("show-progress", "true"), ("lfs", "false"),
        ("submodules", "false"), ("set-safe-directory", "true"), ("github-server-url", ""),
        ("allow-unsafe-pr-checkout", ""),
    ]

    /// Reads evaluated inputs; names compare without case.
    init(_ inputs: [(name: String, value: String)]) {
        var values: [String: String] = [:]
        for input in inputs {
            values[input.name.lowercased()] = input.value
        }
        func value(_ name: String) -> String { (values[name] ?? "").trimmingWhitespace() }
        func isOn(_ name: String, unlessGiven fallback: Bool) -> Bool {
            value(name).isEmpty ? fallback : value(name).lowercased() == "true"
        }
        repository = value("repository")
        ref = value("ref")
        path = value("path")
        cleans = isOn("clean", unlessGiven: true)
        sparsePatterns = value("sparse-checkout").split(whereSeparator: \.isNewline)
            .map { String($0).trimmingWhitespace() }.filter { !$0.isEmpty }
        isCone = isOn("sparse-checkout-cone-mode", unlessGiven: true)
        let number = value("fetch-depth").isEmpty ? 1 : Double(value("fetch-depth")) ?? 0
        depth = number >= 0 ? Int(min(number, 1_000_000)) : 0
        fetchesTags = isOn("fetch-tags", unlessGiven: false)
        let modules: [String: Submodules] = ["true": .own, "recursive": .recursive]
        submodules = modules[value("submodules").lowercased()] ?? .without
        wantsLargeFiles = isOn("lfs", unlessGiven: false)
        hasToken = !value("token").isEmpty
        lacksToken = values["token"] != nil && !hasToken
        let key = value("ssh-key")
        login =
            key.isEmpty
            ? nil
            : SecureShellLogin(
                key: key,
                user: value("ssh-user"),
                knownHosts: value("ssh-known-hosts"),
                isStrict: isOn("ssh-strict", unlessGiven: true)
            )
        persistsLogin = isOn("persist-credentials", unlessGiven: true)
        setsSafeDirectory = isOn("set-safe-directory", unlessGiven: true)
        allowsForks = isOn("allow-unsafe-pr-checkout", unlessGiven: false)
        server = value("github-server-url")
    }

    /// Whether `ref` is a commit by its own name, which the `ref` output leaves empty.
    var isCommit: Bool { [40, 64].contains(ref.utf8.count) && ref.allSatisfy(\.isHexDigit) }
}
