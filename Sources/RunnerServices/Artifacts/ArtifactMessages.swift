/// The messages of the artifact service in their JSON form.
///
/// - Source: actions/toolkit `packages/artifact/src/generated/results/api/v1/artifact.ts`.
enum ArtifactMessages {
    /// `CreateArtifactRequest`.
    struct Create: Decodable {
        /// The run's id in the token.
        let run: String
        /// The job's id in the token.
        let job: String
        /// The artifact's name.
        let name: String
        /// An RFC 3339 time.
        let expires: String?
        /// The type of the content.
        let contentType: String?

        private enum CodingKeys: String, CodingKey {
            case run = "workflow_run_backend_id"
            case job = "workflow_job_run_backend_id"
            case expires = "expires_at"
            case contentType = "mime_type"
            case name
        }
    }

    /// `CreateArtifactResponse`.
    struct Created: Encodable {
        private let ok = true
        /// Where the content goes.
        let address: String

        /// Answers with an address.
        init(address: String) { self.address = address }

        private enum CodingKeys: String, CodingKey {
            case address = "signed_upload_url"
            case ok
        }
    }

    /// `FinalizeArtifactRequest`.
    struct Finalize: Decodable {
        /// The run's id in the token.
        let run: String
        /// The job's id in the token.
        let job: String
        /// The artifact's name.
        let name: String
        /// The bytes that were sent; left out for 0.
        let size: ProtocolInteger?
        /// `sha256:` and the digest of them.
        let hash: String?

        private enum CodingKeys: String, CodingKey {
            case run = "workflow_run_backend_id"
            case job = "workflow_job_run_backend_id"
            case name, size, hash
        }
    }

    /// The answer to what changes an artifact.
    struct Changed: Encodable {
        private let ok = true
        private let id: ProtocolInteger

        /// Answers with the artifact's id.
        init(id: Int) { self.id = ProtocolInteger(id) }

        private enum CodingKeys: String, CodingKey {
            case id = "artifact_id"
            case ok
        }
    }

    /// `ListArtifactsRequest`.
    struct List: Decodable {
        /// The run's id in the token.
        let run: String
        /// Only the artifact of this name.
        let name: String?
        /// Only the artifact of this id.
        let id: ProtocolInteger?

        private enum CodingKeys: String, CodingKey {
            case run = "workflow_run_backend_id"
            case name = "name_filter"
            case id = "id_filter"
        }
    }

    /// `ListArtifactsResponse`.
    struct Listed: Encodable {
        /// The artifacts by id.
        let artifacts: [Item]
    }

    /// One artifact of a list.
    struct Item: Encodable {
        private let run: String
        private let job: String
        private let id: ProtocolInteger
        private let name: String
        private let size: ProtocolInteger
        private let created: String
        private let digest: String

        /// Shows an artifact.
        init(_ entry: ArtifactEntry) {
            run = entry.runBackend
            job = entry.jobBackend
            id = ProtocolInteger(entry.id)
            name = entry.name
            size = ProtocolInteger(entry.size)
            created = Timestamp.text(entry.created)
            digest = entry.digest
        }

        private enum CodingKeys: String, CodingKey {
            case run = "workflow_run_backend_id"
            case job = "workflow_job_run_backend_id"
            case id = "database_id"
            case created = "created_at"
            case name, size, digest
        }
    }

    /// `GetSignedArtifactURLRequest` and `DeleteArtifactRequest`.
    struct Named: Decodable {
        /// The run's id in the token.
        let run: String
        /// The artifact's name.
        let name: String

        private enum CodingKeys: String, CodingKey {
            case run = "workflow_run_backend_id"
            case name
        }
    }

    /// `GetSignedArtifactURLResponse`.
    struct Signed: Encodable {
        /// Where the content is.
        let address: String

        private enum CodingKeys: String, CodingKey {
            case address = "signed_url"
        }
    }
}
