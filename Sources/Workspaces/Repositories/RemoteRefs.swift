/// What a host says its branches and tags name.
struct RemoteRefs: Sendable {
    private let commits: [String: String]
    /// The full ref of the default branch, where the host was asked for `HEAD`.
    let defaultBranch: String?
    /// A text that changes when a ref does.
    let version: String

    /// Reads what `git ls-remote --symref` printed.
    init(_ output: String) {
        var commits: [String: String] = [:]
        var hash = ContentHash()
        hash.add(output.utf8)
        version = hash.text
        let head = output.split(separator: "\n").first {
            $0.hasPrefix("ref: ") && $0.hasSuffix("\tHEAD")
        }
        defaultBranch = head.map { String($0.dropFirst("ref: ".count).dropLast("\tHEAD".count)) }
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            if parts.count == 2, Self.isCommit(parts[0]) {
                commits[String(parts[1])] = String(parts[0])
            }
        }
        self.commits = commits
    }

    /// What a ref names: a tag before a branch of the same name, as on GitHub.
    ///
    /// An annotated tag gives the commit it is on.
    func target(of ref: String) -> (commit: String, isTag: Bool)? {
        for full in Self.candidates(ref) {
            if let commit = commits[full + "^{}"] ?? commits[full] {
                return (commit, full.hasPrefix("refs/tags/"))
            }
        }
        return nil
    }

    /// The full ref that `actions/checkout` takes a name for, and its commit.
    ///
    /// A branch comes before a tag.
    /// Source: actions/checkout `ref-helper.ts`, `getCheckoutInfo`
    func checkoutTarget(of name: String) -> (ref: String, commit: String)? {
        let name = name.isEmpty ? defaultBranch ?? "" : name
        return ([name] + Self.candidates(name).reversed()).lazy.compactMap { full in
            (commits[full + "^{}"] ?? commits[full]).map { (full, $0) }
        }.first { $0.0.hasPrefix("refs/") }
    }

    /// The one commit among the tips whose name begins so; nil when there is none or several.
    func commit(beginning prefix: String) -> String? {
        let prefix = prefix.lowercased()
        let found = Set(commits.values.filter { $0.hasPrefix(prefix) })
        return found.count == 1 ? found.first : nil
    }

    /// The patterns that make `git ls-remote` tell of one ref alone.
    static func patterns(of ref: String) -> [String] {
        candidates(ref).flatMap { $0.hasPrefix("refs/tags/") ? [$0, $0 + "^{}"] : [$0] }
    }

    private static func candidates(_ ref: String) -> [String] {
        (ref.hasPrefix("refs/") ? [ref] : []) + ["refs/tags/\(ref)", "refs/heads/\(ref)"]
    }

    /// Whether a text is a commit's whole name in lower case.
    static func isCommit(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { isHexDigit($0) }
    }

    /// Whether a text may be the beginning of a commit's name.
    static func isShortCommit(_ text: String) -> Bool {
        (7..<40).contains(text.utf8.count) && text.lowercased().utf8.allSatisfy { isHexDigit($0) }
    }

    /// Whether git takes a text as the name of a ref; `*`, `?` and `[` would match several.
    ///
    /// Source: `git help check-ref-format`
    static func isRefName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 250 && !text.hasPrefix("-") && !text.contains("..")
            && !text.contains("@{") && !text.contains("//")
            && !text.utf8.contains { byte in
                byte <= 0x20 || byte == 0x7F || "~^:?*[\\".utf8.contains(byte)
            }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
