#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Who may use the files of a workspace.
package enum FileAccess: Sendable, Hashable, Codable {
    /// They belong to this user and group, with git's modes: 0644, 0755. Takes root to set.
    case owned(user: UInt32, group: UInt32)
    /// They stay ours and everyone may read and write them: 0666, 0777.
    ///
    /// Without root a file cannot be given away, and a container's user must be able to write.
    case open

    /// The access that lets a job's user write: owned when we are root, else open to all.
    package static func forJob(user: UInt32, group: UInt32) -> FileAccess {
        geteuid() == 0 ? .owned(user: user, group: group) : .open
    }

    /// The mode of a file.
    func mode(isExecutable: Bool) -> mode_t {
        switch self {
        case .owned: isExecutable ? 0o755 : 0o644
        case .open: isExecutable ? 0o777 : 0o666
        }
    }

    /// Gives an open file its owner and mode.
    func apply(to descriptor: Int32, isExecutable: Bool) -> Bool {
        if case .owned(let user, let group) = self, fchown(descriptor, user, group) != 0 {
            return false
        }
        return fchmod(descriptor, mode(isExecutable: isExecutable)) == 0
    }

    /// Gives a folder its owner and mode.
    func applyToFolder(named name: UnsafePointer<CChar>, in parent: Int32) -> Bool {
        if case .owned(let user, let group) = self,
            fchownat(parent, name, user, group, AT_SYMLINK_NOFOLLOW) != 0
        {
            return false
        }
        return fchmodat(parent, name, mode(isExecutable: true), 0) == 0
    }

    /// Gives a symbolic link its owner; links have no mode.
    func applyToLink(named name: UnsafePointer<CChar>, in parent: Int32) -> Bool {
        guard case .owned(let user, let group) = self else { return true }
        return fchownat(parent, name, user, group, AT_SYMLINK_NOFOLLOW) == 0
    }
}
