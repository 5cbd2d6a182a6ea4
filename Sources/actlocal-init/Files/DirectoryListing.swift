import Glibc
import InitProtocol

/// The names a directory holds.
enum DirectoryListing {
    /// The names without `.` and `..`, in no particular order; none when it cannot be read.
    static func names(in path: String) -> [String] {
        ((try? sortedNames(in: RawPath(path))) ?? []).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names as bytes without `.` and `..`, in byte order.
    static func sortedNames(in path: RawPath) throws(SystemError) -> [[UInt8]] {
        guard let directory = path.withCString({ opendir($0) }) else { throw .last }
        defer { closedir(directory) }
        return names(of: directory).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The names a directory stream still has to give, without `.` and `..`.
    static func names(of directory: OpaquePointer) -> [[UInt8]] {
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
        }
        return names
    }
}
