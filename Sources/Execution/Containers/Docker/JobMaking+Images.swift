import ContainerEngine

extension JobMaking {
    /// Sees to it that the engine has an image, pulled first as its policy says.
    ///
    /// - Throws: `MissingImage.pushed` where a job of the run has pushed it to a registry
    ///   that the engine does not reach; what pulls throw.
    func image(_ request: ImageRequest) async throws -> ImageDetails {
        if let job = pushed.pusher(of: request.reference, for: opening.key) {
            throw MissingImage.pushed(request.reference, by: job)
        }
        let image = try await images.image(request, sink: opening.sink)
        pushed.note(request.reference, takenBy: opening.key)
        return image
    }
}
