/// `.actlocal.yml`: what a repository sets for its local runs.
package struct ProjectConfiguration: Sendable {
    /// `images`: a runner label or an image name, and the image that stands for it.
    package var images: [String: Located<String>] = [:]
    /// `actions`: `owner/repo[/path][@ref]`, and the local folder that stands for it.
    package var actions: [String: Located<String>] = [:]
    /// `repositories`: where those of others are fetched from.
    package var repositories = RepositorySettings()
    /// `certificates`: which certificate authorities job containers trust; nil when not set.
    package var certificates: Certificates?
    /// `docker`: which Docker engine jobs reach; nil when not set.
    package var docker: Docker?
    /// `registries`: the container registries that a local one stands for, sorted.
    package var registries: [String] = []
    /// `env`: variables of every step.
    package var env: [String: String] = [:]
    /// `vars`: entries of the `vars` context.
    package var vars: [String: String] = [:]
    /// `secrets-file`: a dotenv file.
    package var secretsFile: Located<String>?
    /// `vars-file`: a dotenv file.
    package var varsFile: Located<String>?
    /// `env-file`: a dotenv file.
    package var envFile: Located<String>?
    /// `input-file`: a dotenv file.
    package var inputFile: Located<String>?

    /// `environments`, by name in lower case.
    package var environments: [String: Environment] = [:]

    /// What jobs that name an environment get besides.
    package struct Environment: Sendable {
        /// `vars`: entries of the `vars` context.
        package var vars: [String: String] = [:]
        /// `secrets-file`: a dotenv file.
        package var secretsFile: Located<String>?
        /// `vars-file`: a dotenv file.
        package var varsFile: Located<String>?
    }

    /// A configuration that sets nothing.
    package init() {}

    /// Which certificate authorities job containers trust besides their image's own.
    package enum Certificates: Sendable, Hashable {
        /// Those of this machine.
        case host
        /// `none`.
        case nothing
        /// Those of a PEM file.
        case file(path: String)
    }

    /// Which Docker engine the programs of jobs reach.
    package enum Docker: String, Sendable, Hashable {
        /// One of the job's own.
        case own
        /// The one that runs the jobs.
        case host
        /// None.
        case nothing = "none"
    }
}
