import CLibArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads tar (plain, gzip, zstd, …) and zip archives entry by entry.
package final class ArchiveReader {
    private let functions: UnsafePointer<archive_functions>
    private let archive: OpaquePointer
    private let limits: ArchiveLimits
    private var entryCount = 0
    private var byteCount = 0
    /// Keeps the bytes in place while libarchive reads them.
    private let memory: UnsafeMutableRawBufferPointer?
    /// Unpacks what libarchive itself does not.
    private let unpacked: ZstandardFile?

    /// Opens an archive.
    ///
    /// - Throws: `ArchiveError.unreadable` when it is none, `.noLibrary`.
    package init(_ source: ArchiveSource, limits: ArchiveLimits = ArchiveLimits()) throws {
        functions = try ArchiveLibrary.loaded().functions
        guard let archive = functions.pointee.read_new() else {
            throw ArchiveError.unreadable(reason: "out of memory")
        }
        self.archive = archive
        self.limits = limits
        _ = functions.pointee.read_support_filter_gzip(archive)
        _ = functions.pointee.read_support_filter_zstd(archive)
        _ = functions.pointee.read_support_filter_xz(archive)
        _ = functions.pointee.read_support_filter_bzip2(archive)
        _ = functions.pointee.read_support_format_tar(archive)
        _ = functions.pointee.read_support_format_gnutar(archive)
        _ = functions.pointee.read_support_format_zip(archive)
        _ = functions.pointee.read_support_format_empty(archive)
        let status: Int32
        var unpacked: ZstandardFile?
        switch source {
        case .file(let path):
            memory = nil
            unpacked = ZstandardFile(path)
            if let unpacked {
                status = Self.open(archive, unpacked, functions)
            } else {
                status = functions.pointee.read_open_filename(archive, path, 128 << 10)
            }
        case .descriptor(let descriptor):
            memory = nil
            status = functions.pointee.read_open_fd(archive, descriptor, 128 << 10)
        case .bytes(let bytes):
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            room.copyBytes(from: bytes)
            memory = room
            status = functions.pointee.read_open_memory(archive, room.baseAddress, room.count)
        }
        self.unpacked = unpacked
        try check(status)
    }

    private static func open(
        _ archive: OpaquePointer,
        _ file: ZstandardFile,
        _ functions: UnsafePointer<archive_functions>
    ) -> Int32 {
        // The reader keeps the file for as long as libarchive may ask it.
        let file = Unmanaged.passUnretained(file).toOpaque()
        return functions.pointee.read_open(
            archive,
            file,
            nil,
            { _, file, buffer in
                guard let file, let buffer,
                    let bytes = Unmanaged<ZstandardFile>.fromOpaque(file).takeUnretainedValue()
                        .read()
                else { return -1 }
                buffer.pointee = bytes.baseAddress
                return bytes.count
            },
            nil
        )
    }

    deinit {
        _ = functions.pointee.read_free(archive)
        memory?.deallocate()
    }

    /// The next entry; nil at the end.
    ///
    /// - Throws: `ArchiveError` when the archive is damaged or beyond its limits.
    package func next() throws -> ArchiveEntry? {
        var header: OpaquePointer?
        let status = ArchiveLocale.withUTF8 { functions.pointee.read_next_header(archive, &header) }
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
                let count = functions.pointee.read_data(archive, start, room.count)
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
        let consumed = unpacked?.consumed ?? Int(functions.pointee.filter_bytes(archive, -1))
        if byteCount > 64 << 20, consumed > 0, byteCount / consumed > limits.ratio {
            throw .tooDense(ratio: limits.ratio)
        }
    }

    private func entry(_ header: OpaquePointer) -> ArchiveEntry {
        let path =
            text(functions.pointee.entry_pathname_utf8(header))
            ?? text(functions.pointee.entry_pathname(header))
        return ArchiveEntry(
            path: path ?? "",
            kind: kind(header),
            mode: UInt32(functions.pointee.entry_perm(header)),
            modified: Int(functions.pointee.entry_mtime(header)),
            user: UInt32(truncatingIfNeeded: functions.pointee.entry_uid(header)),
            group: UInt32(truncatingIfNeeded: functions.pointee.entry_gid(header))
        )
    }

    private func kind(_ header: OpaquePointer) -> ArchiveEntry.Kind {
        if let path = text(functions.pointee.entry_hardlink_utf8(header))
            ?? text(functions.pointee.entry_hardlink(header))
        {
            return .hardLink(to: path)
        }
        switch functions.pointee.entry_filetype(header) {
        case S_IFREG: return .file(size: Int(functions.pointee.entry_size(header)))
        case S_IFDIR: return .folder
        case S_IFLNK:
            let target =
                text(functions.pointee.entry_symlink_utf8(header))
                ?? text(functions.pointee.entry_symlink(header))
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
        .unreadable(reason: text(functions.pointee.error_string(archive)) ?? "unknown")
    }
}
