/// What an engine says about itself and the machine it runs on.
package struct EngineInformation: Sendable, Hashable {
    /// The engine's own version.
    package var serverVersion: String
    /// The name of its machine.
    package var name: String
    /// The storage driver, such as `overlay2`.
    package var storageDriver: String
    /// As `uname -m` has it, such as `x86_64`.
    package var architecture: String
    /// `linux` or `windows`.
    package var operatingSystem: String
    /// The distribution's name.
    package var distribution: String
    /// The kernel all containers share.
    package var kernelVersion: String
    /// Where the engine keeps its files, on its own machine.
    package var rootFolder: String
    /// How many processors containers may use.
    package var processors: Int
    /// Memory of the engine's machine.
    package var memoryBytes: Int64
    /// Such as `name=seccomp,profile=default` or `name=rootless`.
    package var securityOptions: [String]
    /// `1` or `2`.
    package var controlGroupVersion: String
    /// OCI runtimes by name, such as `runc`.
    package var runtimes: [String]
    /// What the engine wants its user to know, such as missing limits.
    package var warnings: [String]

    /// Whether the engine runs without root's rights.
    package var isRootless: Bool {
        securityOptions.contains { $0.hasPrefix("name=rootless") }
    }

    /// Whether root in a container is somebody else outside.
    package var remapsUsers: Bool {
        securityOptions.contains { $0.hasPrefix("name=userns") }
    }

    /// Whether the engine runs in a virtual machine of Docker Desktop.
    package var isDesktop: Bool { distribution.hasPrefix("Docker Desktop") }

    /// The architecture as images name it, such as `amd64` or `arm64`.
    package var imageArchitecture: String {
        let table = [
            "x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "i686": "386", "i386": "386",
        ]
        return table[architecture] ?? architecture
    }
}

extension EngineInformation: Decodable {
    private enum Key: String, CodingKey {
        case serverVersion = "ServerVersion"
        case name = "Name"
        case storageDriver = "Driver"
        case architecture = "Architecture"
        case operatingSystem = "OSType"
        case distribution = "OperatingSystem"
        case kernelVersion = "KernelVersion"
        case rootFolder = "DockerRootDir"
        case processors = "NCPU"
        case memoryBytes = "MemTotal"
        case securityOptions = "SecurityOptions"
        case controlGroupVersion = "CgroupVersion"
        case runtimes = "Runtimes"
        case warnings = "Warnings"
    }

    /// Reads the answer of `GET /info`; what an engine leaves out is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) throws -> String {
            try values.decodeIfPresent(String.self, forKey: key) ?? ""
        }
        func list(_ key: Key) throws -> [String] {
            try values.decodeIfPresent([String].self, forKey: key) ?? []
        }
        serverVersion = try text(.serverVersion)
        name = try text(.name)
        storageDriver = try text(.storageDriver)
        architecture = try text(.architecture)
        operatingSystem = try text(.operatingSystem)
        distribution = try text(.distribution)
        kernelVersion = try text(.kernelVersion)
        rootFolder = try text(.rootFolder)
        processors = try values.decodeIfPresent(Int.self, forKey: .processors) ?? 1
        memoryBytes = try values.decodeIfPresent(Int64.self, forKey: .memoryBytes) ?? 0
        securityOptions = try list(.securityOptions)
        let version = try text(.controlGroupVersion)
        controlGroupVersion = version.isEmpty ? "1" : version
        runtimes = try values.decodeIfPresent(KeySet.self, forKey: .runtimes)?.keys ?? []
        warnings = try list(.warnings)
    }
}

extension Engine {
    /// What the engine says about itself.
    package func information() async throws -> EngineInformation {
        try await connection.value(.init("GET", "/info", about: .container("engine")))
    }
}
