/// What a run needs to know of the process it runs in, read once at the start.
package struct MachineFacts: Sendable {
    /// The process's environment.
    package var environment: [String: String]
    /// The user's home folder.
    package var home: String
    /// The effective user and group.
    package var userID: UInt32
    /// The effective group.
    package var groupID: UInt32
    /// Cores that are online.
    package var cores: Int
    /// `~/.cache/actlocal`: snapshots and whatever else can be made again.
    package var cacheFolder: String
    /// `~/.config/actlocal`: what the user sets for all repositories.
    package var configurationFolder: String
    /// `~/.local/state/actlocal`: what must outlive a run.
    package var stateFolder: String
    /// The static `actlocal-init` executable.
    package var initExecutable: String?

    /// Gathers the facts.
    package init(
        environment: [String: String],
        home: String,
        userID: UInt32,
        groupID: UInt32,
        cores: Int,
        cacheFolder: String,
        stateFolder: String,
        initExecutable: String?,
        configurationFolder: String? = nil
    ) {
        self.environment = environment
        self.home = home
        self.userID = userID
        self.groupID = groupID
        self.cores = cores
        self.cacheFolder = cacheFolder
        self.stateFolder = stateFolder
        self.initExecutable = initExecutable
        self.configurationFolder = configurationFolder ?? "\(home)/.config/actlocal"
    }
}
