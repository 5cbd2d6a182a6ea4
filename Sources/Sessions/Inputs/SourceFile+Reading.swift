package import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SourceFile {
    /// The most bytes that are read of one file.
    private static let limit = 16 << 20

    /// Reads a file of UTF-8 text.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - shown: The path that messages show; nil means `path`.
    ///   - mayBePipe: Whether a pipe is waited for, as where the user named the file himself.
    /// - Returns: The whole text.
    /// - Throws: `InputError` when there is no such file, it is too large, or it is not text.
    package static func read(
        _ path: String,
        shownAs shown: String? = nil,
        mayBePipe: Bool = false
    ) throws(InputError) -> SourceFile {
        let shown = shown ?? path
        func refusal(_ reason: String) -> InputError { .unreadable(path: shown, reason: reason) }
        let bytes: [UInt8]
        switch contents(of: path, mayBePipe: mayBePipe) {
        case .bytes(let found): bytes = found
        case .refused(let reason): throw refusal(reason)
        case .failed(let number):
            throw refusal(String(cString: strerror(number)).lowercased())
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notText(path: shown)
        }
        return SourceFile(path: shown, text: text)
    }

    /// What came of reading a file.
    private enum Contents {
        case bytes([UInt8])
        case refused(String)
        case failed(Int32)
    }

    /// The file's bytes; nothing but a pipe that may be one is ever waited for.
    private static func contents(of path: String, mayBePipe: Bool) -> Contents {
        var status = stat()
        let isPipe = mayBePipe && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
        let waiting = isPipe ? 0 : O_NONBLOCK
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | waiting)
        guard descriptor >= 0 else { return .failed(errno) }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0 else { return .failed(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFIFO where mayBePipe: break
        case S_IFCHR where mayBePipe && isNull(status): break
        case S_IFDIR: return .failed(EISDIR)
        case S_IFIFO: return .refused("it is a pipe")
        default: return .refused("it is a device")
        }
        // One byte more than the file has shows its end by the first read.
        let expected = max(1 << 12, min(Int(status.st_size), limit) + 1)
        HeapRoom.expect(file: expected)
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let count = append(expected, from: descriptor, to: &bytes)
            if count == 0 { return .bytes(bytes) }
            if count < 0, errno != EINTR { return .failed(errno) }
        }
        return .refused("it is larger than \(limit >> 20) MiB")
    }

    /// Reads at most so many bytes behind those that are there; their number as `read(2)` says.
    private static func append(
        _ most: Int,
        from descriptor: Int32,
        to bytes: inout [UInt8]
    ) -> Int {
        var result = 0
        let more = [UInt8](unsafeUninitializedCapacity: most) { room, count in
            result = readBlock(descriptor, UnsafeMutableRawBufferPointer(room))
            count = max(0, result)
        }
        // A whole file comes at once, and then nothing is copied.
        if bytes.isEmpty {
            bytes = more
        } else {
            bytes += more
        }
        return result
    }

    /// Whether it is `/dev/null`, the usual way to name a file that is empty.
    private static func isNull(_ status: stat) -> Bool {
        var null = stat()
        return stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev
    }

    private static func readBlock(
        _ descriptor: Int32,
        _ block: UnsafeMutableRawBufferPointer
    ) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, block.baseAddress, block.count)
        #else
            Darwin.read(descriptor, block.baseAddress, block.count)
        #endif
    }
}
