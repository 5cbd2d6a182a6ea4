import Glibc
import InitProtocol

/// A connection that is made to an address for an accepted one.
///
/// A service whose container has just started may not listen yet; on GitHub seconds lie between.
/// So a refused connection is tried again for a while, and its near end waits. Where nobody answers
/// at all, as after the service's container has gone, it is closed long before the kernel gives up.
final class FarConnection: Watcher {
    private let near: CInt
    private let address: SocketAddress
    private let deadline: Instant
    /// What is done when somebody listens at last.
    private let onHeld: () -> Void
    private var isHeld = false
    private let loop: EventLoop
    private var pause = Duration.milliseconds(10)
    private var patience: Int?

    /// The far end is on a bridge of the same machine, which answers within a millisecond; a busy
    /// service that takes nobody yet answers when the kernel asks again, after seconds.
    private static let longestSilence = Duration.seconds(10)

    private(set) var descriptor: CInt = -1
    var interest: Interest { .writing }

    private init(
        near: CInt,
        address: SocketAddress,
        deadline: Instant,
        onHeld: @escaping () -> Void,
        loop: EventLoop
    ) {
        self.near = near
        self.address = address
        self.deadline = deadline
        self.onHeld = onHeld
        self.loop = loop
    }

    /// Connects to an address, where that is refused again and again until `deadline`, and carries
    /// bytes until both sides have finished.
    static func start(
        between near: CInt,
        and address: SocketAddress,
        until deadline: Instant,
        loop: EventLoop,
        onHeld: @escaping () -> Void
    ) {
        FarConnection(
            near: near,
            address: address,
            deadline: deadline,
            onHeld: onHeld,
            loop: loop
        ).attempt()
    }

    func becomeReady() {
        stopWaiting()
        var failure: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        ended(failure)
    }

    private func attempt() {
        guard let far = try? address.makeSocket(SOCK_STREAM) else {
            close(near)
            return
        }
        descriptor = far
        let result = address.withPointer { connect(far, $0, $1) }
        if result != 0, errno == EINPROGRESS {
            loop.add(self)
            patience = loop.schedule(after: Self.longestSilence) { [self] in
                stopWaiting()
                ended(ETIMEDOUT)
            }
        } else {
            ended(result == 0 ? 0 : errno)
        }
    }

    private func stopWaiting() {
        loop.remove(self)
        if let patience { loop.cancel(timer: patience) }
        patience = nil
    }

    private func ended(_ failure: CInt) {
        guard failure != 0 else {
            if isHeld { onHeld() }
            return Relay.start(between: near, and: descriptor, loop: loop)
        }
        close(descriptor)
        guard failure == ECONNREFUSED || failure == ETIMEDOUT, Instant.now < deadline else {
            close(near)
            return
        }
        isHeld = isHeld || failure == ECONNREFUSED
        loop.schedule(after: pause) { [self] in attempt() }
        pause = min(pause * 2, .milliseconds(200))
    }
}
