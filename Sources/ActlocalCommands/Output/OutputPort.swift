import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor that text is written to in large pieces and whole writes.
///
/// When the reader goes away (`| head`), the port closes and takes everything that follows without
/// a word; `isClosed` tells whoever wants to stop working.
final class OutputPort: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var isClosed = false
        var failure: Int32?
    }

    /// The descriptor; the port does not close it.
    let descriptor: Int32
    /// Whether a person looks at it through a terminal.
    let isTerminal: Bool
    private let state = Mutex(State())

    /// Bytes gathered before they are written without being asked to.
    private static let capacity = 1 << 16

    /// Takes a descriptor that stays open for as long as the port is used.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// True once a write found no reader, or no room on the disk.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Why writing failed, in the system's words; nil when all went well or the reader went away.
    var failure: String? {
        let number = state.withLock { $0.failure }
        guard let number, number != EPIPE else {
            return nil
        }
        return String(cString: strerror(number)).lowercased()
    }

    /// The terminal's size in cells, now; nil when it is no terminal.
    var terminalSize: TerminalSize? {
        guard isTerminal else {
            return nil
        }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else {
            return TerminalSize(columns: 80, rows: 24)
        }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Gathers text, and writes it when enough has come together.
    func write(_ text: String) {
        state.withLock { state in
            state.buffer.append(contentsOf: text.utf8)
            if state.buffer.count >= Self.capacity {
                drain(&state)
            }
        }
    }

    /// Writes bytes behind what was gathered, many of them without gathering them first.
    func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard bytes.count >= Self.capacity else {
                state.buffer.append(contentsOf: bytes)
                return
            }
            drain(&state)
            if !state.isClosed {
                state.failure = writeAll(bytes)
                state.isClosed = state.failure != nil
            }
        }
    }

    /// Writes all that was gathered.
    func flush() {
        state.withLock { drain(&$0) }
    }

    private func drain(_ state: inout State) {
        if !state.isClosed && !state.buffer.isEmpty {
            state.failure = writeAll(state.buffer)
            state.isClosed = state.failure != nil
        }
        state.buffer.removeAll(keepingCapacity: true)
    }

    /// Calls write(2) until everything is written; the error when it never will be.
    private func writeAll(_ bytes: [UInt8]) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                // `self.descriptor` may have been made non-blocking by whoever shares it.
                let count = systemWrite(rest)
                if count >= 0 {
                    written += count
                } else if errno == EAGAIN {
                    waitUntilWritable()
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }

    private func systemWrite(_ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func waitUntilWritable() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&entry, 1, -1)
    }
}

/// The size of a terminal in cells.
struct TerminalSize: Sendable, Hashable {
    /// Cells in a line.
    let columns: Int
    /// Lines on the screen.
    let rows: Int
}
