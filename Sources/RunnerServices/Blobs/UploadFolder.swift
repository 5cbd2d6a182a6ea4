import Synchronization

/// The folder that one process's uploads are in; what a dead process left is removed.
///
/// Shape: `<root>/<id>/lock`, held by `flock(2)` as long as the process lives, and
/// `<root>/<id>/<number>/` for each upload.
final class UploadFolder: Sendable {
    /// The folder, which nobody else may enter.
    let path: String
    private let lock: DiskLock
    private let counter = Mutex(0)

    /// Makes the folder below `root` and removes those of dead processes.
    init(root: String) throws(ServiceFailure) {
        path = "\(root)/\(RandomText.hexadecimal(RandomText.bytes(8)))"
        try Disk.makeFolder(path)
        // Named only when it is held, so that nobody takes it for a dead one's.
        lock = try DiskLock(making: "\(path)/new", .exclusive)
        _ = try Disk.move("\(path)/new", to: "\(path)/lock")
        Self.removeDead(in: root)
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
            guard let other = DiskLock(ifFree: "\(root)/\(name)/lock", .exclusive) else { continue }
            Disk.remove("\(root)/\(name)")
            other.release()
        }
    }
}
