import Glibc

/// Empty files of steps that have ended, which become those of steps to come.
///
/// A step has five files that most steps leave empty. Where many files were removed within the
/// last minutes ext4 is slow to make new ones: it passes over their numbers one by one.
final class SpareFiles {
    /// What a file has to be like to serve.
    struct Kind: Hashable {
        /// The permission bits.
        let mode: UInt32
        /// The owner.
        let user: UInt32
        /// The owner's group.
        let group: UInt32
    }

    private struct Place: Hashable {
        let folder: String
        let kind: Kind
    }

    private var names: [Place: [String]] = [:]

    /// Takes a file over if it is as it was made; else it is the caller's to remove.
    func keep(_ name: String, in folder: CInt, named path: String, _ kind: Kind) -> Bool {
        guard Self.isUntouched(name, in: folder, kind) else { return false }
        names[Place(folder: path, kind: kind), default: []].append(name)
        return true
    }

    /// Gives a file of this kind, which is empty, a new name; false where there is none.
    func take(_ name: String, in folder: CInt, named path: String, _ kind: Kind) -> Bool {
        while let spare = names[Place(folder: path, kind: kind)]?.popLast() {
            // It has lain where any step could reach it.
            if Self.isUntouched(spare, in: folder, kind),
                renameat(folder, spare, folder, name) == 0
            {
                return true
            }
            unlinkat(folder, spare, 0)
        }
        return false
    }

    private static func isUntouched(_ name: String, in folder: CInt, _ kind: Kind) -> Bool {
        var status = stat()
        return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            && status.st_mode == S_IFREG | kind.mode && status.st_size == 0
            && status.st_nlink == 1
            && status.st_uid == kind.user && status.st_gid == kind.group
    }
}
