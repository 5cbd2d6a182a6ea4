/// A mount in the long form of `--mount`: `type=bind,source=/a,target=/b,readonly`.
///
/// Source: <https://docs.docker.com/engine/storage/bind-mounts/#options-for---mount>
struct MountDescription {
    private var kind = "volume"
    private var source: String?
    private var target: String?
    private var isReadOnly = false
    private var propagation: String?
    private var copiesImageFiles = true
    private var driver: String?
    private var driverOptions: [String: String] = [:]
    private var bytes: Int64?
    private var mode: Int?
    /// Fields that were given and belong to one kind only, each with its kind.
    private var fieldKinds: [(field: String, kind: String)] = []

    /// Reads the description.
    ///
    /// - Throws: `BadOptionValue`.
    init(_ text: String) throws {
        for field in try CommaFields.split(text) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = parts[0].lowercased()
            if parts.count == 1, try takeFlag(key, true) { continue }
            guard parts.count == 2 else {
                throw BadOptionValue("the field `\(field)` is not in the form `name=value`")
            }
            try take(key, String(parts[1]))
        }
        for (field, owner) in fieldKinds where owner != kind {
            throw BadOptionValue("`\(field)` is for the type `\(owner)`, this one is `\(kind)`")
        }
    }

    private mutating func takeFlag(_ key: String, _ value: Bool) throws -> Bool {
        switch key {
        case "readonly", "ro": isReadOnly = value
        case "volume-nocopy":
            copiesImageFiles = !value
            fieldKinds.append((key, "volume"))
        default: return false
        }
        return true
    }

    private mutating func take(_ key: String, _ value: String) throws {
        if ["readonly", "ro", "volume-nocopy"].contains(key) {
            _ = try takeFlag(key, try OptionValue.boolean(value))
            return
        }
        if let separator = key.firstIndex(of: "-") {
            fieldKinds.append((key, String(key[..<separator])))
        }
        switch key {
        case "type": kind = value.lowercased()
        case "source", "src": source = value
        case "target", "dst", "destination": target = value
        // Where the engine runs in a virtual machine it says how files are shared; no more.
        case "consistency": break
        case "bind-propagation": propagation = value
        case "volume-driver":
            guard !value.isEmpty else { throw BadOptionValue("the driver has no name") }
            driver = value
        case "volume-opt":
            let (name, option) = try OptionValue.pair(value, needsValue: false)
            driverOptions[name] = option
        case "tmpfs-size": bytes = try OptionValue.size(value)
        case "tmpfs-mode":
            guard let number = Int(value, radix: 8) else {
                throw BadOptionValue("`\(value)` is no octal mode")
            }
            mode = number
        default: throw BadOptionValue("the field `\(key)` is not supported")
        }
    }

    /// The mount of a definition that this stands for.
    func mount(baseFolder: String?) throws -> ContainerMount {
        guard let target, target.hasPrefix("/") else {
            throw BadOptionValue("the target is missing or not absolute")
        }
        switch kind {
        case "bind":
            guard let source else { throw BadOptionValue("the source is missing") }
            return ContainerMount(
                .bind(
                    path: try HostPath.absolute(source, from: baseFolder),
                    createsSource: false,
                    options: propagation.map { [$0] } ?? []
                ),
                at: target,
                isReadOnly: isReadOnly
            )
        case "volume":
            return ContainerMount(
                .volume(
                    name: source,
                    copiesImageFiles: copiesImageFiles,
                    driver: driver,
                    options: driverOptions
                ),
                at: target,
                isReadOnly: isReadOnly
            )
        case "tmpfs":
            guard source == nil else { throw BadOptionValue("`tmpfs` has no source") }
            return ContainerMount(
                .temporary(bytes: bytes, mode: mode),
                at: target,
                isReadOnly: isReadOnly
            )
        default: throw BadOptionValue("the type is none of `bind`, `volume` and `tmpfs`")
        }
    }
}
