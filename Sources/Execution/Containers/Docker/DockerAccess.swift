/// Which Docker engine the programs of a job reach.
package enum DockerAccess: Sendable {
    /// One of the job's own, started when it is first asked for.
    ///
    /// Beside it start registries that stand for those of the same names, such as `ghcr.io`.
    case own(DockerCache, registries: [String])
    /// The one that runs the jobs themselves.
    case host
    /// None.
    case none
}
