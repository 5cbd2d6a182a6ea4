import Diagnostics
import Glibc

/// A path of this machine, comparable with others however it is spelled or linked.
struct MachinePath: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let number: UInt64
    }

    /// As it was written, without `.`, `..` and doubled slashes.
    let text: String
    /// Without symbolic links, as far as it exists.
    let resolved: String
    /// Whether something is there.
    let exists: Bool
    /// What kind of file is there, as in `st_mode`.
    private let kind: mode_t
    private let identity: Identity?
    /// The file and every folder above it.
    private let chain: Set<Identity>

    /// Looks at a path; relative ones are taken from the root.
    init(_ path: String) {
        text = PathText.absolute(path)
        resolved = Self.resolve(text)
        var status = stat()
        exists = stat(resolved, &status) == 0
        kind = exists ? status.st_mode & S_IFMT : 0
        identity = exists ? Self.identity(status) : nil
        var chain: Set<Identity> = []
        for place in Self.places(of: resolved) where stat(place, &status) == 0 {
            chain.insert(Self.identity(status))
        }
        self.chain = chain
    }

    /// Whether it is a Unix socket.
    var isSocket: Bool { kind == S_IFSOCK }
    /// Whether it is a disk or the like.
    var isBlockDevice: Bool { kind == S_IFBLK }
    /// Whether it is a folder.
    var isFolder: Bool { kind == S_IFDIR }

    /// The most files that are looked at for sockets.
    private static let mostLookedAt = 200_000

    /// What is known of Unix sockets in a folder.
    enum Sockets: Hashable {
        /// There are none.
        case none
        /// There is one.
        case found(String)
        /// A folder cannot be looked into, which an engine, being root, can; or there are too many
        /// files to look at.
        case unknown(String)
    }

    /// What is known of Unix sockets in this folder and below.
    ///
    /// Links are not followed: a container follows them in its own tree.
    func socketsBelow() -> Sockets {
        guard isFolder else { return .none }
        var folders = [resolved]
        var count = 0
        while let folder = folders.popLast() {
            guard let open = opendir(folder) else {
                // One that has gone meanwhile shows nothing.
                if errno == ENOENT || errno == ENOTDIR { continue }
                return .unknown(folder)
            }
            defer { closedir(open) }
            while let entry = readdir(open) {
                count += 1
                guard count < Self.mostLookedAt else { return .unknown(folder) }
                let name = Self.name(of: entry)
                guard name != ".", name != ".." else { continue }
                let path = "\(folder)/\(name)"
                switch Self.kind(of: entry, at: path) {
                case S_IFSOCK: return .found(path)
                case S_IFDIR: folders.append(path)
                default: break
                }
            }
        }
        return .none
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }

    /// The file's kind as in `st_mode`; some file systems make us ask for it.
    private static func kind(of entry: UnsafeMutablePointer<dirent>, at path: String) -> mode_t {
        let kinds: [UInt8: mode_t] = [UInt8(DT_SOCK): S_IFSOCK, UInt8(DT_DIR): S_IFDIR]
        guard entry.pointee.d_type == UInt8(DT_UNKNOWN) else {
            return kinds[entry.pointee.d_type] ?? S_IFREG
        }
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    /// Whether the other path is this one or lies below it, by its text, its links or its mounts.
    func covers(_ other: MachinePath) -> Bool {
        if let identity, other.chain.contains(identity) { return true }
        return [other.text, other.resolved].contains { place in
            Self.isAncestor(text, of: place) || Self.isAncestor(resolved, of: place)
        }
    }

    private static func isAncestor(_ folder: String, of path: String) -> Bool {
        folder == path || folder == "/" || path.hasPrefix(folder + "/")
    }

    private static func identity(_ status: stat) -> Identity {
        Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    /// The real path of the part that exists, and the rest as it stands.
    private static func resolve(_ path: String) -> String {
        var parts = path.split(separator: "/")
        var rest: [Substring] = []
        while true {
            if let real = realpath("/" + parts.joined(separator: "/"), nil) {
                defer { free(real) }
                let start = String(cString: real)
                guard !rest.isEmpty else { return start }
                return (start == "/" ? "" : start) + "/" + rest.joined(separator: "/")
            }
            guard let last = parts.popLast() else { return path }
            rest.insert(last, at: 0)
        }
    }

    /// The path and every folder above it.
    private static func places(of path: String) -> [String] {
        var places = ["/"]
        var place = ""
        for part in path.split(separator: "/") {
            place += "/" + part
            places.append(place)
        }
        return places
    }
}
