import Expressions

/// Display names of jobs and legs.
///
/// Source: <https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idname>
package enum JobName {
    /// Longer names are cut to 97 UTF-16 units and `...`.
    package static let limit = 100

    /// A base with the leg's values behind it: `test (ubuntu, 3.13)`.
    package static func name(base: String, segments: [String]) -> String {
        guard !segments.isEmpty else { return base }
        let full = "\(base) (\(segments.joined(separator: ", ")))"
        guard full.utf16.count > limit else { return full }
        var cut = full.startIndex
        while full[..<full.index(after: cut)].utf16.count <= limit - 3 {
            full.formIndex(after: &cut)
        }
        return full[..<cut] + "..."
    }
}
