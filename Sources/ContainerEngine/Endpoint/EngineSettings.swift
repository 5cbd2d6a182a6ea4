/// What of the user's surroundings decides which engine is used.
///
/// A value: nothing in this room reads the process's environment itself.
package struct EngineSettings: Sendable, Hashable {
    /// The environment's variables.
    package var environment: [String: String]
    /// The user's home folder, an absolute path.
    package var home: String

    /// Settings from an environment; the home folder is its `HOME` unless given.
    package init(environment: [String: String], home: String? = nil) {
        self.environment = environment
        self.home = home ?? environment["HOME"] ?? "/"
    }

    /// A variable that is set and not empty.
    subscript(name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The docker command's configuration folder.
    var configurationFolder: String { self["DOCKER_CONFIG"] ?? "\(home)/.docker" }
}
