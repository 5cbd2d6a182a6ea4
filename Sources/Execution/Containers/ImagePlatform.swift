import ContainerEngine

/// A system and processor that images are built for, such as `linux/arm64/v8`.
struct ImagePlatform: Hashable, CustomStringConvertible {
    private let system: String
    private let architecture: String
    private let variant: String?

    /// Reads what the docker command takes, such as `linux/amd64` and `arm64`.
    init(_ text: String) {
        let parts = text.lowercased().split(separator: "/").map(String.init)
        system = parts.count > 1 ? parts[0] : "linux"
        let name = parts.count > 1 ? parts[1] : parts.first ?? ""
        architecture = ["x86_64": "amd64", "aarch64": "arm64"][name] ?? name
        variant = parts.count > 2 ? parts[2] : nil
    }

    /// What an image was built for.
    init(of image: ImageDetails) {
        system = image.operatingSystem
        architecture = image.architecture
        variant = image.variant.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// As engines write it.
    var description: String {
        [system, architecture, variant].compactMap(\.self).joined(separator: "/")
    }

    /// Whether an image of this platform is one of another, which may leave the variant open.
    func serves(_ wanted: ImagePlatform) -> Bool {
        system == wanted.system && architecture == wanted.architecture
            && (variant == nil || wanted.variant == nil || variant == wanted.variant)
    }
}
