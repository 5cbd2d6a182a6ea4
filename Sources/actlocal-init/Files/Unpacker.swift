import Glibc
import InitProtocol

/// Unpacks a tar stream under a directory, and never outside it.
///
/// Every name is opened from its parent's descriptor without following links, so neither `..` nor a
/// link that the archive itself made leads anywhere else.
struct Unpacker {
    private let request: UnpackRequest
    private let root: CInt
    private let identity: UserIdentity?
    private var reader = TarReader()
    private var entryCount: UInt64 = 0
    private var byteCount: UInt64 = 0
    private var file: (descriptor: CInt, entry: TarEntry)?
    private var directories: [(parts: [String], entry: TarEntry)] = []

    /// Unpacks what `input` carries until its end.
    static func unpack(_ request: UnpackRequest, from input: CInt) throws(InitFailure) {
        try Directories.make(
            path: request.destination,
            FileAttributes(mode: 0o755, owner: request.owner)
        )
        let root = open(request.destination, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard root >= 0 else { throw .file("open", path: request.destination, .last) }
        defer { close(root) }
        var unpacker = Unpacker(
            request: request,
            root: root,
            identity: try ContainerUsers.optionalIdentity(for: request.owner)
        )
        while true {
            let bytes: [UInt8]
            do { bytes = try Descriptor.read(input, count: 256 << 10) } catch {
                throw .archive("it cannot be read: \(error.text)")
            }
            if bytes.isEmpty { break }
            unpacker.reader.append(bytes)
            try unpacker.takeItems()
        }
        try unpacker.finish()
    }

    private init(request: UnpackRequest, root: CInt, identity: UserIdentity?) {
        self.request = request
        self.root = root
        self.identity = identity
    }

    private mutating func takeItems() throws(InitFailure) {
        while let item = try nextItem() {
            switch item {
            case .entry(let entry): try begin(entry)
            case .contents(let bytes): try write(bytes)
            case .endOfFile: try endFile()
            }
        }
    }

    private mutating func nextItem() throws(InitFailure) -> TarReader.Item? {
        do { return try reader.next() } catch { throw .archive(error.description) }
    }

    private mutating func finish() throws(InitFailure) {
        do { try reader.finish() } catch { throw .archive(error.description) }
        // Last: what is unpacked into a directory changes its time, and its mode may forbid it.
        for (parts, entry) in directories.reversed() {
            guard let name = parts.last else {
                if let (user, group) = owner(of: entry) { fchown(root, user, group) }
                fchmod(root, entry.mode)
                futimens(root, Unpacker.times(of: entry))
                continue
            }
            let parent = try openParent(of: parts, path: entry.path)
            defer { close(parent) }
            fchmodat(parent, name, entry.mode, 0)
            setTime(of: name, in: parent, entry)
        }
    }

    private mutating func begin(_ entry: TarEntry) throws(InitFailure) {
        entryCount += 1
        byteCount &+= entry.size
        guard entryCount <= request.entryLimit else {
            throw .archive("it has more than \(request.entryLimit) entries")
        }
        guard entry.size <= request.byteLimit, byteCount <= request.byteLimit else {
            throw .tooLarge(path: entry.path, size: byteCount, limit: request.byteLimit)
        }
        let parts = try Unpacker.parts(of: entry.path)
        guard let name = parts.last else {
            if entry.kind == .directory { directories.append((parts, entry)) }
            return
        }
        let parent = try openParent(of: parts, path: entry.path)
        defer { close(parent) }
        switch entry.kind {
        case .directory: try makeDirectory(name, in: parent, parts, entry)
        case .file: try makeFile(name, in: parent, entry)
        case .symbolicLink(let target):
            try replace(name, in: parent, entry) { symlinkat(target, parent, name) }
            setOwner(of: name, in: parent, entry)
            setTime(of: name, in: parent, entry)
        case .hardLink(let target):
            let targetParts = try Unpacker.parts(of: target)
            guard let targetName = targetParts.last else {
                throw .archive("`\(entry.path)` is a link to nothing")
            }
            let targetParent = try openParent(of: targetParts, path: target)
            defer { close(targetParent) }
            try replace(name, in: parent, entry) {
                linkat(targetParent, targetName, parent, name, 0)
            }
        case .other:
            throw .archive("`\(entry.path)` is a device or pipe")
        }
    }

    private mutating func makeDirectory(
        _ name: String,
        in parent: CInt,
        _ parts: [String],
        _ entry: TarEntry
    ) throws(InitFailure) {
        if mkdirat(parent, name, 0o700) != 0 {
            var information = stat()
            guard errno == EEXIST,
                fstatat(parent, name, &information, AT_SYMLINK_NOFOLLOW) == 0,
                information.isDirectory
            else { throw failure(entry, SystemError(number: EEXIST)) }
        }
        setOwner(of: name, in: parent, entry)
        directories.append((parts, entry))
    }

    private mutating func makeFile(
        _ name: String,
        in parent: CInt,
        _ entry: TarEntry
    ) throws(InitFailure) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        var descriptor: CInt = -1
        try replace(name, in: parent, entry) {
            descriptor = openat(parent, name, flags, 0o600)
            return descriptor
        }
        file = (descriptor, entry)
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(InitFailure) {
        guard let file else { return }
        guard Descriptor.writeAll(file.descriptor, bytes) else { throw failure(file.entry, .last) }
    }

    private mutating func endFile() throws(InitFailure) {
        guard let (descriptor, entry) = file else { return }
        file = nil
        defer { close(descriptor) }
        if let (user, group) = owner(of: entry) { fchown(descriptor, user, group) }
        guard fchmod(descriptor, entry.mode) == 0 else { throw failure(entry, .last) }
        futimens(descriptor, Unpacker.times(of: entry))
    }

    /// Makes something at a name, removing what is not a directory there before.
    private func replace(
        _ name: String,
        in parent: CInt,
        _ entry: TarEntry,
        _ make: () -> CInt
    ) throws(InitFailure) {
        if make() >= 0 { return }
        guard errno == EEXIST, unlinkat(parent, name, 0) == 0, make() >= 0 else {
            throw failure(entry, .last)
        }
    }
}

// MARK: - Names and attributes

extension Unpacker {
    /// The names of a path; leading slashes and `.` do not count.
    private static func parts(of path: String) throws(InitFailure) -> [String] {
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !parts.contains("..") else {
            throw .archive("`\(path)` leads out of the directory it is unpacked to")
        }
        return parts
    }

