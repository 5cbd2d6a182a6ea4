import Dispatch
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A terminal of a test's own, with the program on one end and the test on the other.
final class PseudoTerminal: Sendable {
    private struct State {
        var screen: TerminalScreen
        var bytes: [UInt8] = []
        /// The beginning of a character that is not there whole yet.
        var pending: [UInt8] = []
        var hasEnded = false
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let isAwaited: @Sendable (TerminalScreen) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    /// The path that the program opens.
    let path: String
    private let controller: Int32
    /// The program's end, held open until the program has opened it; -1 from then on.
    private let device: Mutex<Int32>
    private let state: Mutex<State>

    /// Opens a terminal of a size.
    init(columns: Int, rows: Int) throws {
        var ends: (controller: Int32, device: Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 128)
        try #require(openpty(&ends.controller, &ends.device, &name, nil, nil) == 0)
        controller = ends.controller
        device = Mutex(ends.device)
        let length = name.firstIndex(of: 0) ?? name.count
        path = String(decoding: name[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        state = Mutex(State(screen: TerminalScreen(width: columns, height: rows)))
        setSize(columns: columns, rows: rows)
        _ = fcntl(controller, F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends.device, F_SETFD, FD_CLOEXEC)
        readForever()
    }

    private func setSize(columns: Int, rows: Int) {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    /// Makes the window narrower or wider while something runs.
    func resize(columns: Int, rows: Int) {
        setSize(columns: columns, rows: rows)
        state.withLock { $0.screen.resize(width: columns) }
    }

    /// The screen as it is now.
    var screen: TerminalScreen { state.withLock { $0.screen } }

    /// Everything that was ever written to it.
    var transcript: String {
        state.withLock { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// Lets go of the program's end; what it wrote is read before this returns.
    func close() async {
        letGo()
        _ = await wait { _ in false }
    }

    /// Leaves the program's end to the program, so that its end is the terminal's end.
    private func letGo() {
        device.withLock { device in
            if device >= 0 { Glibc.close(device) }
            device = -1
        }
    }

    /// Waits until the screen is as awaited; false when the program ended before.
    func wait(until isAwaited: @escaping @Sendable (TerminalScreen) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                if isAwaited(state.screen) { return true }
                if state.hasEnded { return false }
                state.waiters.append(Waiter(isAwaited: isAwaited, continuation: continuation))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Reads on a thread of its own, for it waits most of the time.
    private func readForever() {
        DispatchQueue(label: "terminal").async { [self] in
            var block = [UInt8](repeating: 0, count: 1 << 14)
            while true {
                let count = read(controller, &block, block.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                letGo()
                take(block[..<count])
            }
            Glibc.close(controller)
            end()
        }
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        let done = state.withLock { state -> [Waiter] in
            state.bytes += bytes
            state.pending += bytes
            let whole = Self.wholeCharacters(in: state.pending)
            state.screen.write(String(decoding: state.pending[..<whole], as: UTF8.self))
            state.pending.removeSubrange(..<whole)
            let screen = state.screen
            let done = state.waiters.filter { $0.isAwaited(screen) }
            state.waiters.removeAll { $0.isAwaited(screen) }
            return done
        }
        for waiter in done { waiter.continuation.resume(returning: true) }
    }

    /// How many bytes at the start are whole characters of UTF-8.
    private static func wholeCharacters(in bytes: [UInt8]) -> Int {
        let lead = bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.startIndex
        guard lead < bytes.endIndex, bytes[lead] >= 0xC0 else { return bytes.count }
        let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : 2
        return bytes.count - lead >= length ? bytes.count : lead
    }

    private func end() {
        let left = state.withLock { state -> [Waiter] in
            state.hasEnded = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in left { waiter.continuation.resume(returning: false) }
    }
}
