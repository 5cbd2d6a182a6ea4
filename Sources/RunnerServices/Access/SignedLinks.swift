import Synchronization

/// The addresses that need no token: whoever has one may use it, as with signed URLs of GitHub.
final class SignedLinks: Sendable {
    /// What an address stands for.
    enum Target: Sendable {
        /// Bytes that are being sent.
        case upload(BlobUpload)
        /// Bytes that are there.
        case download(BlobDownload)
    }

    private struct Link {
        let signature: String
        let target: Target
        let owner: String
    }

    private let links = Mutex<[String: Link]>([:])

    /// A new address.
    ///
    /// Shape: `<origin>/blobs/<container>/<id>/<name>?sig=<secret>`. Azure's client takes the first
    /// part of the path for the account where the host has a port, and appends `&comp=…`.
    func make(_ target: Target, name: String, for grant: JobGrant, origin: String) -> String {
        let (id, signature) = (RandomText.identifier(), RandomText.secret())
        let container: String
        switch target {
        case .upload: container = "uploads"
        case .download: container = "downloads"
        }
        links.withLock {
            $0[id] = Link(signature: signature, target: target, owner: grant.jobBackend)
        }
        return "\(origin)/blobs/\(container)/\(id)/\(PercentCoding.encoded(name))?sig=\(signature)"
    }

    /// What an address stands for.
    ///
    /// - Throws: `ServiceFailure` for an unknown one or a wrong signature.
    func target(id: String, signature: String?) throws(ServiceFailure) -> Target {
        guard let link = links.withLock({ $0[id] }),
            ConstantTime.areEqual(link.signature, signature ?? "")
        else { throw ServiceFailure(.permissionDenied, "the address is not signed") }
        return link.target
    }

    /// Forgets the addresses of a job.
    func removeAll(of grant: JobGrant) {
        links.withLock { $0 = $0.filter { $0.value.owner != grant.jobBackend } }
    }
}
