#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Moves and compares the bytes of open files.
enum FileContent {
    /// Which side of a copy failed, and why.
    struct Failure {
        /// Whether the file that is read failed, not the one that is written.
        let isReading: Bool
        /// What the system said.
        let reason: SystemFailure
    }

    /// `FICLONE` of `linux/fs.h`: shares the blocks of one file with another until one changes.
    private static let cloneRequest: UInt = 0x4004_9409

    /// Copies `size` bytes from where both files stand, or fewer when the first ends before,
    /// sharing blocks where the file system can.
    ///
    /// - Returns: nil when all went well.
    static func copy(
        _ input: Int32,
        _ output: Int32,
        size: Int64,
        buffer: CopyBuffer
    ) -> Failure? {
        if buffer.mayClone, size > 0 {
            if ioctl(output, cloneRequest, input) == 0 { return nil }
            buffer.mayClone = false
        }
        var remaining = Int(size)
        while remaining > 0 {
            let count = read(input, buffer.start, min(buffer.count, remaining))
            if count == 0 { return nil }
            guard count > 0 else {
                if errno == EINTR { continue }
                return Failure(isReading: true, reason: .current)
            }
            let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count)
            if let failure = put(bytes, to: output) {
                return Failure(isReading: false, reason: failure)
            }
            remaining -= count
        }
        return nil
    }

    /// Writes all bytes; nil when all went well.
    static func put(_ bytes: UnsafeRawBufferPointer, to output: Int32) -> SystemFailure? {
        guard var start = bytes.baseAddress else { return nil }
        let end = start + bytes.count
        while start < end {
            let count = write(output, start, end - start)
            if count >= 0 {
                start += count
            } else if errno != EINTR {
                return .current
            }
        }
        return nil
    }

    /// Reads up to `limit` bytes once; empty at the end of the file and when it cannot be read.
    static func take(_ limit: Int, from input: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            filled = buffer.baseAddress.map { max(read(input, $0, limit), 0) } ?? 0
        }
    }

    /// Whether two open files hold the same bytes from where they stand.
    static func areEqual(_ one: Int32, _ other: Int32, _ left: CopyBuffer, _ right: CopyBuffer)
        -> Bool
    {
        while true {
            let count = readFully(one, left)
            guard count >= 0, readFully(other, right) == count else { return false }
            if count == 0 { return true }
            guard memcmp(left.start, right.start, count) == 0 else { return false }
        }
    }

    private static func readFully(_ file: Int32, _ room: CopyBuffer) -> Int {
        var done = 0
        while done < room.count {
            let count = read(file, room.start + done, room.count - done)
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                return -1
            }
        }
        return done
    }
}

/// Room for what is read from one file and written to another.
final class CopyBuffer {
    /// Where it begins.
    let start: UnsafeMutableRawPointer
    /// Its size in bytes.
    let count = 256 << 10
    /// Whether files may share blocks; false once the file system said no.
    var mayClone = true

    /// Takes the memory.
    init() {
        start = .allocate(byteCount: count, alignment: 4096)
    }

    deinit { start.deallocate() }
}
