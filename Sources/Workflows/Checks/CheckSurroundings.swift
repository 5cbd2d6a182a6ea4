/// What the checks want to know that stands in no file they are given.
///
/// A reader of the disk, or of a cache, fills it; what it leaves out is taken as not known, and
/// nothing is said about it. The closures may be called often, and from several threads.
package struct CheckSurroundings: Sendable {
    /// What is at hand for the `uses` of a step.
    package enum ActionLookup: Sendable {
        /// The action's manifest.
        case manifest(ActionManifest)
        /// The repository has no such folder.
        case noFolder
        /// The folder holds neither `action.yml`, nor `action.yaml`, nor a `Dockerfile`.
        case noManifest
        /// Nobody looked, or the action is not at hand.
        case notKnown
    }

    /// What is at hand for the `uses` of a job.
    package enum WorkflowLookup: Sendable {
        /// The workflow of the file, with what could be read of it.
        case workflow(Workflow)
        /// The repository has no such file.
        case noFile
        /// Nobody looked, or the file is not at hand.
        case notKnown
    }

    /// Finds the action that a step uses.
    package var action: @Sendable (ActionReference) -> ActionLookup = { _ in .notKnown }
    /// Finds the workflow that a job calls.
    package var calledWorkflow: @Sendable (WorkflowReference) -> WorkflowLookup = { _ in .notKnown }
    /// Whether every caller of a workflow is known and passes secrets by name; the argument is the
    /// path of its file.
    package var passesSecretsByName: @Sendable (String) -> Bool = { _ in false }
    /// Whether the folder of an action's file, which is named first, has a file of a path; nil when
    /// that is not known, also where what holds the file is yet to be built.
    package var hasFile: @Sendable (String, String) -> Bool? = { _, _ in nil }
    /// The names of all secrets a run would have; nil when that is not known.
    package var secrets: [String]?
    /// The names of all variables (`vars`) a run would have; nil when that is not known.
    package var variables: [String]?

    /// Surroundings of which nothing is known.
    package init() {}
}
