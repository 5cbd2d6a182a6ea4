import Glibc
import InitProtocol

/// Removes whole trees without ever following a symbolic link out of them.
enum TreeRemoval {
    /// Removes a file or a whole tree; nothing there is no error.
    static func remove(_ path: String) throws(InitFailure) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        do {
            try remove(Array(path.utf8), in: AT_FDCWD)
        } catch {
            throw .file("remove", path: path, error)
        }
    }

    private static func remove(_ name: [UInt8], in parent: CInt) throws(SystemError) {
        if unlink(name, in: parent, flags: 0) { return }
        switch errno {
        case ENOENT: return
        case EISDIR, EPERM, EACCES: break
        default: throw .last
        }
        let error = SystemError.last
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let descriptor = RawPath(name).withCString { openat(parent, $0, flags) }
        guard descriptor >= 0 else { throw error.code == EISDIR ? .last : error }
        try empty(descriptor)
        guard unlink(name, in: parent, flags: AT_REMOVEDIR) || errno == ENOENT else { throw .last }
    }

    /// Removes what a directory holds and closes it.
    private static func empty(_ descriptor: CInt) throws(SystemError) {
        guard let directory = fdopendir(descriptor) else {
            let error = SystemError.last
            close(descriptor)
            throw error
        }
        defer { closedir(directory) }
        let names = DirectoryListing.names(of: directory)
        guard !names.isEmpty else { return }
        // Tools leave read-only folders behind (Go's module cache) that only root could empty.
        if geteuid() != 0 { fchmod(descriptor, 0o700) }
        for name in names { try remove(name, in: descriptor) }
    }

    private static func unlink(_ name: [UInt8], in parent: CInt, flags: CInt) -> Bool {
        RawPath(name).withCString { unlinkat(parent, $0, flags) } == 0
    }
}
