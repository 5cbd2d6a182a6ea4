/// Which Docker engine the programs of a job reach.
package enum DockerAccess: Sendable {
    /// One of the job's own, started when it is first asked for.
    case own(DockerCache)
    /// The one that runs the jobs themselves.
    case host
    /// None.
    case none
}
