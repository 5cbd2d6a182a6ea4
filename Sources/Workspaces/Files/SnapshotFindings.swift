/// What a workspace does not hold as the developer's folder does, to be said in the run's report.
package struct SnapshotFindings: Sendable, Hashable, Codable {
    /// Submodules: an empty folder each, as after a checkout without `submodules`.
    package var submodules: [String] = []
    /// Files that are pointers of Git LFS, not the content they stand for.
    package var largeFilePointers: [String] = []
    /// Folders left out because they are repositories of their own and no submodules.
    package var nestedRepositories: [String] = []
    /// Sockets, pipes and devices, which git does not know.
    package var specialFiles: [String] = []
    /// The first of the files that git does not track and the snapshot has; none without git.
    package var untracked: [String] = []
    /// How many of those there are.
    package var untrackedCount = 0
    /// Untracked files that were to be left out.
    package var leftOut: [String] = []

    /// Adds what was found elsewhere.
    mutating func append(_ other: SnapshotFindings) {
        submodules += other.submodules
        largeFilePointers += other.largeFilePointers
        nestedRepositories += other.nestedRepositories
        specialFiles += other.specialFiles
        leftOut += other.leftOut
        untracked += other.untracked
        untrackedCount += other.untrackedCount
    }
}
