#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock on a file that other processes respect too; it ends with the process at the latest.
package final class FileLock: Sendable {
    /// Who else may hold it.
    package enum Kind: Sendable {
        /// Nobody.
        case exclusive
        /// Others who share it.
        case shared

        fileprivate var operation: Int32 { self == .exclusive ? LOCK_EX : LOCK_SH }
    }

    private let file: OpenFile

    /// Takes the lock if it is free, with `flock(2)`; nil when another holds it.
    package init?(ifFree path: String, _ kind: Kind) throws(WorkspaceError) {
        file = OpenFile(path, O_RDWR | O_CREAT, mode: 0o644)
        guard file.isOpen else { throw .unwritable(path: path, reason: .current) }
        while flock(file.descriptor, kind.operation | LOCK_NB) != 0 {
            let failure = SystemFailure.current
            if failure.code == EWOULDBLOCK { return nil }
            guard failure.code == EINTR else { throw .unwritable(path: path, reason: failure) }
        }
        // Whoever held it before may have removed the file meanwhile.
        var status = stat()
        guard fstat(file.descriptor, &status) == 0, status.st_nlink > 0 else { return nil }
    }

    // A process that is being started has the same open file until its program runs.
    deinit { flock(file.descriptor, LOCK_UN) }

    /// Waits for the lock.
    package static func acquire(_ path: String, _ kind: Kind) async throws -> FileLock {
        var pause = Duration.milliseconds(1)
        while true {
            if let lock = try FileLock(ifFree: path, kind) { return lock }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(50))
        }
    }
}
