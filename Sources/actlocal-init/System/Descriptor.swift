import Glibc
import InitProtocol

/// Small operations on file descriptors.
enum Descriptor {
    /// A pipe whose ends no started program inherits.
    static func pipe() throws(SystemError) -> (read: CInt, write: CInt) {
        var ends: [CInt] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .last }
        for end in ends { setCloseOnExec(end) }
        return (ends[0], ends[1])
    }

    /// Keeps a descriptor from the programs this process starts.
    static func setCloseOnExec(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Asks for a pipe buffer of 1 MiB, which the kernel may refuse.
    static func enlargePipe(_ descriptor: CInt) {
        _ = fcntl(descriptor, 1031, CInt(1 << 20))  // F_SETPIPE_SZ
    }

    /// Makes reads and writes return instead of wait.
    static func setNonBlocking(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Makes reads and writes wait.
    static func setBlocking(_ descriptor: CInt) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    }

    /// Opens `/dev/null` over standard descriptors that are closed, so that no pipe lands there.
    static func fillStandardDescriptors() {
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            guard descriptor >= 0, descriptor <= 2 else {
                if descriptor > 2 { close(descriptor) }
                return
            }
        }
    }

    /// Closes what the program inherited beyond the standard descriptors.
    ///
    /// Another stream's end held open here by accident would hide that stream's end.
    static func closeInherited() {
        for descriptor in DirectoryListing.names(in: "/proc/self/fd").compactMap({ CInt($0) })
        where descriptor > 2 { close(descriptor) }
    }

    /// Writes all bytes, waiting as long as it takes; false when the other side is gone.
    static func writeAll(_ descriptor: CInt, _ bytes: some Collection<UInt8>) -> Bool {
        let written = bytes.withContiguousStorageIfAvailable { buffer in
            writeAll(descriptor, UnsafeRawBufferPointer(buffer))
        }
        return written ?? Array(bytes).withUnsafeBytes { writeAll(descriptor, $0) }
    }

    /// Writes a whole buffer, waiting as long as it takes; false when the other side is gone.
    static func writeAll(_ descriptor: CInt, _ buffer: UnsafeRawBufferPointer) -> Bool {
        var rest = buffer
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                guard errno == EINTR else { return false }
                continue
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return true
    }

    /// Reads at most `count` bytes, waiting for the first; empty at the end.
    static func read(_ descriptor: CInt, count: Int) throws(SystemError) -> [UInt8] {
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var result = Glibc.read(descriptor, buffer.baseAddress, count)
            while result < 0, errno == EINTR {
                result = Glibc.read(descriptor, buffer.baseAddress, count)
            }
            failure = result < 0 ? errno : 0
            initialized = max(0, result)
        }
        if failure != 0 { throw SystemError(number: failure) }
        return bytes
    }
}
