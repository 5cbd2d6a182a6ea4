/// `repositories`: where repositories of others are fetched from.
package struct RepositorySettings: Sendable {
    /// An address that stands for some repositories.
    package struct Mirror: Sendable {
        /// `owner/name`, `owner/*` or `*`.
        package let pattern: Located<String>
        /// The address, with `{owner}` and `{name}`.
        package let url: Located<String>
    }

    /// `server`: the git host; nil when not set.
    package var server: Located<String>?
    /// `mirrors`, in the order of the file.
    package var mirrors: [Mirror] = []
    /// `tokens`: the start of an address, and the variable of the environment with its token.
    package var tokens: [String: Located<String>] = [:]

    /// Settings that set nothing.
    package init() {}

    /// Who wrote the settings, which decides how far they may go.
    package enum Author: Sendable {
        /// Whoever wrote the repository, who may be a stranger.
        case repository
        /// The user of this machine.
        case user

        /// How addresses may begin.
        package var schemes: [String] {
            switch self {
            case .repository: ["https://"]
            case .user: ["https://", "http://", "ssh://", "git://", "file:///"]
            }
        }
    }
}

extension RepositorySettings {
    /// What is wrong with an address, as the end of a sentence; nil when it can be used.
    ///
    /// `pattern` names the repositories it stands for; nil for a git host.
    package static func problem(
        ofAddress url: String,
        for pattern: String?,
        by author: Author
    ) -> String? {
        guard let scheme = author.schemes.first(where: url.hasPrefix) else {
            let known = author.schemes.map { "`\($0)`" }.joined(separator: ", ")
            return author == .user
                ? "does not begin with one of \(known)"
                : "does not begin with \(known), as addresses in a repository's own file have to"
        }
        let rest = url.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        guard !host.contains("@") || scheme == "ssh://" && !host.contains(":") else {
            return "holds a name or password"
        }
        let isPlain = url.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard isPlain, !host.isEmpty, !host.hasPrefix("-") else {
            return "is no address of a git host"
        }
        return problem(ofPlaceholdersIn: url, for: pattern)
    }

    private static func problem(ofPlaceholdersIn url: String, for pattern: String?) -> String? {
        let without = url.replacing("{owner}", with: "").replacing("{name}", with: "")
        guard let pattern else {
            return url.contains("{") ? "has `{`, which only addresses of mirrors have" : nil
        }
        guard !without.contains("{") else {
            return "has a placeholder that is neither `{owner}` nor `{name}`"
        }
        let isForAll = pattern == "*" || pattern == "*/*"
        if pattern.hasSuffix("*"), !url.contains("{name}") {
            return "lacks `{name}`, so that all of `\(pattern)` would be one repository"
        }
        if isForAll, !url.contains("{owner}") {
            return "lacks `{owner}`, so that repositories of one name would be one"
        }
        return nil
    }

    /// Whether a text is `owner/name`, `owner/*` or `*`.
    package static func isPattern(_ text: String) -> Bool {
        if text == "*" || text == "*/*" { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isWhitespace) }
            && !parts[0].contains("*") && (parts[1] == "*" || !parts[1].contains("*"))
    }
}
