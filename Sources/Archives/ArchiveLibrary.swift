import CLibArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// libarchive, opened by `dlopen(3)` when the first archive is.
///
/// It stays open for as long as the process runs.
final class ArchiveLibrary: Sendable {
    /// Its functions, written once before anybody else sees them, and never freed.
    nonisolated(unsafe) let functions: UnsafePointer<archive_functions>

    /// The names its loader knows, the usual one first.
    #if canImport(Darwin)
        private static let names = ["libarchive.13.dylib"]
    #else
        private static let names = ["libarchive.so.13"]
    #endif
    private static let shared = Result { () throws(ArchiveError) in try ArchiveLibrary(names) }

    /// The library of this process.
    ///
    /// - Throws: `ArchiveError.noLibrary`.
    static func loaded() throws(ArchiveError) -> ArchiveLibrary {
        try shared.get()
    }

    /// Opens a library by the first of its names that is found.
    ///
    /// - Throws: `ArchiveError.noLibrary`.
    init(_ names: [String]) throws(ArchiveError) {
        let library = names.lazy.compactMap { dlopen($0, RTLD_LAZY | RTLD_LOCAL) }.first
        guard let library else {
            throw .noLibrary(reason: dlerror().map { String(cString: $0) } ?? "it is not here")
        }
        let functions = UnsafeMutablePointer<archive_functions>.allocate(capacity: 1)
        if let missing = archive_functions_resolve(functions, library) {
            throw .noLibrary(reason: "it has no `\(String(cString: missing))`")
        }
        self.functions = UnsafePointer(functions)
    }
}
