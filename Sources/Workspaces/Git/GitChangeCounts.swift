/// How much differs between two commits.
package struct GitChangeCounts: Sendable, Hashable {
    /// Changed files.
    package var files = 0
    /// Lines of text that are new.
    package var additions = 0
    /// Lines of text that are gone.
    package var deletions = 0
}
