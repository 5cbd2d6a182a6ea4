import Glibc
import InitProtocol

/// `hashFiles` over the files of this container.
enum HashFilesWork {
    /// The tree as the kernel shows it.
    static var tree: HashFilesSearch.Tree {
        HashFilesSearch.Tree(
            kind: { path, followsLinks throws(InitFailure) in
                if let information = RawPath(path).status(followsLinks: followsLinks) {
                    return information.isDirectory ? .directory : .file
                }
                if errno == ENOENT { return nil }
                throw .file("look at", path: RawPath(path).text, .last)
            },
            names: { path throws(InitFailure) in
                do throws(SystemError) {
                    return try DirectoryListing.sortedNames(in: RawPath(path))
                } catch {
                    throw .file("list", path: RawPath(path).text, error)
                }
            },
            realPath: { path throws(InitFailure) in
                guard let real = RawPath(path).withCString({ realpath($0, nil) }) else {
                    throw .file("look at", path: RawPath(path).text, .last)
                }
                defer { free(real) }
                return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
            },
            digest: { path throws(InitFailure) in try digest(of: RawPath(path)) }
        )
    }

    private static func digest(of path: RawPath) throws(InitFailure) -> [UInt8] {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw .file("read", path: path.text, .last) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var hash = SHA256()
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { return hash.finalize() }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .file("read", path: path.text, .last)
            }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
