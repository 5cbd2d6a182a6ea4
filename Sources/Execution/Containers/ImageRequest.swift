import ContainerEngine

/// An image as a container asks for it.
struct ImageRequest: Sendable, Hashable {
    /// The image's name.
    let reference: String
    /// The platform to pull it for; nil for the engine's own.
    var platform: String?
    /// The login for its registry.
    var credentials: RegistryCredentials?
    /// When it is pulled.
    var policy: ContainerOptions.PullPolicy = .missing
}
