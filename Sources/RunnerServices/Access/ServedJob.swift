/// What the services are told of a job whose actions may use them.
package struct ServedJob: Sendable {
    /// `github.run_id`.
    package var run: Int
    /// The job's key in events, such as `build`.
    package var key: String
    /// `job.check_run_id`.
    package var checkRun: Int
    /// `github.repository`, such as `owner/name`.
    package var repository: String
    /// What tells the repository's artifacts and caches from those of others on this machine: not
    /// its name alone, which two clones that come from nowhere may share.
    package var home: String
    /// The workflow's name, for lists.
    package var workflow: String
    /// Where caches are written and looked for, in this order.
    package var cacheScopes: [CacheScope]
    /// What identity tokens say of the job; nil without `id-token: write`.
    package var identity: JobClaims?
    /// What GitHub's API is answered from; nil when the job asks GitHub itself.
    package var api: ServedAPI?
    /// What stands in for the repository's remote; nil without a repository.
    package var remote: ServedRemote?

    /// Describes a job.
    package init(
        run: Int,
        key: String,
        checkRun: Int = 0,
        repository: String,
        home: String? = nil,
        workflow: String,
        cacheScopes: [CacheScope],
        identity: JobClaims? = nil,
        api: ServedAPI? = nil,
        remote: ServedRemote? = nil
    ) {
        self.run = run
        self.key = key
        self.checkRun = checkRun
        self.repository = repository
        self.home = home ?? repository
        self.workflow = workflow
        self.cacheScopes = cacheScopes
        self.identity = identity
        self.api = api
        self.remote = remote
    }
}

/// A ref whose caches a job may use, as the claim `ac` of its token says.
package struct CacheScope: Sendable, Hashable, Codable {
    /// Such as `refs/heads/main`.
    package let ref: String
    /// Whether the job may read there.
    package let isReadable: Bool
    /// Whether the job may write there.
    package let isWritable: Bool

    /// A ref to read from unless said otherwise, and to write to where said so.
    package init(_ ref: String, isReadable: Bool = true, isWritable: Bool = false) {
        self.ref = ref
        self.isReadable = isReadable
        self.isWritable = isWritable
    }

    private enum Keys: String, CodingKey {
        case scope = "Scope"
        case permission = "Permission"
    }

    /// Reads `{"Scope": …, "Permission": 1}`: 1 to read, 2 to write, 3 for both.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        ref = try container.decode(String.self, forKey: .scope)
        let permission = try container.decode(Int.self, forKey: .permission)
        isReadable = permission & 1 != 0
        isWritable = permission & 2 != 0
    }

    /// Writes what is read.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(ref, forKey: .scope)
        try container.encode((isReadable ? 1 : 0) + (isWritable ? 2 : 0), forKey: .permission)
    }
}
