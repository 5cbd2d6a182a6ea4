import CLibArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads tar (plain, gzip, zstd, …) and zip archives entry by entry.
package final class ArchiveReader {
    private let archive: OpaquePointer
    private let limits: ArchiveLimits
    private var entryCount = 0
    private var byteCount = 0
    /// Keeps the bytes in place while libarchive reads them.
    private let memory: UnsafeMutableRawBufferPointer?

    /// Opens an archive.
    ///
    /// - Throws: `ArchiveError.unreadable` when it is none.
    package init(_ source: ArchiveSource, limits: ArchiveLimits = ArchiveLimits()) throws {
        guard let archive = archive_read_new() else {
            throw ArchiveError.unreadable(reason: "out of memory")
        }
        self.archive = archive
        self.limits = limits
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_zstd(archive)
        archive_read_support_filter_xz(archive)
        archive_read_support_filter_bzip2(archive)
        archive_read_support_format_tar(archive)
        archive_read_support_format_gnutar(archive)
        archive_read_support_format_zip(archive)
        archive_read_support_format_empty(archive)
        let status: Int32
        switch source {
        case .file(let path):
            memory = nil
            status = archive_read_open_filename(archive, path, 128 << 10)
        case .descriptor(let descriptor):
            memory = nil
            status = archive_read_open_fd(archive, descriptor, 128 << 10)
        case .bytes(let bytes):
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            room.copyBytes(from: bytes)
            memory = room
            status = archive_read_open_memory(archive, room.baseAddress, room.count)
        }
        try check(status)
    }

    deinit {
        archive_read_free(archive)
        memory?.deallocate()
    }

    /// The next entry; nil at the end.
    ///
    /// - Throws: `ArchiveError` when the archive is damaged or beyond its limits.
    package func next() throws -> ArchiveEntry? {
        var header: OpaquePointer?
        let status = ArchiveLocale.withUTF8 { archive_read_next_header(archive, &header) }
        if status == ARCHIVE_EOF { return nil }
        try check(status)
        guard let header else { return nil }
        entryCount += 1
        guard entryCount <= limits.entries else {
            throw ArchiveError.tooManyEntries(limit: limits.entries)
        }
        return ArchiveLocale.withUTF8 { entry(header) }
    }

    /// Hands over the content of the current entry piece by piece.
    package func readContent(_ receive: (UnsafeRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: 128 << 10, alignment: 16) { room in
            while let start = room.baseAddress {
                let count = archive_read_data(archive, start, room.count)
                guard count >= 0 else { throw failure() }
                if count == 0 { return }
                byteCount += count
                try checkLimits()
                try receive(UnsafeRawBufferPointer(start: start, count: count))
            }
        }
    }

    private func checkLimits() throws(ArchiveError) {
        guard byteCount <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        // The last filter is the one that reads the archive itself.
        let consumed = Int(archive_filter_bytes(archive, -1))
        if byteCount > 64 << 20, consumed > 0, byteCount / consumed > limits.ratio {
            throw .tooDense(ratio: limits.ratio)
        }
    }

    private func entry(_ header: OpaquePointer) -> ArchiveEntry {
        let path = text(archive_entry_pathname_utf8(header)) ?? text(archive_entry_pathname(header))
        return ArchiveEntry(
            path: path ?? "",
            kind: kind(header),
            mode: UInt32(archive_entry_perm(header)),
            modified: Int(archive_entry_mtime(header)),
            user: UInt32(truncatingIfNeeded: archive_entry_uid(header)),
            group: UInt32(truncatingIfNeeded: archive_entry_gid(header))
        )
    }

    private func kind(_ header: OpaquePointer) -> ArchiveEntry.Kind {
        if let path = text(archive_entry_hardlink_utf8(header))
            ?? text(archive_entry_hardlink(header))
        {
            return .hardLink(to: path)
        }
        switch archive_entry_filetype(header) {
        case S_IFREG: return .file(size: Int(archive_entry_size(header)))
        case S_IFDIR: return .folder
        case S_IFLNK:
            let target =
                text(archive_entry_symlink_utf8(header)) ?? text(archive_entry_symlink(header))
            return .link(target: target ?? "")
        default: return .special
        }
    }

    private func text(_ bytes: UnsafePointer<CChar>?) -> String? {
        bytes.map { String(cString: $0) }
    }

    private func check(_ status: Int32) throws(ArchiveError) {
        guard status >= ARCHIVE_WARN else { throw failure() }
    }

    private func failure() -> ArchiveError {
        .unreadable(reason: text(archive_error_string(archive)) ?? "unknown")
    }
}
