/// How far calls of reusable workflows may go.
///
/// Source:
/// <https://docs.github.com/actions/reference/reusable-workflows-reference#limitations-of-reusable-workflows>
package struct CallLimits: Sendable {
    /// How many calls may stand in each other.
    package var depth = 9
    /// How many different files may be called.
    package var files = 50
    /// How many jobs all files may hold together; nil for no limit.
    package var jobs: Int?

    /// GitHub's limits.
    package init() {}
}
