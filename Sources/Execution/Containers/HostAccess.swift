import ContainerEngine
import Diagnostics
import Glibc

/// What containers may have of this machine: never its engine, never the developer's own files.
///
/// It judges a definition as the workflow made it, whichever key or option said it, before the
/// mounts of our own are added.
struct HostAccess: Sendable {
    /// Why a definition is turned away.
    struct Refusal: Error, Sendable, Hashable {
        /// What the workflow asks for and may not have.
        let message: String
        /// What to do instead.
        let help: String
        /// Which of the definition's mounts asks for it; nil where an option does.
        var mount: Int?
    }

    /// What a container gets of this machine.
    struct Admission: Sendable, Hashable {
        /// What it sees, a sentence each.
        var notices: [String] = []
        /// The system's own folders that it wants to write and can only read, by their mounts.
        var onlyReadable: [Int: String] = [:]
    }

    /// Where GitHub's runner keeps a job's files, as expressions name it.
    private static let runnerFolder = MachinePath("/home/runner/work")
    private static let engineHelp =
        "remove it: the programs of a job reach the engine that `--docker` says at "
        + "`\(DockerSocket.path)`, and those of a service none"

    private let engineFiles: [MachinePath]
    private let ownFolders: [MachinePath]
    /// Whether paths mean the same to the engine as to us.
    private let isLocal: Bool

    /// Guards an engine's socket and folders of this machine.
    init(endpoint: EngineEndpoint, ownFolders: [String]) {
        let user = "/run/user/\(getuid())"
        var files = [
            "/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock",
            "/var/lib/docker", "/var/lib/containers",
        ]
        files += ["/run/containerd/containerd.sock", "\(user)/docker.sock", "\(user)/podman"]
            .filter { MachinePath($0).exists }
        switch endpoint.address {
        case .unix(let path): files.append(path)
        case .ssh(let address): files += address.socketPath.map { [$0] } ?? []
        case .tcp: break
        }
        engineFiles = files.map { MachinePath($0) }
        self.ownFolders = ownFolders.map { MachinePath($0) }
        isLocal = endpoint.isOnThisMachine
    }

    /// Judges a definition and binds every path of this machine by its real name.
    ///
    /// Where `offersEngine` tells that it has an engine at `DockerSocket.path`, a mount of the
    /// machine's socket at that place asks for nothing more and goes.
    /// - Returns: what the container sees of this machine.
    func admit(
        _ definition: inout ContainerDefinition,
        offersEngine: Bool = false
    ) throws(Refusal) -> Admission {
        try refuseIsolation(definition.isolation)
        guard definition.storage.volumesFrom.isEmpty else {
            throw Refusal(
                message: "`--volumes-from` would share the files of containers beside the run",
                help: "name a volume in `volumes` of each container that shares it"
            )
        }
        var admission = Admission(notices: Self.notices(of: definition.isolation))
        var offered: Set<Int> = []
        for index in definition.storage.mounts.indices {
            guard !offersEngine || !Self.isEngineSocket(definition.storage.mounts[index]) else {
                offered.insert(index)
                continue
            }
            do throws(Refusal) {
                let isReadOnly = definition.storage.mounts[index].isReadOnly
                guard let place = try admit(&definition.storage.mounts[index]) else { continue }
                admission.notices.append("the container sees `\(place.text)` of this machine")
                if definition.storage.mounts[index].isReadOnly, !isReadOnly {
                    admission.onlyReadable[index] = place.text
                }
            } catch {
                var refusal = error
                refusal.mount = index
                throw refusal
            }
        }
        let kept = definition.storage.mounts.enumerated().filter { !offered.contains($0.offset) }
        definition.storage.mounts = kept.map(\.element)
        return admission
    }

    /// Whether a mount shows the socket of GitHub's runner where programs look for it.
    private static func isEngineSocket(_ mount: ContainerMount) -> Bool {
        guard case .bind(let path, _, _) = mount.source else { return false }
        let sockets = [DockerSocket.path, "/run/docker.sock"]
        return sockets.contains(PathText.absolute(path))
            && PathText.absolute(mount.target) == DockerSocket.path
    }

