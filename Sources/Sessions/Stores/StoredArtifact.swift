import RunnerServices

/// One artifact that is kept on this machine.
package struct StoredArtifact: Sendable {
    /// Its number.
    package let id: Int
    /// `github.run_id` of its run.
    package let run: Int
    /// The workflow's name.
    package let workflow: String
    /// The key of the job that uploaded it.
    package let job: String
    /// `github.repository` of its run.
    package let repository: String
    /// Its name.
    package let name: String
    /// The bytes of its content, compressed as it was sent.
    package let size: Int
    /// `sha256:` and the digest of the content.
    package let digest: String
    /// When it was complete, in seconds since 1970.
    package let created: Double
    /// When it may be removed, in seconds since 1970.
    package let expires: Double
    /// Its files.
    package let files: StoredFiles
    /// What the store knows of it.
    let entry: ArtifactEntry

    /// Shows an entry of a store.
    init(_ entry: ArtifactEntry, in store: ArtifactStore) {
        self.entry = entry
        id = entry.id
        run = entry.run
        workflow = entry.workflow
        job = entry.job
        repository = entry.repository
        name = entry.name
        size = entry.size
        digest = entry.digest
        created = entry.created
        expires = entry.expires
        files = StoredFiles(
            name: entry.name,
            path: store.contentPath(of: entry),
            form: entry.isArchive ? .archive : .plain
        )
    }
}
