import Dispatch
import Glibc
import Synchronization

package import InitProtocol

/// A connected stream socket that waits without holding a thread.
package final class SocketStream: Sendable {
    private let input: DescriptorReadiness
    private let output: DescriptorReadiness
    /// Where bytes are read to until it is known how many there are; one task at a time reads.
    nonisolated(unsafe) private let room =
        UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

    /// Takes over a connected socket.
    ///
    /// - Throws: when the descriptor cannot be duplicated for the second direction.
    package init(descriptor: CInt) throws(SystemError) {
        let second = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard second >= 0 else {
            let error = SystemError.lastOnHost
            Glibc.close(descriptor)
            throw error
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        input = DescriptorReadiness(descriptor: descriptor, isForReading: true)
        output = DescriptorReadiness(descriptor: second, isForReading: false)
    }

    deinit { room.deallocate() }

    /// Connects to a Unix socket of this machine.
    package convenience init(path: String) throws(SystemError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw SystemError(hostNumber: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .lastOnHost }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let error = SystemError.lastOnHost
            Glibc.close(descriptor)
            throw error
        }
        try self.init(descriptor: descriptor)
    }

    /// Waits for the next bytes, at most 256 KiB; nil at the end.
    package func read() async throws(SystemError) -> [UInt8]? {
        while true {
            let (count, failure) =
                input.use { descriptor in
                    (recv(descriptor, room.baseAddress, room.count, 0), errno)
                } ?? (0, 0)
            switch count < 0 ? failure : 0 {
            case 0: return count == 0 ? nil : Array(room[..<count])
            case EAGAIN: await input.wait()
            case EINTR: continue
            case ECONNRESET: return nil
            default: throw SystemError(hostNumber: failure)
            }
        }
    }

    /// Writes all bytes, waiting while the other side does not read.
    package func write(_ bytes: ArraySlice<UInt8>) async throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let (count, failure) = rest.withUnsafeBytes { buffer -> (Int, CInt) in
                let flags = CInt(MSG_NOSIGNAL)
                guard
                    let result = output.use({ send($0, buffer.baseAddress, buffer.count, flags) })
                else { return (-1, EPIPE) }
                return (result, errno)
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if failure == EAGAIN {
                await output.wait()
            } else if failure != EINTR {
                throw SystemError(hostNumber: failure)
            }
        }
    }

    /// Says that nothing more will be written; reading goes on.
    package func finishWriting() {
        _ = output.use { shutdown($0, CInt(SHUT_WR)) }
    }

    /// Closes both directions; waiting calls end.
    package func close() {
        _ = output.use { shutdown($0, CInt(SHUT_RDWR)) }
        input.close()
        output.close()
    }
}

extension SystemError {
    /// The error the last system call of this thread left in `errno`.
    static var lastOnHost: SystemError { SystemError(hostNumber: errno) }

    /// An error number with the system's text for it.
    init(hostNumber: CInt) {
        self.init(code: hostNumber, text: String(cString: strerror(hostNumber)))
    }
}
