import CLibArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is compressed by `zstd --long`, unpacked while it is read.
///
/// libarchive unpacks only what looks back at most 128 MiB; `actions/cache` compresses by
/// `zstd --long=30`, which looks back a GiB.
final class ZstandardFile {
    private static let library: zstd_functions? = {
        #if canImport(Darwin)
            let library = dlopen("libzstd.1.dylib", RTLD_LAZY | RTLD_LOCAL)
        #else
            let library = dlopen("libzstd.so.1", RTLD_LAZY | RTLD_LOCAL)
        #endif
        let functions = UnsafeMutablePointer<zstd_functions>.allocate(capacity: 1)
        defer { functions.deallocate() }
        guard let library, zstd_functions_resolve(functions, library) != 0 else { return nil }
        return functions.pointee
    }()

    private let functions: zstd_functions
    private let stream: UnsafeMutableRawPointer
    private let file: Int32
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private var rest: zstd_buffer
    /// Whether the last bytes ended a frame.
    private var isBetweenFrames = false
    /// How many bytes of the file have been read.
    private(set) var consumed = 0

    /// Opens a file; nil when it is not of that kind, or libzstd is not on this machine.
    init?(_ path: String) {
        guard let functions = Self.library, let stream = functions.createDStream() else {
            return nil
        }
        self.functions = functions
        self.stream = stream
        rest = zstd_buffer(bytes: input.baseAddress, size: 0, position: 0)
        file = open(path, O_RDONLY | O_CLOEXEC)
        var magic: [UInt8] = [0, 0, 0, 0]
        guard file >= 0, pread(file, &magic, 4, 0) == 4, magic == [0x28, 0xB5, 0x2F, 0xFD],
            functions.isError(functions.DCtx_setParameter(stream, zstd_window_log_max, 31)) == 0
        else { return nil }
    }

    deinit {
        _ = functions.freeDStream(stream)
        if file >= 0 { close(file) }
        input.deallocate()
        output.deallocate()
    }

    /// The next bytes, good until the next call; empty at the end, nil when the file is damaged.
    func read() -> UnsafeRawBufferPointer? {
        var room = zstd_buffer(bytes: output.baseAddress, size: output.count, position: 0)
        while room.position == 0 {
            if rest.position == rest.size {
                let count = systemRead()
                guard count > 0 else {
                    return count == 0 && isBetweenFrames ? slice(0) : nil
                }
                rest = zstd_buffer(bytes: input.baseAddress, size: count, position: 0)
                consumed += count
            }
            let hint = functions.decompressStream(stream, &room, &rest)
            guard functions.isError(hint) == 0 else { return nil }
            isBetweenFrames = hint == 0
        }
        return slice(room.position)
    }

    private func slice(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: output[..<count])
    }

    private func systemRead() -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(file, input.baseAddress, input.count)
            #elseif canImport(Musl)
                let count = Musl.read(file, input.baseAddress, input.count)
            #else
                let count = Darwin.read(file, input.baseAddress, input.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
