import Workflows

/// All that a front end asks of a run, as meant: paths absolute, files read, defaults chosen.
package struct RunRequest: Sendable {
    /// Where jobs run.
    package enum Engine: String, Sendable {
        /// Containers of a Docker or Podman engine.
        case container
        /// Processes of this machine in a scratch copy of the workspace.
        case host
    }

    /// Which Docker engine the programs of jobs reach.
    package enum Docker: String, Sendable, CaseIterable {
        /// One of the job's own, started when it is first asked for.
        case own
        /// The one that runs the jobs.
        case host
        /// None.
        case nothing = "none"

        /// The one that a configuration names.
        init(_ configured: ProjectConfiguration.Docker) {
            self =
                switch configured {
                case .own: .own
                case .host: .host
                case .nothing: .nothing
                }
        }
    }

    /// What a checkout holds.
    package enum Source: Sendable, Hashable {
        /// Tracked and untracked files as they are now, never ignored ones.
        case workingTree
        /// A commit, by any name git understands.
        case commit(String)
    }

    /// One `--matrix key:value`: only legs with that value run.
    package struct MatrixFilter: Sendable, Hashable {
        /// The matrix key.
        package let key: String
        /// The value, compared as text.
        package let value: String

        /// Keeps legs whose `key` is `value`.
        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// The folder that holds `.github/workflows` (`-C`), absolute.
    package var projectRoot: String
    /// A path, a file's stem or a workflow's name; nil means all that the event starts.
    package var workflow: String?
    /// A file or folder in place of `.github/workflows` (`-W`).
    package var workflowsPath: String?
    /// Ids of the jobs to run with all they need (`-j`); empty means all.
    package var jobs: [String] = []
    /// The event's name; nil means `push` if the workflow has it, else its only one.
    package var event: String?
    /// The event's activity, such as `closed`; nil means the usual one.
    package var activity: String?
    /// The ref that the event is for (`--ref`), full or short; nil means that of what runs.
    package var ref: String?
    /// A JSON file merged into the event's payload (`-e`).
    package var eventPath: String?
    /// Secrets by name.
    package var secrets: [String: String] = [:]
    /// The files that options name for secrets, absolute.
    package var secretFiles: [String] = []
    /// Configuration variables by name.
    package var variables: [String: String] = [:]
    /// Inputs of `workflow_dispatch` or `workflow_call` by name.
    package var inputs: [String: String] = [:]
    /// Whether inputs were asked for by an option, and not only found in `.input`.
    package var hasInputOptions = false
    /// Environment variables added to every step, below the workflow's own `env`.
    package var environment: [String: String] = [:]
    /// Which matrix legs to run; empty means all.
    package var matrix: [MatrixFilter] = []
    /// Images by runner label (`-P label=image`), before those of `.actlocal.yml`.
    package var images: [String: String] = [:]
    /// Folders by the repository that they stand for, `owner/name` or `owner/name@ref`
    /// (`--local-repository`); absolute.
    package var localRepositories: [String: String] = [:]
    /// The git host that others' repositories are fetched from; nil for the configured one.
    package var repositoryServer: String?
    /// Addresses by the repositories that are fetched from them, before those configured.
    package var repositoryMirrors: [(pattern: String, url: String)] = []
    /// Whether only repositories that were fetched before are used (`--action-offline-mode`).
    package var isActionOffline = false
    /// Where jobs run.
    package var engine = Engine.container
    /// Which Docker engine jobs reach (`--docker`); nil means as `.actlocal.yml` says.
    package var docker: Docker?
    /// The platform of all containers, such as `linux/amd64` (`--container-architecture`); nil for
    /// the engine's own.
    package var containerArchitecture: String?
    /// What a checkout holds.
    package var source = Source.workingTree
    /// How many jobs run at once; nil means as many as the machine has cores.
    package var parallelJobs: Int?
    /// Plan and report, run nothing (`-n`).
    package var isDryRun = false
    /// What the process knows of its machine.
    package var machine: MachineFacts

    /// A request for everything in a project, to be narrowed by setting properties.
    package init(projectRoot: String, machine: MachineFacts) {
        self.projectRoot = projectRoot
        self.machine = machine
    }
}
