#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes libarchive take names as UTF-8, whatever the locale of the process is.
enum ArchiveLocale {
    nonisolated(unsafe) private static let utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

    /// Runs `body` with this thread's locale set by `uselocale(3)`.
    static func withUTF8<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let utf8 else { return try body() }
        let before = uselocale(utf8)
        defer { uselocale(before) }
        return try body()
    }
}
