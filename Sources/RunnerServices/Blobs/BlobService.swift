/// Answers requests at signed addresses: Azure's blob protocol, as far as the clients speak it.
struct BlobService: Sendable {
    /// The addresses.
    let links: SignedLinks
    /// The time in seconds since 1970.
    let now: @Sendable () -> Double

    /// Answers a request for `/blobs/<container>/<id>/<name>`.
    func respond(to request: ServiceRequest) async throws -> ServiceResponse {
        guard request.path.count == 4 else {
            throw ServiceFailure(.notFound, "there is nothing at this address")
        }
        switch try links.target(id: request.path[2], signature: request.query["sig"]) {
        case .download(let download):
            guard ["GET", "HEAD"].contains(request.method) else { throw Self.noSuchMethod }
            return try download.respond(
                range: request.header("x-ms-range") ?? request.header("Range")
            )
        case .upload(let upload):
            guard request.method == "PUT" else { throw Self.noSuchMethod }
            return try await receive(request, upload)
        }
    }

    private static let noSuchMethod = ServiceFailure(
        .badRoute,
        "this address does not know the method"
    )

    private func receive(
        _ request: ServiceRequest,
        _ upload: BlobUpload
    ) async throws -> ServiceResponse {
        switch request.query["comp"] {
        case "block":
            try await upload.putBlock(request.query["blockid"] ?? "", request.body)
        case "blocklist":
            let list = try await request.body.collect(upTo: 16 << 20)
            try await upload.commit(BlockList.ids(in: list))
        case nil:
            guard request.header("x-ms-blob-type") ?? "BlockBlob" == "BlockBlob" else {
                throw ServiceFailure(.invalidArgument, "only block blobs are taken")
            }
            try await upload.put(request.body)
        case .some(let other):
            throw ServiceFailure(.invalidArgument, "`comp=\(other)` is not taken")
        }
        return ServiceResponse(
            201,
            headers: [
                ("ETag", "\"\(RandomText.identifier())\""),
                ("Last-Modified", Timestamp.http(now())), ("x-ms-version", "2021-08-06"),
                ("x-ms-request-id", RandomText.identifier()),
                ("x-ms-request-server-encrypted", "false"),
            ]
        )
    }
}
