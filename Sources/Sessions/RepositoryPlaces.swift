import Diagnostics
import Execution
import Workflows
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where a run has the repositories of others from: options, `.actlocal.yml`, the user's file.
struct RepositoryPlaces: Sendable {
    /// What is wrong with the user's file, or said of it.
    let diagnostics: [Diagnostic]
    /// The hosts.
    let hosts: RepositoryHosts

    /// Gathers what a request, a project and the user's `config.yml` say.
    ///
    /// The first that names a server wins; of mirrors that fit equally well the first counts.
    init(_ request: RunRequest, _ configuration: ProjectConfiguration) {
        let path = request.machine.configurationFolder + "/config.yml"
        var settings = RepositorySettings()
        var problems: [Diagnostic] = []
        if FileManager.default.fileExists(atPath: path) {
            do {
                (settings, problems) = UserConfigurationParser.parse(try SourceFile.read(path))
            } catch {
                problems = [Diagnostic(.project, error.description, at: nil)]
            }
        }
        var tokens: [String: String] = [:]
        for (address, variable) in settings.tokens.sorted(by: { $0.key < $1.key }) {
            guard let token = request.machine.environment[variable.value], !token.isEmpty else {
                problems.append(
                    Diagnostic(
                        .project,
                        severity: .warning,
                        "the environment has no `\(variable.value)`: nothing is sent to "
                            + "`\(address)` to prove who asks",
                        at: variable.span
                    )
                )
                continue
            }
            tokens[address] = token
        }
        let own = configuration.repositories
        let written = (own.mirrors + settings.mirrors).map {
            RepositoryHosts.Mirror(pattern: $0.pattern.value, url: $0.url.value)
        }
        let typed = request.repositoryMirrors.map {
            RepositoryHosts.Mirror(pattern: $0.pattern, url: $0.url)
        }
        diagnostics = problems
        hosts = RepositoryHosts(
            server: request.repositoryServer ?? own.server?.value ?? settings.server?.value
                ?? RepositoryHosts.gitHub,
            mirrors: typed + written,
            tokens: tokens
        )
    }

    /// The store of a run.
    func store(_ request: RunRequest) -> RepositoryStore {
        RepositoryStore(
            root: request.machine.repositoriesFolder,
            hosts: hosts,
            isOffline: request.isActionOffline,
            environment: request.machine.environment
        )
    }
}

extension RunRequest {
    /// Whether an address of the command line can be fetched from, for the repositories that
    /// `pattern` names; nil stands for a git host.
    package static func isAddress(_ url: String, for pattern: String?) -> Bool {
        (pattern.map(RepositorySettings.isPattern) ?? true)
            && RepositorySettings.problem(ofAddress: url, for: pattern, by: .user) == nil
    }
}
