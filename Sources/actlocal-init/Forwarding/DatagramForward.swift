import Glibc
import InitProtocol

/// Receives datagrams on both loopback addresses and carries them to an address and back.
final class DatagramForward: Forward {
    /// A socket whose datagrams are handed on.
    private final class Receiver: Watcher {
        let descriptor: CInt
        let onReady: () -> Void
        var interest: Interest { .reading }

        init(descriptor: CInt, onReady: @escaping () -> Void) {
            self.descriptor = descriptor
            self.onReady = onReady
        }

        func becomeReady() { onReady() }
    }

    /// The way back to one sender.
    private final class Association {
        let receiver: Receiver
        var lastUse = Instant.now

        init(receiver: Receiver) { self.receiver = receiver }
    }

    private let target: SocketAddress
    private let loop: EventLoop
    private var listeners: [Receiver] = []
    private var associations: [SocketAddress: Association] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65536)

    /// How long a sender's way back stays open without use.
    private static let idleLimit = Duration.seconds(60)
    /// How many senders may have a way back at once.
    private static let associationLimit = 512

    /// The port it listens at.
    let port: UInt16

    /// Starts listening.
    init(port: UInt16, to target: SocketAddress, loop: EventLoop) throws(InitFailure) {
        self.target = target
        self.loop = loop
        let sockets = try SocketAddress.loopbackListeners(SOCK_DGRAM, port: port)
        self.port = sockets.first.map(SocketAddress.port) ?? port
        listeners = sockets.map { socket in
            Receiver(descriptor: socket) { [unowned self] in carryOut(from: socket) }
        }
        for listener in listeners { loop.add(listener) }
    }

    /// Stops listening and closes every way back.
    func stop() {
        for receiver in listeners + associations.values.map(\.receiver) { end(receiver) }
        listeners = []
        associations = [:]
    }

    private func carryOut(from listener: CInt) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(listener, &buffer, buffer.count, 0, $0, &size)
            }
        }
        guard count >= 0 else { return }
        let sender = SocketAddress(
            family: CInt(storage.ss_family),
            bytes: withUnsafeBytes(of: storage) { Array($0.prefix(Int(size))) }
        )
        guard let association = association(for: sender, listener: listener) else { return }
        association.lastUse = .now
        send(association.receiver.descriptor, buffer, count, 0)
    }

    private func association(for sender: SocketAddress, listener: CInt) -> Association? {
        if let known = associations[sender] { return known }
        dropIdle()
        guard associations.count < DatagramForward.associationLimit,
            let socket = try? target.makeSocket(SOCK_DGRAM)
        else { return nil }
        guard target.withPointer({ connect(socket, $0, $1) }) == 0 else {
            close(socket)
            return nil
        }
        let receiver = Receiver(descriptor: socket) { [unowned self] in
            carryBack(from: socket, to: sender, by: listener)
        }
        loop.add(receiver)
        let association = Association(receiver: receiver)
        associations[sender] = association
        return association
    }

    private func carryBack(from socket: CInt, to sender: SocketAddress, by listener: CInt) {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count >= 0 else { return }
        associations[sender]?.lastUse = .now
        _ = sender.withPointer { sendto(listener, buffer, count, 0, $0, $1) }
    }

    private func dropIdle() {
        let now = Instant.now
        for (sender, association) in associations
        where now.since(association.lastUse) > DatagramForward.idleLimit {
            end(association.receiver)
            associations[sender] = nil
        }
    }

    private func end(_ receiver: Receiver) {
        loop.remove(receiver)
        close(receiver.descriptor)
    }
}
