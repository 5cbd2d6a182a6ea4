/// The record a snapshot keeps of its files: which files of the developer it copied, and when
/// they last changed.
struct TreeRecord: Sendable {
    /// The paths of the files, relative to the project's folder.
    var paths = PathList()
    /// The developer's files at the moment they were copied.
    var stamps: [FileStamp] = []

    private static let magic = Array("ALTREE01".utf8)

    /// The bytes on disk: a mark, two counts, the paths, the stamps.
    var encoded: [UInt8] {
        var bytes = Self.magic
        bytes.reserveCapacity(24 + paths.bytes.count + stamps.count * 40)
        for count in [paths.count, paths.bytes.count] {
            withUnsafeBytes(of: UInt64(count).littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: paths.bytes)
        stamps.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// A record of given files.
    init(paths: PathList, stamps: [FileStamp]) {
        self.paths = paths
        self.stamps = stamps
    }

    /// Reads the bytes on disk; nil when they are cut short or of another version.
    init?(decoding bytes: [UInt8]) {
        guard bytes.count >= 24, bytes.starts(with: Self.magic) else { return nil }
        let (count, size) = bytes.withUnsafeBytes {
            (
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            )
        }
        let stride = MemoryLayout<FileStamp>.stride
        guard size <= bytes.count, count <= bytes.count,
            bytes.count == 24 + Int(size) + Int(count) * stride
        else { return nil }
        let stampsStart = 24 + Int(size)
        paths = PathList(terminated: Array(bytes[24..<stampsStart]), count: Int(count))
        guard paths.count == Int(count) else { return nil }
        stamps = [FileStamp](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(buffer)
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[stampsStart...]))
            }
            filled = Int(count)
        }
    }

    /// For each path of a tree, the stamp this record has of it; nil for one it does not hold.
    func stamps(of tree: PathList) -> [FileStamp?] {
        if paths == tree { return stamps }
        var places: [ArraySlice<UInt8>: Int] = [:]
        places.reserveCapacity(paths.count)
        for index in 0..<paths.count { places[paths[index]] = index }
        return (0..<tree.count).map { places[tree[$0]].map { stamps[$0] } }
    }
}
