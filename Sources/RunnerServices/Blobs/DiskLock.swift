import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A lock of a file that other processes respect too, by `flock(2)`; it ends with the process, with
/// `release`, or when it is let go.
final class DiskLock: Sendable {
    /// Who else may hold it.
    enum Kind {
        /// Nobody.
        case exclusive
        /// Others who share it.
        case shared
    }

    private let descriptor: Mutex<CInt>

    /// Takes the lock of a file; nil when another holds it, or when there is no such file.
    init?(ifFree path: String, _ kind: Kind) {
        guard let descriptor = Self.open(path, kind == .exclusive ? LOCK_EX : LOCK_SH, LOCK_NB)
        else { return nil }
        self.descriptor = Mutex(descriptor)
    }

    /// Waits for the lock of a file, which is made when it is not there.
    init(making path: String, _ kind: Kind) throws(ServiceFailure) {
        while true {
            let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw Disk.failure("lock", path) }
            close(file)
            errno = 0
            if let found = Self.open(path, kind == .exclusive ? LOCK_EX : LOCK_SH, 0) {
                descriptor = Mutex(found)
                return
            }
            // Without a number, or gone, it was removed by whoever held it: once more.
            guard errno == 0 || errno == ENOENT else { throw Disk.failure("lock", path) }
        }
    }

    deinit { release() }

    /// Gives the lock back.
    func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // A process that is being started has the same open file until its program runs.
            flock(descriptor, LOCK_UN)
            close(descriptor)
            descriptor = -1
        }
    }

    private static func open(_ path: String, _ operation: CInt, _ option: CInt) -> CInt? {
        let file = Glibc.open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        var status = stat()
        // Whoever held it before may have removed the file meanwhile.
        guard locked(file, operation | option), fstat(file, &status) == 0, status.st_nlink > 0
        else {
            let reason = errno
            close(file)
            errno = reason
            return nil
        }
        return file
    }

    private static func locked(_ file: CInt, _ operation: CInt) -> Bool {
        while flock(file, operation) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
