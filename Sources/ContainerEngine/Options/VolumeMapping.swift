/// Something put at a path of a container, in the short form of `--volume`.
package struct VolumeMapping: Sendable, Hashable {
    /// What stands before the container's path.
    package enum Source: Sendable, Hashable {
        /// Nothing: a new volume without a name.
        case anonymous
        /// The name of a volume.
        case volume(String)
        /// A path of the machine, perhaps relative (`./data`).
        case path(String)
    }

    /// What is put there.
    package var source: Source
    /// The absolute path inside the container.
    package var target: String
    /// Whether the container can only read it.
    package var isReadOnly: Bool
    /// Further words such as `z`, `nocopy` or `rshared`.
    package var options: [String]

    private static let knownOptions: Set<String> = [
        "z", "Z", "nocopy", "copy", "shared", "rshared", "slave", "rslave", "private", "rprivate",
        "consistent", "cached", "delegated", "U",
    ]

    /// Reads `/dst`, `src:/dst` or `src:/dst:options`, where options are separated by commas.
    ///
    /// Source: <https://docs.docker.com/engine/storage/volumes/#options-for---volume>
    package static func parse(_ text: String) throws(MappingError) -> VolumeMapping {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), !parts.contains(where: \.isEmpty) else {
            throw MappingError(text, "the form is `source:/path` or `source:/path:ro`")
        }
        var mapping = VolumeMapping(
            source: parts.count == 1 ? .anonymous : try source(parts[0], of: text),
            target: parts.count == 1 ? parts[0] : parts[1],
            isReadOnly: false,
            options: []
        )
        guard mapping.target.hasPrefix("/") else {
            throw MappingError(text, "the path inside the container is not absolute")
        }
        guard mapping.target != "/" else {
            throw MappingError(text, "the path inside the container is its root")
        }
        for option in parts.count == 3 ? parts[2].split(separator: ",") : [] {
            switch option {
            case "ro", "readonly": mapping.isReadOnly = true
            case "rw": mapping.isReadOnly = false
            case let word where knownOptions.contains(String(word)):
                mapping.options.append(String(word))
            case let word: throw MappingError(text, "`\(word)` is no option of a volume")
            }
        }
        if case .path = mapping.source { return mapping }
        if let option = mapping.options.first(where: { !["copy", "nocopy"].contains($0) }) {
            throw MappingError(text, "`\(option)` is for a path of the machine, not a volume")
        }
        return mapping
    }

    private static func source(_ text: String, of whole: String) throws(MappingError) -> Source {
        if text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~") { return .path(text) }
        let isName =
            text.utf8.count > 1
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
        guard isName else {
            throw MappingError(
                whole,
                "`\(text)` is neither a volume's name nor a path that starts with `/`"
            )
        }
        return .volume(text)
    }

    /// The mount of a definition that this stands for.
    ///
    /// - Throws: a reason when a relative path has no folder to start from.
    func mount(baseFolder: String?) throws -> ContainerMount {
        let source: ContainerMount.Source =
            switch self.source {
            case .anonymous:
                .volume(
                    name: nil,
                    copiesImageFiles: !options.contains("nocopy"),
                    driver: nil,
                    options: [:]
                )
            case .volume(let name):
                .volume(
                    name: name,
                    copiesImageFiles: !options.contains("nocopy"),
                    driver: nil,
                    options: [:]
                )
            case .path(let path):
                .bind(
                    path: try HostPath.absolute(path, from: baseFolder),
                    createsSource: true,
                    options: options
                )
            }
        return ContainerMount(source, at: target, isReadOnly: isReadOnly)
    }
}

/// Paths of the machine in options.
enum HostPath {
    /// The path itself when it is absolute, else below the folder.
    static func absolute(_ path: String, from folder: String?) throws -> String {
        if path.hasPrefix("/") { return path }
        guard let folder, !path.hasPrefix("~") else {
            throw BadOptionValue("the path `\(path)` is not absolute")
        }
        var parts = folder.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
