/// A port of a container that is a port of the engine's machine too.
package struct PortMapping: Sendable, Hashable {
    /// The port inside the container.
    package var container: ContainerPort
    /// The address of the machine to listen on; `nil` is every one.
    package var hostAddress: String?
    /// The first and last port to choose from; `nil` is any free one.
    package var hostPorts: ClosedRange<Int>?

    /// A port published on any free one unless told otherwise.
    package init(
        _ container: ContainerPort,
        hostPorts: ClosedRange<Int>? = nil,
        hostAddress: String? = nil
    ) {
        self.container = container
        self.hostPorts = hostPorts
        self.hostAddress = hostAddress
    }
}
