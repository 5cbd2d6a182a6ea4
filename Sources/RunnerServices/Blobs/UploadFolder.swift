import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that one process's uploads are in; what a dead process left is removed.
///
/// Shape: `<root>/<id>/lock`, held by `flock(2)` as long as the process lives, and
/// `<root>/<id>/<number>/` for each upload.
final class UploadFolder: Sendable {
    /// The folder, which nobody else may enter.
    let path: String
    private let lock: CInt
    private let counter = Mutex(0)

    /// Makes the folder below `root` and removes those of dead processes.
    init(root: String) throws(ServiceFailure) {
        path = "\(root)/\(RandomText.hexadecimal(RandomText.bytes(8)))"
        try Disk.makeFolder(path)
        // Named only when it is held, so that nobody takes it for a dead one's.
        lock = open("\(path)/new", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Disk.failure("lock", path)
        }
        _ = try Disk.move("\(path)/new", to: "\(path)/lock")
        Self.removeDead(in: root)
    }

    deinit {
        // A process that is being started has the same open file until its program runs.
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// A new upload.
    func make() throws(ServiceFailure) -> BlobUpload {
        try BlobUpload(folder: newPath())
    }

    /// A name in the folder that nothing has yet.
    func newPath() -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return "\(path)/\(number)"
    }

    /// Removes the folder.
    func remove() { Disk.remove(path) }

    private static func removeDead(in root: String) {
        for name in Disk.names(in: root) {
            // Without its lock file the folder is only just being made.
            let other = open("\(root)/\(name)/lock", O_RDWR | O_CLOEXEC)
            guard other >= 0 else { continue }
            if flock(other, LOCK_EX | LOCK_NB) == 0 { Disk.remove("\(root)/\(name)") }
            close(other)
        }
    }
}
