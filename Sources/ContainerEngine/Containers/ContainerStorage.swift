/// The files a container sees besides its image's.
package struct ContainerStorage: Sendable, Hashable {
    /// What is mounted, in the order it was said.
    package var mounts: [ContainerMount] = []
    /// Whether the image's own files can only be read.
    package var isRootReadOnly = false
    /// Containers whose volumes this one shares, each with an optional `:ro`.
    package var volumesFrom: [String] = []
    /// The driver for volumes that come into being with the container.
    package var volumeDriver: String?
    /// Options of the engine's storage driver, such as `size`.
    package var driverOptions: [String: String] = [:]

    /// The image's files only.
    package init() {}
}

/// Something put at a path of a container.
package struct ContainerMount: Sendable, Hashable {
    /// What is put there.
    package enum Source: Sendable, Hashable {
        /// A file or folder of the engine's machine; `createsSource` makes a missing folder.
        /// Options are words of `--volume` such as `z` or `rshared`.
        case bind(path: String, createsSource: Bool, options: [String])
        /// A volume; `nil` is a new one without a name. `copiesImageFiles` fills an empty one.
        case volume(
            name: String?,
            copiesImageFiles: Bool,
            driver: String?,
            options: [String: String]
        )
        /// A file system in memory; the mode is a number as `chmod` writes it in octal.
        case temporary(bytes: Int64?, mode: Int?)
        /// A temporary file system with options as `--tmpfs` has them, such as `rw,size=64m`.
        case temporaryWithOptions(String)
    }

    /// What is put there.
    package var source: Source
    /// The absolute path inside the container.
    package var target: String
    /// Whether the container can only read it.
    package var isReadOnly: Bool

    /// A writable mount unless told otherwise.
    package init(_ source: Source, at target: String, isReadOnly: Bool = false) {
        self.source = source
        self.target = target
        self.isReadOnly = isReadOnly
    }

    /// A word of a bind's options: what is mounted below the folder is not to be seen.
    package static let withoutMountsBelow = "bind-nonrecursive"

    /// A file or folder of the engine's machine that has to exist.
    package static func bind(
        _ path: String,
        at target: String,
        isReadOnly: Bool = false
    ) -> ContainerMount {
        ContainerMount(
            .bind(path: path, createsSource: false, options: []),
            at: target,
            isReadOnly: isReadOnly
        )
    }

    /// A volume by its name.
    package static func volume(
        _ name: String,
        at target: String,
        isReadOnly: Bool = false
    ) -> ContainerMount {
        ContainerMount(
            .volume(name: name, copiesImageFiles: true, driver: nil, options: [:]),
            at: target,
            isReadOnly: isReadOnly
        )
    }
}
