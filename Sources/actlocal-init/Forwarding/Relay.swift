import Glibc
import InitProtocol

/// Carries bytes between an accepted connection and one it makes to an address.
final class Relay {
    /// Carries bytes from one socket to another, one buffer at a time.
    private final class Direction: Watcher {
        private let source: CInt
        private let target: CInt
        private var buffer: [UInt8] = []
        private var position = 0
        private var isConnecting: Bool
        private(set) var hasEnded = false
        let onEnd: (Bool) -> Void

        init(
            from source: CInt,
            to target: CInt,
            isConnecting: Bool,
            onEnd: @escaping (Bool) -> Void
        ) {
            self.source = source
            self.target = target
            self.isConnecting = isConnecting
            self.onEnd = onEnd
        }

        var descriptor: CInt { interest == .reading ? source : target }
        var interest: Interest {
            if hasEnded { return .none }
            return isConnecting || position < buffer.count ? .writing : .reading
        }

        func becomeReady() {
            if isConnecting { return completeConnection() }
            if position < buffer.count { return push() }
            do {
                buffer = try Descriptor.read(source, count: 256 << 10)
                position = 0
                if buffer.isEmpty { end(isBroken: false) } else { push() }
            } catch {
                if error.code != EAGAIN { end(isBroken: true) }
            }
        }

        private func completeConnection() {
            var failure: CInt = 0
            var size = socklen_t(MemoryLayout<CInt>.size)
            getsockopt(target, SOL_SOCKET, SO_ERROR, &failure, &size)
            if failure == 0 { isConnecting = false } else { end(isBroken: true) }
        }

        private func push() {
            let count = buffer.withUnsafeBytes {
                write(target, $0.baseAddress?.advanced(by: position), $0.count - position)
            }
            if count < 0, errno != EAGAIN, errno != EINTR { return end(isBroken: true) }
            position += max(0, count)
        }

        private func end(isBroken: Bool) {
            hasEnded = true
            if !isBroken { shutdown(target, CInt(SHUT_WR)) }
            onEnd(isBroken)
        }
    }

    private let loop: EventLoop
    private let near: CInt
    private let far: CInt
    private var directions: [Direction] = []

    /// Connects to an address and carries bytes until both sides have finished.
    static func start(between connection: CInt, and address: SocketAddress, loop: EventLoop) {
        guard let far = try? address.makeSocket(SOCK_STREAM) else {
            close(connection)
            return
        }
        let result = address.withPointer { connect(far, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else {
            close(connection)
            close(far)
            return
        }
        let relay = Relay(near: connection, far: far, loop: loop)
        relay.begin(isConnecting: result != 0)
    }

    /// Carries bytes between two connections until both sides have finished.
    static func start(between connection: CInt, and far: CInt, loop: EventLoop) {
        Relay(near: connection, far: far, loop: loop).begin(isConnecting: false)
    }

    private init(near: CInt, far: CInt, loop: EventLoop) {
        self.near = near
        self.far = far
        self.loop = loop
    }

    /// Starts both directions; they keep this object alive until both have ended.
    private func begin(isConnecting: Bool) {
        for descriptor in [near, far] {
            var yes: CInt = 1
            let size = socklen_t(MemoryLayout<CInt>.size)
            setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        }
        directions = [
            Direction(from: near, to: far, isConnecting: isConnecting, onEnd: ended),
            Direction(from: far, to: near, isConnecting: false, onEnd: ended),
        ]
        for direction in directions { loop.add(direction) }
    }

    private func ended(isBroken: Bool) {
        guard isBroken || directions.allSatisfy(\.hasEnded), !directions.isEmpty else { return }
        for direction in directions { loop.remove(direction) }
        directions = []
        close(near)
        close(far)
    }
}
