package import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SourceFile {
    /// Reads a file or pipe of UTF-8 text.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - shown: The path that messages show; nil means `path`.
    /// - Returns: The whole text.
    /// - Throws: `InputError` when there is no such file, or it is not text.
    package static func read(
        _ path: String,
        shownAs shown: String? = nil
    ) throws(InputError) -> SourceFile {
        let shown = shown ?? path
        guard let bytes = bytes(of: path) else {
            throw .unreadable(path: shown, reason: String(cString: strerror(errno)).lowercased())
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notText(path: shown)
        }
        return SourceFile(path: shown, text: text)
    }

    /// The file's bytes, or nil with `errno` set.
    private static func bytes(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return nil
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = block.withUnsafeMutableBytes { Self.readBlock(descriptor, $0) }
            if count == 0 {
                return bytes
            }
            if count > 0 {
                bytes.append(contentsOf: block[..<count])
            } else if errno != EINTR {
                return nil
            }
        }
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
