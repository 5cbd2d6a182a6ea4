import ContainerEngine

extension JobMaking {
    /// Sees to it that the engine has an image, pulled first as its policy says.
    ///
    /// - Throws: `MissingImage.pushed` where another job of the run has pushed it to a registry
    ///   that the engine does not reach; what pulls throw.
    func image(_ request: ImageRequest) async throws -> ImageDetails {
        if let job = pushed.pusher(of: request.reference, besides: opening.key) {
            throw MissingImage.pushed(request.reference, by: job)
        }
        return try await images.image(request, sink: opening.sink)
    }
}
