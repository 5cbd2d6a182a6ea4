import CLibArchive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes a tar stream piece by piece to a closure; nothing is kept in memory or on disk.
///
/// The format is GNU tar, which carries names as bytes of any length. Two streams of the same
/// entries are the same bytes. Call `finish()` at the end; without it the stream is cut short.
package final class TarWriter {
    /// How the stream is compressed.
    package enum Compression: Sendable, Hashable {
        /// Not at all, as `.tar.gz`, or as `.tar.zst`.
        case none, gzip, zstd
    }

    private final class Sink {
        let receive: (UnsafeRawBufferPointer) throws -> Void
        var failure: (any Error)?

        init(_ receive: @escaping (UnsafeRawBufferPointer) throws -> Void) {
            self.receive = receive
        }
    }

    private let functions: UnsafePointer<archive_functions>
    private let archive: OpaquePointer
    private let sink: Sink

    /// Opens a stream whose pieces go to `receive` in order.
    ///
    /// - Throws: `ArchiveError.unwritable` when libarchive cannot compress like that, `.noLibrary`.
    package init(
        compression: Compression = .none,
        to receive: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        functions = try ArchiveLibrary.loaded().functions
        guard let archive = functions.pointee.write_new() else {
            throw ArchiveError.unwritable(reason: "out of memory")
        }
        self.archive = archive
        sink = Sink(receive)
        _ = functions.pointee.write_set_format_gnutar(archive)
        switch compression {
        case .none: _ = functions.pointee.write_add_filter_none(archive)
        case .gzip:
            _ = functions.pointee.write_add_filter_gzip(archive)
            // A header without the time of day keeps equal streams equal.
            _ = functions.pointee.write_set_filter_option(archive, "gzip", "timestamp", nil)
        case .zstd: _ = functions.pointee.write_add_filter_zstd(archive)
        }
        _ = functions.pointee.write_set_bytes_in_last_block(archive, 1)
        // The sink lives as long as the archive, which `deinit` frees.
        let status = functions.pointee.write_open2(
            archive,
            Unmanaged.passUnretained(sink).toOpaque(),
            nil,
            { _, context, bytes, count in
                guard let context else { return -1 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                do {
                    try sink.receive(UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                } catch {
                    sink.failure = error
                    return -1
                }
            },
            nil,
            nil
        )
        try check(status)
    }

    deinit { _ = functions.pointee.write_free(archive) }

    /// Adds an entry; `bytes` are the content of a file and must be as many as it says.
    package func add(_ entry: ArchiveEntry, bytes: [UInt8] = []) throws {
        try begin(entry, path: Array(entry.path.utf8CString), target: entry.target)
        try bytes.withUnsafeBytes { try data($0) }
    }

    /// Adds a file's entry and reads its content from an open descriptor.
    ///
    /// A file that grew meanwhile is cut, one that shrank is filled with zeros, as tar does.
    package func add(_ entry: ArchiveEntry, reading descriptor: Int32) throws {
        try begin(entry, path: Array(entry.path.utf8CString), target: entry.target)
        try addContent(of: entry, reading: descriptor)
    }

    /// Reads the content of the file whose entry was just begun.
    func addContent(of entry: ArchiveEntry, reading descriptor: Int32) throws {
        guard case .file(var remaining) = entry.kind else { return }
        try withUnsafeTemporaryAllocation(byteCount: 128 << 10, alignment: 16) { room in
            while remaining > 0 {
                guard let start = room.baseAddress else { return }
                let count = read(descriptor, start, min(room.count, remaining))
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else {
                    throw ArchiveError.disk(entry.path)
                }
                // libarchive fills what is missing.
                if count == 0 { return }
                try data(UnsafeRawBufferPointer(start: start, count: count))
                remaining -= count
            }
        }
    }

    /// Ends the stream.
    package func finish() throws {
        try check(functions.pointee.write_close(archive))
    }

    /// Writes an entry's header; names are C strings, since names on disk may be no text.
    func begin(_ entry: ArchiveEntry, path: [CChar], target: [CChar]?) throws {
        guard let header = functions.pointee.entry_new() else {
            throw ArchiveError.unwritable(reason: "out of memory")
        }
        defer { functions.pointee.entry_free(header) }
        functions.pointee.entry_set_pathname(header, path)
        functions.pointee.entry_set_perm(header, mode_t(entry.mode))
        functions.pointee.entry_set_mtime(header, time_t(entry.modified), 0)
        functions.pointee.entry_set_uid(header, la_int64_t(entry.user))
        functions.pointee.entry_set_gid(header, la_int64_t(entry.group))
        switch entry.kind {
        case .file(let size):
            functions.pointee.entry_set_filetype(header, FileType.file)
            functions.pointee.entry_set_size(header, la_int64_t(size))
        case .folder:
            functions.pointee.entry_set_filetype(header, FileType.folder)
        case .link:
            functions.pointee.entry_set_filetype(header, FileType.link)
            functions.pointee.entry_set_symlink(header, target)
        case .hardLink:
            functions.pointee.entry_set_filetype(header, FileType.file)
            functions.pointee.entry_set_hardlink(header, target)
        case .special:
            throw ArchiveError.specialFile(entry.path)
        }
        try ArchiveLocale.withUTF8 { try check(functions.pointee.write_header(archive, header)) }
    }

    private func data(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        guard functions.pointee.write_data(archive, start, bytes.count) >= 0 else {
            throw failure()
        }
    }

    private func check(_ status: Int32) throws {
        guard status >= ARCHIVE_WARN else { throw failure() }
    }

    private func failure() -> any Error {
        sink.failure
            ?? ArchiveError.unwritable(
                reason: functions.pointee.error_string(archive).map { String(cString: $0) }
                    ?? "unknown"
            )
    }
}

/// The values of `AE_IFREG` and its like in `archive_entry.h`, which Swift does not import.
private enum FileType {
    static let file: UInt32 = 0o100000
    static let folder: UInt32 = 0o040000
    static let link: UInt32 = 0o120000
}

extension ArchiveEntry {
    /// What a link points to, as a C string.
    fileprivate var target: [CChar]? {
        switch kind {
        case .link(let target), .hardLink(to: let target): Array(target.utf8CString)
        case .file, .folder, .special: nil
        }
    }
}
