/// How many artifacts of one repository are kept, besides the time that each may be.
package struct ArtifactLimits: Sendable {
    /// The newest runs with artifacts that keep them.
    package var runs: Int
    /// The bytes that the artifacts of one repository may have together; those of its newest run
    /// always stay.
    package var size: Int

    /// Fifty runs, and 10 GiB as for caches.
    package init(runs: Int = 50, size: Int = 10 << 30) {
        self.runs = runs
        self.size = size
    }
}
