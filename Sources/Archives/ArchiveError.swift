#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why an archive could not be written, read or unpacked.
package enum ArchiveError: Error, Hashable, CustomStringConvertible {
    /// It is no archive we know, or it is damaged; in libarchive's words.
    case unreadable(reason: String)
    /// An entry's path leads out of the folder: absolute, or through `..`.
    case unsafePath(String)
    /// An entry lies below a symbolic link or a file.
    case blockedPath(String)
    /// An entry is a device, pipe or socket.
    case specialFile(String)
    /// More entries than the limit allows.
    case tooManyEntries(limit: Int)
    /// More bytes than the limit allows.
    case tooLarge(limit: Int)
    /// Compressed far more than real data ever is.
    case tooDense(ratio: Int)
    /// A file or folder on this machine refused; in the system's words.
    case disk(path: String, reason: String)
    /// The archive could not be written; in libarchive's words.
    case unwritable(reason: String)
    /// libarchive is not on this machine, or is none we can use; in the loader's words.
    case noLibrary(reason: String)

    /// The error in one sentence.
    package var description: String {
        switch self {
        case .unreadable(let reason):
            "cannot read the archive: \(reason)"
        case .unsafePath(let path):
            "refused to unpack `\(path)`: it would land outside the folder"
        case .blockedPath(let path):
            "refused to unpack `\(path)`: a symbolic link or file is in its way"
        case .specialFile(let path):
            "refused to unpack `\(path)`: it is a device, pipe or socket"
        case .tooManyEntries(let limit):
            "the archive holds more than \(limit) entries"
        case .tooLarge(let limit):
            "the archive unpacks to more than \(limit) bytes"
        case .tooDense(let ratio):
            "the archive unpacks to more than \(ratio) times its size"
        case .disk(let path, let reason):
            "cannot use `\(path)`: \(reason)"
        case .unwritable(let reason):
            "cannot write the archive: \(reason)"
        case .noLibrary(let reason):
            "libarchive cannot be loaded: \(reason); install it with "
                + "`apt-get install libarchive13`"
        }
    }
}

extension ArchiveError {
    /// What the system call that was just made says about a path, with `strerror_r(3)`.
    static func disk(_ path: String) -> ArchiveError {
        let code = errno
        var text = [CChar](repeating: 0, count: 256)
        strerror_r(code, &text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let reason = String(decoding: bytes, as: UTF8.self)
        return .disk(path: path, reason: reason.prefix(1).lowercased() + reason.dropFirst())
    }
}
