#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A new file that bytes are written to; closed when it is let go.
final class BlobFile: Sendable {
    /// Where it is.
    let path: String
    private let descriptor: CInt

    /// Makes a file that was not there, readable by this user alone.
    init(creating path: String) throws(ServiceFailure) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Disk.failure("write", path) }
    }

    /// Opens a file that is there.
    init(opening path: String) throws(ServiceFailure) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Disk.failure("write", path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes at the end.
    func append(_ bytes: UnsafeRawBufferPointer) throws(ServiceFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Self.call { Glibc.write(descriptor, rest.baseAddress, rest.count) }
            guard count > 0 else { throw Disk.failure("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes at the end.
    func append(_ bytes: [UInt8]) throws(ServiceFailure) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(ServiceFailure) in try append(buffer) }
        }
        try result.get()
    }

    /// Writes at a place; the disk begins to take it at once, so that less is left to wait for.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ServiceFailure) {
        defer { pushPart(before: offset + bytes.count, from: offset) }
        var (rest, place) = (bytes[...], offset)
        while !rest.isEmpty {
            let count = Self.call { pwrite(descriptor, rest.baseAddress, rest.count, off_t(place)) }
            guard count > 0 else { throw Disk.failure("write", path) }
            rest = rest.dropFirst(count)
            place += count
        }
    }

    /// Copies a part of a file to a place in this one.
    func write(
        _ source: OpenBlob,
        _ range: Range<Int>,
        at offset: Int
    ) throws(ServiceFailure) {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { room.deallocate() }
        var done = 0
        while done < range.count {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: room[..<min(room.count, range.count - done)]
            )
            let count = try source.read(into: part, at: range.lowerBound + done)
            guard count > 0 else { throw ServiceFailure(.internal, "a block became shorter") }
            try write(UnsafeRawBufferPointer(rebasing: part[..<count]), at: offset + done)
            done += count
        }
    }

    /// Cuts it to so many bytes.
    func truncate(to size: Int) throws(ServiceFailure) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Disk.failure("write", path) }
    }

    /// Starts to write a part to the disk that is complete now.
    private func pushPart(before end: Int, from start: Int) {
        let part = 8 << 20
        guard end / part > start / part else { return }
        let first = start / part * part
        _ = Self.syncFileRange?(descriptor, Int64(first), Int64(end / part * part - first), 2)
    }

    /// `sync_file_range(2)`, which Glibc's module does not show; 2 is `SYNC_FILE_RANGE_WRITE`.
    private static let syncFileRange: SyncFileRange? =
        dlsym(nil, "sync_file_range").map { unsafeBitCast($0, to: SyncFileRange.self) }

    private typealias SyncFileRange = @convention(c) (CInt, Int64, Int64, UInt32) -> CInt

    /// Waits until all is on the disk.
    func synchronise() throws(ServiceFailure) {
        guard fsync(descriptor) == 0 else { throw Disk.failure("write", path) }
    }

    private static func call(_ body: () -> Int) -> Int {
        while true {
            let result = body()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

extension Slice where Base == UnsafeRawBufferPointer {
    /// Where the slice's bytes begin.
    fileprivate var baseAddress: UnsafeRawPointer? {
        UnsafeRawBufferPointer(rebasing: self).baseAddress
    }
}

/// A file that is open for reading; closed when it is let go.
final class OpenBlob: Sendable {
    /// How many bytes it has.
    let size: Int
    /// Where it was opened.
    let path: String
    private let descriptor: CInt

    /// Opens a plain file.
    ///
    /// - Throws: `ServiceFailure` with `notFound` when it is not there.
    init(_ path: String) throws(ServiceFailure) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG
        else {
            size = 0
            throw ServiceFailure(.notFound, "the content is gone")
        }
        size = Int(status.st_size)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads into a buffer; fewer bytes than it has room for only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ServiceFailure)
        -> Int
    {
        var count = 0
        while count < buffer.count {
            let result = pread(
                descriptor,
                buffer.baseAddress?.advanced(by: count),
                buffer.count - count,
                off_t(offset + count)
            )
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw Disk.failure("read", path) }
            guard result > 0 else { break }
            count += result
        }
        return count
    }

    /// A part of it in memory.
    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            count = try read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
    }
}
