/// What is known of one artifact, beside its content.
package struct ArtifactEntry: Codable, Sendable, Hashable {
    /// A number that no other artifact of this machine has; later ones are higher.
    package let id: Int
    /// `github.run_id` of its run.
    package let run: Int
    /// The workflow's name.
    package let workflow: String
    /// The key of the job that uploaded it.
    package let job: String
    /// `github.repository` of its run.
    package let repository: String
    /// What tells the repository's artifacts from those of others on this machine.
    package let home: String
    /// The name it was uploaded under.
    package let name: String
    /// The bytes of its content, compressed as it was sent.
    package let size: Int
    /// `sha256:` and the digest of the content.
    package let digest: String
    /// Such as `application/zip`.
    package let contentType: String
    /// When it was complete, in seconds since 1970.
    package let created: Double
    /// When it may be removed, in seconds since 1970.
    package let expires: Double
    /// The ids by which the run and the job are known in tokens.
    let runBackend: String
    /// The job's.
    let jobBackend: String

    /// Whether the content is a zip archive rather than one plain file.
    package var isArchive: Bool { contentType == "application/zip" }
}
