#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Unpacks archives that nobody vouches for.
///
/// Nothing lands outside the folder: paths that are absolute or hold `..` are refused, and no
/// symbolic link is ever gone through, whether the archive brought it or it was there. Links
/// themselves are made as the archive says, wherever they point. Set-user bits are dropped.
package struct ArchiveExtraction: Sendable {
    /// How much may be unpacked.
    package var limits = ArchiveLimits()
    /// How many leading parts of each path are dropped; entries with no more parts are skipped.
    package var strippedComponents = 0
    /// Who gets the files; nil means us.
    package var owner: (user: UInt32, group: UInt32)?

    /// An extraction with usual limits that keeps whole paths.
    package init() {}

    /// Unpacks everything into a folder that exists.
    ///
    /// A file of the same name is replaced.
    ///
    /// - Returns: The number of entries that were made.
    /// - Throws: `ArchiveError`; what was unpacked before it stays.
    @discardableResult
    package func extract(_ source: ArchiveSource, into folder: String) throws -> Int {
        let reader = try ArchiveReader(source, limits: limits)
        let target = try ExtractionFolder(folder, owner: owner)
        var count = 0
        while let entry = try reader.next() {
            guard let parts = try components(entry.path) else { continue }
            try make(entry, at: parts, in: target, reader)
            count += 1
        }
        return count
    }

    private func make(
        _ entry: ArchiveEntry,
        at parts: [String],
        in target: ExtractionFolder,
        _ reader: ArchiveReader
    ) throws {
        switch entry.kind {
        case .folder:
            try target.makeFolder(parts, mode: entry.mode)
        case .file:
            try target.makeFile(parts, mode: entry.mode, modified: entry.modified) { write in
                try reader.readContent(write)
            }
        case .link(let destination):
            try target.makeLink(parts, to: destination)
        case .hardLink(let path):
            guard let other = try components(path) else { throw ArchiveError.blockedPath(path) }
            try target.makeHardLink(parts, to: other)
        case .special:
            throw ArchiveError.specialFile(entry.path)
        }
    }

    /// The parts of a path after those to be dropped; nil when none is left.
    private func components(_ path: String) throws(ArchiveError) -> [String]? {
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !path.hasPrefix("/"), !parts.contains("..") else { throw .unsafePath(path) }
        return parts.count > strippedComponents ? Array(parts.dropFirst(strippedComponents)) : nil
    }
}
