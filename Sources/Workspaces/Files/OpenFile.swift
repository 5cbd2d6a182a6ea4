#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file descriptor that is closed when nobody holds it any more.
struct OpenFile: ~Copyable, Sendable {
    /// The descriptor; -1 when there is none.
    let descriptor: Int32

    /// Takes over a descriptor.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Opens a path with `open(2)`; the descriptor is -1 when that failed, and `errno` says why.
    init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) {
        descriptor = open(path, flags | O_CLOEXEC, mode)
    }

    /// Whether there is a file.
    var isOpen: Bool { descriptor >= 0 }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
