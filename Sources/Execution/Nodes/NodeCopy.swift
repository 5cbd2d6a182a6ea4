import InitProtocol

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Files of this machine as the parts of a tar stream that a job unpacks.
actor NodeCopy {
    /// How many bytes go at once.
    private static let partSize = 1 << 20

    private var waiting: [(source: String, path: String)]
    private var current: (entry: TarEntry, contents: Data)?
    private var isOver = false

    /// Packs files under other paths; all of them can be executed.
    init(_ files: [(source: String, path: String)]) {
        waiting = files.reversed()
    }

    /// The next part; nil at the end.
    ///
    /// - Throws: when a file cannot be read.
    func next() throws -> [UInt8]? {
        if let (entry, contents) = current {
            guard !contents.isEmpty else {
                current = nil
                return TarWriter.padding(after: entry)
            }
            current = (entry, contents.dropFirst(Self.partSize))
            return Array(contents.prefix(Self.partSize))
        }
        guard let file = waiting.popLast() else {
            defer { isOver = true }
            return isOver ? nil : TarWriter.end
        }
        let url = URL(filePath: file.source)
        let contents = try Data(contentsOf: url, options: .mappedIfSafe)
        let size = UInt64(contents.count)
        let entry = TarEntry(path: file.path, kind: .file, mode: 0o755, size: size)
        current = (entry, contents)
        return TarWriter.header(of: entry)
    }
}
