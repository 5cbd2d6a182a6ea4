import Execution
import Expressions
import RunnerServices
import Workflows
import Workspaces

/// The HTTP services of a session, started when the first job asks for them.
actor RunServices {
    private let preparation: Preparation
    private var server: Task<RunServer, any Error>?

    /// Services of no server yet.
    init(_ preparation: Preparation) {
        self.preparation = preparation
    }

    /// What the jobs of one workflow's run reach.
    nonisolated func services(for workflow: Workflow, _ started: StartedWorkflow) -> JobServices {
        let facts = ServedRun(
            github: started.github,
            workflow: workflow,
            repository: preparation.repository.scope,
            defaultBranch: preparation.repository.defaultBranch
        )
        return JobServices { request in
            let server = try await self.running()
            let grant = server.admit(facts.job(request))
            return JobServices.Access(
                secrets: grant.secrets,
                environment: { grant.environment(origin: $0) },
                connect: { await $0.relay(toSocket: server.socket) },
                dismiss: { server.dismiss(grant) }
            )
        }
    }

    /// Ends the server, if there is one.
    func stop() async {
        guard let server else { return }
        await (try? server.value)?.stop()
    }

    private func running() async throws -> RunServer {
        let machine = preparation.request.machine
        let starting =
            server
            ?? Task {
                try await RunServer.start(
                    RunServer.Settings(
                        stateFolder: machine.stateFolder,
                        cacheFolder: machine.cacheFolder
                    )
                )
            }
        server = starting
        return try await starting.value
    }
}

/// What the services are told of the jobs of one workflow's run.
struct ServedRun: Sendable {
    /// The `github` context.
    let github: [(String, ExpressionValue)]
    /// The workflow that runs.
    let workflow: Workflow
    /// What tells the repository's caches from those of others.
    let repository: String
    /// The branch whose caches every run may read.
    let defaultBranch: String

    /// One job of it.
    func job(_ request: JobServices.Request) -> ServedJob {
        ServedJob(
            run: Int(text("run_id")) ?? 0,
            key: request.key,
            repository: text("repository"),
            cacheHome: repository,
            workflow: text("workflow"),
            cacheScopes: cacheScopes,
            identity: request.mayIdentify ? claims(request) : nil
        )
    }

    /// The run's own ref, to which it saves; a pull request's base; the default branch.
    ///
    /// - Source: <https://docs.github.com/actions/reference/dependency-caching-reference>
    var cacheScopes: [CacheScope] {
        var refs = [text("ref")]
        if !text("base_ref").isEmpty { refs.append("refs/heads/\(text("base_ref"))") }
        refs.append("refs/heads/\(defaultBranch)")
        var scopes: [CacheScope] = []
        for (index, ref) in refs.enumerated()
        where !ref.isEmpty && !scopes.contains(where: { $0.ref == ref }) {
            scopes.append(CacheScope(ref, isWritable: index == 0))
        }
        return scopes
    }

    /// A property of the `github` context.
    func text(_ name: String) -> String {
        github.last { $0.0 == name }?.1.asString ?? ""
    }
}
