import Glibc
import InitProtocol

/// Files small enough to be handled between two looks at the descriptors.
enum SmallFiles {
    /// The most bytes one `read` answers with.
    static let readLimit = 32 << 20

    /// Reads part of a regular file.
    static func read(
        path: String,
        offset: UInt64,
        limit: UInt32
    ) throws(InitFailure) -> FileContents {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .file("read", path: path, .last) }
        defer { close(descriptor) }
        do {
            let size = try regularSize(of: descriptor)
            if offset > 0 { lseek(descriptor, off_t(clamping: offset), SEEK_SET) }
            let bytes = try readUpTo(min(Int(limit), readLimit), from: descriptor)
            return FileContents(bytes: bytes[...], size: max(size, offset + UInt64(bytes.count)))
        } catch {
            throw .file("read", path: path, error)
        }
    }

    /// Reads a whole file unless it is larger than its limit.
    ///
    /// Sizes in `/proc` are zero, so the bytes themselves decide. A pipe or device is never waited
    /// for.
    static func collect(_ file: FileCollection) -> CollectedContent {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let error = SystemError.last
            return error.code == ENOENT || error.code == ENOTDIR
                ? .missing : .unreadable(error.text)
        }
        defer { close(descriptor) }
        return contents(of: descriptor, limit: file.limit)
    }

    private static func contents(of descriptor: CInt, limit: UInt64) -> CollectedContent {
        do {
            let size = try regularSize(of: descriptor)
            guard size <= limit else { return .tooLarge(size) }
            let limit = Int(clamping: limit)
            let bytes = try readUpTo(limit == .max ? limit : limit + 1, from: descriptor)
            return bytes.count <= limit ? .bytes(bytes) : .tooLarge(UInt64(bytes.count))
        } catch {
            return .unreadable(error.text)
        }
    }

    /// Reads a whole file of a folder that a step may have changed at will.
    ///
    /// We may read what the step may not, so no link is followed: `folder` was opened before the
    /// step began. A file of several names counts only when it is the step's own. One of `owner`,
    /// whom the file was given to, is taken where the step could not write it.
    static func collect(
        _ file: FileCollection,
        in folder: CInt,
        for user: uid_t,
        or owner: uid_t
    ) -> CollectedContent {
        let name = file.path.split(separator: "/").last ?? ""
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW
        let descriptor = openat(folder, String(name), flags)
        guard descriptor >= 0 else {
            let error = SystemError.last
            if error.code == ELOOP { return .unreadable("is a symbolic link") }
            return error.code == ENOENT || error.code == ENOTDIR
                ? .missing : .unreadable(error.text)
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            return .unreadable(SystemError.last.text)
        }
        if information.st_uid != user, user != 0 {
            guard [0, owner].contains(information.st_uid), information.st_nlink <= 1 else {
                return .unreadable("belongs to another user")
            }
        }
        return contents(of: descriptor, limit: file.limit)
    }

    /// Writes a file beside its place and renames it there, so that no reader sees half of it.
    static func write(
        path: String,
        contents: [UInt8],
        _ attributes: FileAttributes
    ) throws(InitFailure) {
        let identity = try ContainerUsers.optionalIdentity(for: attributes.owner)
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try Directories.make(
                path: String(path[..<slash]),
                FileAttributes(mode: 0o755, owner: attributes.owner)
            )
        }
        let temporary = "\(path).\(getpid())-\(Instant.now.nanoseconds)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(temporary, flags, 0o600)
        guard descriptor >= 0 else { throw .file("write", path: path, .last) }
        let isComplete =
            Descriptor.writeAll(descriptor, contents)
            && (identity.map { fchown(descriptor, $0.userID, $0.groupID) == 0 } ?? true)
            && fchmod(descriptor, attributes.mode & 0o7777) == 0
        let failure = isComplete ? nil : SystemError.last
        close(descriptor)
        guard failure == nil, rename(temporary, path) == 0 else {
            let error = failure ?? .last
            unlink(temporary)
            throw .file("write", path: path, error)
        }
    }

    /// Puts a file in the place of what has its name in an open folder; sets `errno` on failure.
    ///
    /// Unlike `write` it is for files that nobody reads yet, so it needs no second name.
    static func replace(
        _ name: String,
        in folder: CInt,
        with contents: [UInt8],
        mode: UInt32,
        _ identity: UserIdentity?
    ) -> Bool {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        var descriptor = openat(folder, name, flags, 0o600)
        if descriptor < 0, errno == EEXIST, unlinkat(folder, name, 0) == 0 {
            descriptor = openat(folder, name, flags, 0o600)
        }
        guard descriptor >= 0 else { return false }
        let isComplete =
            Descriptor.writeAll(descriptor, contents)
            && (identity.map { fchown(descriptor, $0.userID, $0.groupID) == 0 } ?? true)
            && (mode == 0o600 || fchmod(descriptor, mode & 0o7777) == 0)
        let number = errno
        close(descriptor)
        errno = number
        return isComplete
    }

    private static func regularSize(of descriptor: CInt) throws(SystemError) -> UInt64 {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw .last }
        switch information.st_mode & S_IFMT {
        case S_IFREG: return UInt64(information.st_size)
        case S_IFDIR: throw SystemError(number: EISDIR)
        default: throw SystemError(code: EINVAL, text: "Not a regular file")
        }
    }

    private static func readUpTo(_ limit: Int, from descriptor: CInt) throws(SystemError) -> [UInt8]
    {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let chunk = try Descriptor.read(
                descriptor,
                count: min(limit - bytes.count, max(4096, min(bytes.count, 1 << 20)))
            )
            if chunk.isEmpty { break }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }
}
