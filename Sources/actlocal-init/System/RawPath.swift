import Glibc

/// A path as bytes, as the kernel has it: a name need not be UTF-8.
struct RawPath {
    /// The bytes without the final zero.
    let bytes: [UInt8]

    /// Wraps bytes.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Wraps a text's UTF-8.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The path of a name within this directory.
    func appending(_ name: [UInt8]) -> RawPath {
        bytes.last == UInt8(ascii: "/") ? RawPath(bytes + name) : RawPath(bytes + [0x2F] + name)
    }

    /// The path for a message.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Lends the path as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        var terminated = bytes.map { CChar(bitPattern: $0) }
        terminated.append(0)
        return terminated.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                preconditionFailure("a terminated path has at least one byte")
            }
            return body(base)
        }
    }

    /// What `lstat(2)` says, or with `followsLinks` `stat(2)`; nil with `errno` set.
    func status(followsLinks: Bool = false) -> stat? {
        var information = stat()
        let result = withCString {
            followsLinks ? stat($0, &information) : lstat($0, &information)
        }
        return result == 0 ? information : nil
    }

    /// The target of a symbolic link; nil with `errno` set.
    func linkTarget() -> [UInt8]? {
        var target = [CChar](repeating: 0, count: 4096)
        let count = withCString { readlink($0, &target, target.count) }
        return count < 0 ? nil : target.prefix(count).map { UInt8(bitPattern: $0) }
    }
}

extension stat {
    /// Whether it describes a directory.
    var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
    /// Whether it describes a regular file.
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
    /// Whether it describes a symbolic link.
    var isSymbolicLink: Bool { st_mode & S_IFMT == S_IFLNK }
    /// Last modification, in nanoseconds since 1970.
    var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }
}
