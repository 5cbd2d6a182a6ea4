#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Relative paths as the bytes git gave, each ended by a NUL byte, as system calls want them.
struct PathList: Sendable, Equatable {
    /// All paths, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each path begins in `bytes`.
    private(set) var starts: [Int] = []

    /// The number of paths.
    var count: Int { starts.count }

    /// Makes room for paths that are known to come.
    mutating func reserve(count: Int, byteCount: Int) {
        starts.reserveCapacity(starts.count + count)
        bytes.reserveCapacity(bytes.count + byteCount)
    }

    /// An empty list.
    init() {}

    /// Takes paths that each end with a NUL byte already.
    init(terminated bytes: [UInt8], count: Int) {
        self.bytes = bytes
        starts.reserveCapacity(count)
        Self.forEachRecord(in: bytes) { starts.append($0.lowerBound) }
    }

    /// Finds the parts of `bytes` that each end with a NUL byte, with `memchr(3)`.
    static func forEachRecord(in bytes: [UInt8], _ body: (Range<Int>) -> Void) {
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return }
            var start = 0
            while start < all.count, let end = memchr(base + start, 0, all.count - start) {
                let position = UnsafeRawPointer(end) - base
                body(start..<position)
                start = position + 1
            }
        }
    }

    /// Adds a path given without its NUL byte.
    mutating func append(_ path: some Collection<UInt8>) {
        starts.append(bytes.count)
        bytes.append(contentsOf: path)
        bytes.append(0)
    }

    /// Adds all paths of another list.
    mutating func append(_ other: PathList) {
        let shift = bytes.count
        bytes.append(contentsOf: other.bytes)
        starts.append(contentsOf: other.starts.lazy.map { $0 + shift })
    }

    /// The bytes of one path without its NUL byte.
    subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[starts[index]..<end(of: index)]
    }

    /// One path for people; bytes that are not UTF-8 become U+FFFD.
    func text(_ index: Int) -> String {
        String(decoding: self[index], as: UTF8.self)
    }

    /// Lends one path as a C string together with the length of its folder's part.
    ///
    /// The folder's length leaves out the `/` before the name; a name in the top folder has 0.
    func withPath<Result, Failure: Error>(
        _ index: Int,
        _ body: (_ path: UnsafeRawBufferPointer, _ folderLength: Int) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = starts[index]..<end(of: index)
        return try bytes.withUnsafeBufferPointer { all throws(Failure) -> Result in
            let path = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[range]))
            let slash = path.lastIndex(of: UInt8(ascii: "/"))
            return try body(path, slash ?? 0)
        }
    }

    private func end(of index: Int) -> Int {
        (index + 1 < starts.count ? starts[index + 1] : bytes.count) - 1
    }
}
