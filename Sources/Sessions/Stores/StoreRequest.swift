/// Whose artifacts or cache entries a front end asks for.
package struct StoreRequest: Sendable {
    /// The project's folder, absolute; its repository is the one that is meant.
    package var projectRoot: String
    /// Whether those of all repositories are meant.
    package var isEverywhere = false
    /// What the process knows of its machine.
    package var machine: MachineFacts
    /// Seconds since 1970.
    package var now: Double

    /// A request for what belongs to the repository of a project.
    package init(projectRoot: String, machine: MachineFacts, now: Double) {
        self.projectRoot = projectRoot
        self.machine = machine
        self.now = now
    }

    /// What tells the repository's artifacts and caches from those of others; nil for all.
    func home() async throws(SessionError) -> String? {
        guard !isEverywhere else { return nil }
        let request = RunRequest(projectRoot: projectRoot, machine: machine)
        return try await Revision.repository(at: projectRoot, request).scope
    }
}
