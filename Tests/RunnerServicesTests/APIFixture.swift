import RunnerServices
import Synchronization
import Transfers

/// A job that asks GitHub's API.
struct APIClient: Sendable {
    /// What the run's report was told.
    final class Remarks: Sendable {
        private let all = Mutex<[String]>([])

        /// The requests and what became of them.
        var texts: [String] { all.withLock { $0 } }

        func note(_ remark: ServedAPI.Remark) {
            all.withLock { $0.append("\(remark.subject): \(remark.reason)") }
        }
    }

    let fixture: ServiceFixture
    let grant: JobGrant
    let remarks = Remarks()
    static let token = "ghs_local1"

    /// Lets a job in.
    init(
        _ fixture: ServiceFixture,
        run: Int = 1_800_000_000_123,
        event: String = "{}",
        permissions: Set<String>? = nil,
        readable: Set<String>? = nil,
        hasPermissions: Bool = true,
        repository: String = "octo/project",
        home: String? = nil,
        sha: String = "c0ffee",
        git: @escaping ServedAPI.Git = { _ in nil }
    ) {
        self.fixture = fixture
        let remarks = remarks
        grant = fixture.server.admit(
            ServedJob(
                run: run,
                key: "build",
                checkRun: 42,
                repository: repository,
                home: home ?? repository,
                workflow: "ci",
                cacheScopes: [CacheScope("refs/heads/main", isWritable: true)],
                api: ServedAPI(
                    token: Self.token,
                    github: [
                        "repository": repository, "sha": sha, "ref": "refs/heads/main",
                        "ref_name": "main", "server_url": "https://github.com",
                        "actor": "ann", "workflow": "ci", "event_name": "push",
                    ],
                    event: event,
                    defaultBranch: "main",
                    workflowFile: ".github/workflows/ci.yml",
                    title: "Mend the door",
                    mayWrite: { permissions?.contains($0) ?? true },
                    mayRead: { readable?.contains($0) ?? true },
                    hasPermissions: hasPermissions,
                    jobs: {
                        [
                            ServedJobState(
                                key: "build",
                                name: "build",
                                progress: .init(started: 1_800_000_000),
                                steps: [
                                    (
                                        "Compile",
                                        .init(
                                            started: 1_800_000_000,
                                            ended: 1_800_000_001,
                                            conclusion: "success"
                                        )
                                    )
                                ]
                            ),
                            ServedJobState(key: "later", name: "later"),
                        ]
                    },
                    git: git,
                    mask: { $0.replacing("drowssap-of-the-bot", with: "***") },
                    report: { remarks.note($0) }
                )
            )
        )
    }

    /// Asks as octokit does; `path` begins with a slash.
    func ask(
        _ method: String = "GET",
        _ path: String,
        body: String = "",
        authorization: String? = "token \(APIClient.token)",
        accept: String? = nil
    ) async throws -> Answer {
        var headers: [String: String] = [:]
        headers["Authorization"] = authorization
        headers["Accept"] = accept
        return try await fixture.send(
            method,
            JobClient.target(grant.apiAddress(origin: "http://x")) + path,
            headers: headers,
            body: body.isEmpty ? .none : .bytes(Array(body.utf8))
        )
    }
}