    /// Judges what one mount shows; of this machine that is the returned path.
    private func admit(_ mount: inout ContainerMount) throws(Refusal) -> MachinePath? {
        switch mount.source {
        case .bind(let path, _, let options):
            let place = try admit(path)
            let isOfSystem = Self.isOfSystem(place)
            // Only the short form, which creates a missing folder, takes the labelling words.
            let isLabelled = options.contains("z") || options.contains("Z")
            mount.source = .bind(
                path: isLocal ? place.resolved : place.text,
                createsSource: isLabelled && !isOfSystem,
                options: isOfSystem ? [ContainerMount.withoutMountsBelow] : options
            )
            if isOfSystem { mount.isReadOnly = true }
            return place
        case .volume(_, _, let driver, let options):
            guard let path = try Self.path(ofDriver: driver, options: options) else { return nil }
            let place = try admit(path)
            guard !Self.isOfSystem(place) else {
                throw Refusal(
                    message: "a volume of `\(path)` would let the container write a folder of "
                        + "this machine's system",
                    help: "mount the folder itself, for reading: `\(path):/target:ro`"
                )
            }
            return place
        case .temporary, .temporaryWithOptions:
            return nil
        }
    }

    /// The folders of a system that only root writes: who writes there is root of the machine.
    private static let systemFolders = [
        "/etc", "/usr", "/boot", "/root", "/bin", "/sbin", "/var", "/lib", "/lib32", "/lib64",
        "/libx32",
    ].map { MachinePath($0) }

    /// Where everybody may write in them.
    private static let sharedFolders = [MachinePath("/var/tmp")]

    private static func isOfSystem(_ place: MachinePath) -> Bool {
        systemFolders.contains { $0.covers(place) }
            && !sharedFolders.contains { $0.covers(place) }
    }

    /// Judges a path that a container is to see.
    private func admit(_ path: String) throws(Refusal) -> MachinePath {
        let place = MachinePath(path)
        guard !Self.runnerFolder.covers(MachinePath(path)) else {
            throw Refusal(
                message: "`\(path)` is a folder of GitHub's runner, which this machine has not",
                help: "the job container has the job's files already, below `/__w`; "
                    + "share files with a service through a named volume"
            )
        }
        guard !engineFiles.contains(where: { $0.covers(place) || place.covers($0) }) else {
            throw Refusal(
                message: "`\(path)` would hand this machine's engine to the job",
                help: Self.engineHelp
            )
        }
        if let folder = ownFolders.first(where: { $0.covers(place) || place.covers($0) }) {
            throw Refusal(
                message: "`\(path)` would give the container the files in `\(folder.text)` "
                    + "themselves",
                help: "remove it; `actions/checkout` puts a copy of the repository's files into "
                    + "the workspace"
            )
        }
        for folder in ["/proc", "/sys"] where MachinePath(folder).covers(place) {
            throw Refusal(
                message: "`\(path)` would give the container the kernel of this machine",
                help: "remove it: a container has a `\(folder)` of its own"
            )
        }
        guard isLocal else { return place }
        guard !place.isSocket else {
            throw Refusal(
                message: "`\(path)` is a Unix socket of this machine",
                help: "remove it: a job talks to no service of this machine"
            )
        }
        let help = "name the one folder or file below it that is needed"
        switch place.socketsBelow() {
        case .none: break
        case .found(let socket):
            throw Refusal(
                message: "`\(path)` holds `\(socket)`, a Unix socket of this machine",
                help: help
            )
        case .unknown(let folder):
            throw Refusal(
                message: "`\(path)` holds `\(folder)`, which cannot be looked through for sockets",
                help: help
            )
        }
        guard place.exists else {
            throw Refusal(
                message: "`\(path)` does not exist on this machine",
                help: "create it, or name a volume instead of a path"
            )
        }
        return place
    }

    /// The path of this machine that a volume's driver shows, if any.
    private static func path(
        ofDriver driver: String?,
        options: [String: String]
    ) throws(Refusal) -> String? {
        // An empty name is the engine's own driver, too.
        guard ["", "local"].contains(driver ?? ""), let device = options["device"] else {
            return nil
        }
        // The kernel that binds does not look at the type.
        let flags = (options["o"] ?? "").split(separator: ",").map { $0.lowercased() }
        if flags.contains(where: { ["bind", "rbind", "remount", "move"].contains($0) }) {
            return device
        }
        switch options["type"] ?? "none" {
        case "tmpfs", "nfs", "nfs4", "cifs": return nil
        case "none", "bind": return device
        case let type:
            throw Refusal(
                message: "a volume of the type `\(type)` would mount `\(device)` of this machine",
                help: "use a volume without driver options, or one of the type `tmpfs` or `nfs`"
            )
        }
    }
}
