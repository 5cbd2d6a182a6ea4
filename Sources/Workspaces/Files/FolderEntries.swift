#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names in an open folder, read at once.
final class FolderEntries {
    /// The folder.
    let descriptor: Int32
    /// The names without `.` and `..`, each ended by a NUL byte, sorted by their bytes.
    let names: [[CChar]]

    private let stream: OpaquePointer

    /// Takes over a folder's descriptor, with `fdopendir(3)`; nil when it is no readable folder.
    init?(descriptor: Int32) {
        guard let stream = fdopendir(descriptor) else {
            let failure = errno
            close(descriptor)
            errno = failure
            return nil
        }
        self.descriptor = descriptor
        self.stream = stream
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            let name = entry.pointee.bytes
            let isDots = name == [0x2E, 0] || name == [0x2E, 0x2E, 0]
            if !isDots { names.append(name) }
        }
        self.names = names.sorted { one, other in
            one.lexicographicallyPrecedes(other) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
        }
    }

    deinit { closedir(stream) }
}
