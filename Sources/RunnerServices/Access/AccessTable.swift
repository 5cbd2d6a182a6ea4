import Synchronization

/// The jobs that are let in, and the tokens they were given.
///
/// Jobs are let in before there is a server: most never ask it anything.
package final class AccessTable: Sendable {
    private struct State {
        var grants: [JobGrant] = []
        var runs: [Int: String] = [:]
        var checkRuns: [Int: [String: Int]] = [:]
    }

    private let state = Mutex(State())

    /// A table without jobs.
    package init() {}

    /// Lets a job in at a time in seconds since 1970; what it is given opens only its run.
    package func admit(_ job: ServedJob, now: Double) -> JobGrant {
        let backend = RandomText.identifier()
        return state.withLock { state in
            state.checkRuns[job.run, default: [:]][job.key] = job.checkRun
            let run = state.runs[job.run] ?? RandomText.identifier()
            state.runs[job.run] = run
            let grant = JobGrant(
                job: job,
                token: RuntimeToken.make(run: run, job: backend, scopes: job.cacheScopes, now: now),
                identityToken: job.identity.map { _ in RandomText.secret() },
                runBackend: run,
                jobBackend: backend,
                apiKey: RandomText.identifier(),
                gitToken: RandomText.secret()
            )
            state.grants.append(grant)
            return grant
        }
    }

    /// Makes a job's tokens worthless.
    package func dismiss(_ grant: JobGrant) {
        state.withLock { $0.grants.removeAll { $0.jobBackend == grant.jobBackend } }
    }

    /// The job that an address of GitHub's API tells; nil once it has ended.
    func grant(apiKey: String) -> JobGrant? {
        state.withLock { $0.grants }.first { ConstantTime.areEqual($0.apiKey, apiKey) }
    }

    /// `job.check_run_id` of the jobs of a run that were let in, by their keys.
    func checkRuns(of run: Int) -> [String: Int] {
        state.withLock { $0.checkRuns[run] ?? [:] }
    }

    /// The job that was given a runtime token.
    ///
    /// - Throws: `ServiceFailure` when none was.
    func grant(runtimeToken: String?) throws(ServiceFailure) -> JobGrant {
        try grant(runtimeToken) { $0.token }
    }

    /// The job that was given a token to ask for identity tokens with.
    ///
    /// - Throws: `ServiceFailure` when none was.
    func grant(identityToken: String?) throws(ServiceFailure) -> JobGrant {
        try grant(identityToken) { $0.identityToken ?? "" }
    }

    /// The job whose git was given a token.
    ///
    /// - Throws: `ServiceFailure` when none was.
    func grant(gitToken: String?) throws(ServiceFailure) -> JobGrant {
        try grant(gitToken) { $0.gitToken }
    }

    private func grant(
        _ token: String?,
        _ own: (JobGrant) -> String
    ) throws(ServiceFailure) -> JobGrant {
        guard let token, !token.isEmpty else {
            throw ServiceFailure(.unauthenticated, "the request has no token")
        }
        var found: JobGrant?
        // All are compared, so that the time says nothing of which one it was.
        for grant in state.withLock({ $0.grants })
        where ConstantTime.areEqual(own(grant), token) {
            found = grant
        }
        guard let found else {
            throw ServiceFailure(.unauthenticated, "the token is of no job that runs")
        }
        return found
    }
}

/// Comparison whose time does not tell where two secrets differ.
enum ConstantTime {
    /// Whether two texts are the same bytes; its time depends on their lengths alone.
    static func areEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices {
            difference |= one[index] ^ other[index]
        }
        return difference == 0
    }
}
