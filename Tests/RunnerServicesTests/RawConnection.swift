import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A connection that says exactly what a test gives it, however broken.
enum RawConnection {
    /// Sends bytes, ends the sending, and gives what comes back.
    ///
    /// It waits on a thread of its own: the server answers on those of the tests.
    static func exchange(_ text: String, socket path: String) async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: waitFor(text, socket: path))
            }
        }
    }

    private static func waitFor(_ text: String, socket path: String) -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        guard result == 0 else { return "not connected" }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        let length = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, length)
        let bytes = Array(text.utf8)
        let sent = bytes.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent < 0 || sent == bytes.count else { return "nobody reads" }
        shutdown(descriptor, Int32(SHUT_WR))
        var answer: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &room, room.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += room[..<count]
        }
    }
}
