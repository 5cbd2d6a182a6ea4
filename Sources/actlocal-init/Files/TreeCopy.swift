import Glibc
import InitProtocol

/// Copies single things with all that `stat` shows of them.
enum TreeCopy {
    /// Copies a file, link, pipe or device; a directory is not its business.
    static func copy(
        _ source: RawPath,
        to target: RawPath,
        _ information: stat
    ) throws(InitFailure) {
        if information.isRegular {
            try copyFile(source, to: target)
        } else if information.isSymbolicLink {
            guard let link = source.linkTarget(),
                RawPath(link).withCString({ text in target.withCString { symlink(text, $0) } }) == 0
            else { throw .file("copy", path: source.text, .last) }
        } else {
            let result = target.withCString {
                mknod($0, information.st_mode, information.st_rdev)
            }
            guard result == 0 else { throw .file("copy", path: source.text, .last) }
        }
        try restore(information, of: target)
    }

    /// Gives a path the owner, mode and times of another.
    ///
    /// Only root may give files away; for others the copy is theirs.
    static func restore(_ information: stat, of path: RawPath) throws(InitFailure) {
        path.withCString { name in
            if geteuid() == 0 { _ = lchown(name, information.st_uid, information.st_gid) }
            if !information.isSymbolicLink { _ = chmod(name, information.st_mode & 0o7777) }
            let times = [information.st_atim, information.st_mtim]
            _ = utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW)
        }
    }

    private static func copyFile(_ source: RawPath, to target: RawPath) throws(InitFailure) {
        let input = source.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard input >= 0 else { throw .file("read", path: source.text, .last) }
        defer { close(input) }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let output = target.withCString { open($0, flags, 0o600) }
        guard output >= 0 else { throw .file("write", path: target.text, .last) }
        defer { close(output) }
        while true {
            let count = sendfile(output, input, nil, 1 << 30)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else {
                throw .file("copy", path: source.text, .last)
            }
        }
    }
}
