import Glibc
import InitProtocol

/// Moves a directory into place, by `rename` wherever the kernel allows it.
///
/// An overlay refuses to rename a directory that comes from a lower layer, but not the files in it;
/// across devices nothing can be renamed. So each level renames what it can and copies the rest.
enum TreeMove {
    /// Moves `source` to `destination`, which is free or an empty directory.
    static func install(from source: String, to destination: String) throws(InitFailure) {
        if let slash = destination.lastIndex(of: "/"), slash != destination.startIndex {
            try Directories.make(path: String(destination[..<slash]), .directory)
        }
        let target = RawPath(destination)
        if Directories.isDirectory(destination) {
            let names = try? DirectoryListing.sortedNames(in: target)
            guard names?.isEmpty ?? false else {
                throw .file("install at", path: destination, SystemError(number: ENOTEMPTY))
            }
        }
        try move(RawPath(source), to: target)
    }

    private static func move(_ source: RawPath, to target: RawPath) throws(InitFailure) {
        let result = source.withCString { from in target.withCString { rename(from, $0) } }
        if result == 0 { return }
        guard errno == EXDEV || errno == EBUSY, let information = source.status() else {
            throw .file("move", path: source.text, .last)
        }
        if information.isDirectory {
            try moveDirectory(source, to: target, information)
        } else {
            try TreeCopy.copy(source, to: target, information)
            source.withCString { _ = unlink($0) }
        }
    }

    private static func moveDirectory(
        _ source: RawPath,
        to target: RawPath,
        _ information: stat
    ) throws(InitFailure) {
        guard target.withCString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else {
            throw .file("create", path: target.text, .last)
        }
        do throws(SystemError) {
            let names = try DirectoryListing.sortedNames(in: source)
            for name in names {
                do throws(InitFailure) {
                    try move(source.appending(name), to: target.appending(name))
                } catch {
                    throw SystemError(code: EIO, text: error.description)
                }
            }
        } catch {
            throw .file("move", path: source.text, error)
        }
        try TreeCopy.restore(information, of: target)
        // A mount point stays behind, empty.
        source.withCString { _ = rmdir($0) }
    }
}
