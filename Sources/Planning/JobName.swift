import Expressions

/// Display names of jobs and legs.
///
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idname>
package enum JobName {
    /// Longer names are cut to 97 characters and `...`.
    package static let limit = 100

    /// A base with the leg's values behind it: `test (ubuntu, 3.13)`.
    package static func name(base: String, segments: [String]) -> String {
        guard !segments.isEmpty else { return base }
        let full = "\(base) (\(segments.joined(separator: ", ")))"
        guard full.count > limit else { return full }
        return full.prefix(limit - 3) + "..."
    }
}
