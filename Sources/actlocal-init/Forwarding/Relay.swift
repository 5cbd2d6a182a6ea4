import Glibc
import InitProtocol

/// Carries bytes between an accepted connection and one that was made for it.
final class Relay {
    /// Carries bytes from one socket to another, one buffer at a time.
    private final class Direction: Watcher {
        private let source: CInt
        private let target: CInt
        private var buffer: [UInt8] = []
        private var position = 0
        private(set) var hasEnded = false
        let onEnd: (Bool) -> Void

        init(from source: CInt, to target: CInt, onEnd: @escaping (Bool) -> Void) {
            self.source = source
            self.target = target
            self.onEnd = onEnd
        }

        var descriptor: CInt { interest == .reading ? source : target }
        var interest: Interest {
            if hasEnded { return .none }
            return position < buffer.count ? .writing : .reading
        }

        func becomeReady() {
            if position < buffer.count { return push() }
            do {
                buffer = try Descriptor.read(source, count: 256 << 10)
                position = 0
                if buffer.isEmpty { end(isBroken: false) } else { push() }
            } catch {
                if error.code != EAGAIN { end(isBroken: true) }
            }
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

    /// Carries bytes between two connections until both sides have finished.
    static func start(between connection: CInt, and far: CInt, loop: EventLoop) {
        Relay(near: connection, far: far, loop: loop).begin()
    }

    private init(near: CInt, far: CInt, loop: EventLoop) {
        self.near = near
        self.far = far
        self.loop = loop
    }

    /// Starts both directions; they keep this object alive until both have ended.
    private func begin() {
        for descriptor in [near, far] {
            var yes: CInt = 1
            let size = socklen_t(MemoryLayout<CInt>.size)
            setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        }
        directions = [
            Direction(from: near, to: far, onEnd: ended),
            Direction(from: far, to: near, onEnd: ended),
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
