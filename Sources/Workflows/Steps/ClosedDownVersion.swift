/// A version of one of GitHub's own actions whose service is closed down: GitHub fails every job
/// that names it, before the first step.
///
/// Source: `README.md` of <https://github.com/actions/cache>, the pages of
/// <https://github.blog/changelog> below, and the errors that users of old versions report
package enum ClosedDownVersion {
    private struct Bounds {
        /// The first major version that is open.
        let major: Int
        /// The first open minor version of major ones that are not open from their beginning.
        var minors: [Int: Int] = [:]
    }

    private static let news = "Learn more: https://github.blog/changelog/"
    private static let actions: [String: Bounds] = [
        "actions/cache": Bounds(major: 3, minors: [3: 4, 4: 2]),
        "actions/download-artifact": Bounds(major: 4),
        "actions/upload-artifact": Bounds(major: 4),
    ]

    /// What GitHub says of a reference to such a version; nil for one that runs.
    ///
    /// `packaged` is the version that the action's `package.json` names, for refs that tell none.
    package static func refusal(of reference: ActionReference, packaged: String? = nil) -> String? {
        guard case .repository(let owner, let name, _, let ref) = reference,
            let bounds = actions["\(owner)/\(name)".lowercased()],
            let version = numbers(ref.hasPrefix("v") ? ref.dropFirst() : "")
                ?? packaged.flatMap({ numbers($0[...]) }),
            isClosed(version, bounds)
        else { return nil }
        let (advice, page) = words("\(owner)/\(name)", major: version.major)
        return "This request has been automatically failed because it uses a deprecated version of "
            + "`\(owner)/\(name): \(ref)`. \(advice)\(news)\(page)"
    }

    private static func isClosed(
        _ version: (major: Int, minor: Int?),
        _ bounds: Bounds
    ) -> Bool {
        guard version.major >= bounds.major else { return true }
        // A major version's own tag moves with the newest one.
        guard let first = bounds.minors[version.major], let minor = version.minor else {
            return false
        }
        return minor < first
    }

    private static func numbers(_ text: Substring) -> (major: Int, minor: Int?)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, let major = Int(first), major >= 0 else { return nil }
        return (major, parts.count > 1 ? Int(parts[1]) : nil)
    }

    private static func words(_ action: String, major: Int) -> (advice: String, page: String) {
        guard action.lowercased() != "actions/cache" else {
            return (
                "Please update your workflow to use v3/v4 of actions/cache to avoid "
                    + "interruptions. ",
                "2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/"
                    + "#actions-cache-v1-v2-and-actions-toolkit-cache-package-closing-down"
            )
        }
        return major == 3
            ? ("", "2024-04-16-deprecation-notice-v3-of-the-artifact-actions/")
            : ("", "2024-02-13-deprecation-notice-v1-and-v2-of-the-artifact-actions/")
    }
}