    /// Opens the directory above a name, making what is missing and following no link.
    private func openParent(of parts: [String], path: String) throws(InitFailure) -> CInt {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var current = fcntl(root, F_DUPFD_CLOEXEC, 3)
        for part in parts.dropLast() {
            var next = openat(current, part, flags)
            if next < 0, errno == ENOENT, mkdirat(current, part, 0o755) == 0 {
                if let identity {
                    fchownat(
                        current,
                        part,
                        identity.userID,
                        identity.groupID,
                        AT_SYMLINK_NOFOLLOW
                    )
                }
                next = openat(current, part, flags)
            }
            let error = SystemError.last
            close(current)
            guard next >= 0 else {
                if error.code == ELOOP || error.code == ENOTDIR {
                    throw .archive("`\(path)` passes through `\(part)`, which is no directory")
                }
                throw .file("unpack", path: path, error)
            }
            current = next
        }
        return current
    }

    private func owner(of entry: TarEntry) -> (UInt32, UInt32)? {
        if let identity { return (identity.userID, identity.groupID) }
        return geteuid() == 0 ? (entry.userID, entry.groupID) : nil
    }

    private func setOwner(of name: String, in parent: CInt, _ entry: TarEntry) {
        if let (user, group) = owner(of: entry) {
            fchownat(parent, name, user, group, AT_SYMLINK_NOFOLLOW)
        }
    }

    private func setTime(of name: String, in parent: CInt, _ entry: TarEntry) {
        utimensat(parent, name, Unpacker.times(of: entry), AT_SYMLINK_NOFOLLOW)
    }

    private static func times(of entry: TarEntry) -> [timespec] {
        let time = timespec(
            tv_sec: Int(entry.modified / 1_000_000_000),
            tv_nsec: Int(max(0, entry.modified % 1_000_000_000))
        )
        return [time, time]
    }

    private func failure(_ entry: TarEntry, _ error: SystemError) -> InitFailure {
        .file("unpack", path: "\(request.destination)/\(entry.path)", error)
    }
}
