import CLibCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// libcurl, opened by `dlopen(3)` when the first connection is.
///
/// It stays open for as long as the process runs.
final class CurlLibrary: Sendable {
    /// Its functions, written once, before anybody else sees them; never freed.
    nonisolated(unsafe) let functions: UnsafePointer<curl_functions>

    /// The names its loader knows, the usual one first.
    #if canImport(Darwin)
        private static let names = ["libcurl.4.dylib"]
    #else
        private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
    #endif
    private static let shared = Result { () throws(TransferError) in try CurlLibrary(names) }

    /// The library of this process.
    ///
    /// - Throws: `TransferError.noLibrary`.
    static func loaded() throws(TransferError) -> CurlLibrary {
        try shared.get()
    }

    /// Opens a library by the first of its names that is found, and calls `curl_global_init`.
    ///
    /// - Throws: `TransferError.noLibrary`, `.outOfResources`.
    init(_ names: [String]) throws(TransferError) {
        let library = names.lazy.compactMap { dlopen($0, RTLD_LAZY | RTLD_LOCAL) }.first
        guard let library else {
            throw .noLibrary(detail: dlerror().map { String(cString: $0) } ?? "it is not here")
        }
        let functions = UnsafeMutablePointer<curl_functions>.allocate(capacity: 1)
        if let missing = curl_functions_resolve(functions, library) {
            throw .noLibrary(detail: "it has no `\(String(cString: missing))`")
        }
        guard functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            throw .outOfResources(detail: "libcurl cannot start")
        }
        self.functions = UnsafePointer(functions)
    }
}
