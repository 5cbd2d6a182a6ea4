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
    /// Whether a path that leads out is taken without its leading `/` and `..`, as tar does,
    /// instead of being refused.
    package var movesOutsiders = false
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
            guard let parts = try self.parts(of: entry.path) else { continue }
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
            guard let other = try self.parts(of: path) else { throw ArchiveError.blockedPath(path) }
            try target.makeHardLink(parts, to: other)
        case .special:
            throw ArchiveError.specialFile(entry.path)
        }
    }

    /// Where an entry lands, as the parts of its path; nil when none is left.
    ///
    /// - Throws: `ArchiveError.unsafePath` when that is outside the folder.
    package func parts(of path: String) throws(ArchiveError) -> [String]? {
        var parts = path.split(separator: "/").map(String.init).filter { $0 != "." }[...]
        if movesOutsiders {
            parts = parts.drop { $0 == ".." }
        } else if path.hasPrefix("/") {
            throw .unsafePath(path)
        }
        guard !parts.contains("..") else { throw .unsafePath(path) }
        return parts.count > strippedComponents ? Array(parts.dropFirst(strippedComponents)) : nil
    }
}
