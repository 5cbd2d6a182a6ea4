import ContainerEngine
import Glibc

/// The sockets by which a container could command the engine of the machine.
struct EngineSockets {
    private static let wellKnown = [
        "/var/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock",
    ]

    private let sockets: [String]

    /// The well-known ones, and the one that the engine is reached by.
    init(endpoint: EngineEndpoint) {
        var paths = Self.wellKnown
        if case .unix(let path) = endpoint.address { paths.append(path) }
        sockets = paths.map(Self.resolved)
    }

    /// The folder or file of the machine by which a mount shows a socket; nil when it shows none.
    func exposure(by mount: ContainerMount) -> String? {
        switch mount.source {
        case .bind(let path, _, _): isExposed(by: path) ? path : nil
        case .volume(_, _, _, let options):
            options["device"].flatMap { isExposed(by: $0) ? $0 : nil }
        case .temporary, .temporaryWithOptions: nil
        }
    }

    private func isExposed(by path: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        let folder = Self.resolved(path)
        return folder == "/" || folder.hasSuffix("/docker.sock")
            || sockets.contains { $0 == folder || $0.hasPrefix(folder + "/") }
    }

    /// The path without links and dots, as far as it exists.
    private static func resolved(_ path: String) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        guard let name = parts.popLast() else { return "/" }
        let parent = resolved("/" + parts.joined(separator: "/"))
        return (parent == "/" ? "" : parent) + "/" + name
    }
}
