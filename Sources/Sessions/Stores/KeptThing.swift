/// Something that this machine keeps and that may go.
package struct KeptThing: Sendable {
    /// What there is to keep.
    package enum Kind: String, Sendable, CaseIterable {
        /// What runs uploaded.
        case artifacts
        /// What the jobs of runs left for `eval --run`.
        case contexts
        /// What runs saved for later ones.
        case caches
        /// Commits of other repositories: actions, called workflows, checkouts.
        case repositories
        /// Copies of projects that jobs work on.
        case snapshots
        /// Nodes of which there is a newer one.
        case nodes
        /// Volumes with what jobs' own Docker engines built and pulled.
        case docker
        /// Images that were built for actions.
        case images
    }

    /// What it is.
    package let kind: Kind
    /// Which one it is.
    package let name: String
    /// The bytes it takes.
    package let size: Int
}
