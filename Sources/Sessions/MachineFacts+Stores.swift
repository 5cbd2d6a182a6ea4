import RunnerServices
import Workspaces

/// Where runs keep what outlives them; each place is named here alone.
extension MachineFacts {
    /// What runs left: artifacts, and the contexts of their jobs.
    var runsFolder: String { stateFolder + "/runs" }
    /// The places that runs and jobs have in concurrency groups.
    var groupsFolder: String { stateFolder + "/concurrency" }
    /// Folders of running jobs.
    var jobsFolder: String { cacheFolder + "/jobs" }
    /// Repositories of others.
    var repositoriesFolder: String { cacheFolder + "/repositories" }
    /// Nodes for JavaScript actions.
    var nodesFolder: String { cacheFolder + "/nodes" }
    /// Locks of the volumes that jobs' own Docker engines use.
    var dockerFolder: String { cacheFolder + "/docker" }
    /// Entries of `actions/cache`.
    var cachesFolder: String { cacheFolder + "/caches" }

    /// Copies of projects that jobs work on.
    var snapshots: SnapshotStore { SnapshotStore(root: cacheFolder + "/snapshots") }
    /// The artifacts of all runs.
    var artifacts: ArtifactStore { ArtifactStore(root: runsFolder) }
}
