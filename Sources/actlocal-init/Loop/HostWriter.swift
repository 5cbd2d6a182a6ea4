import Glibc

/// The outgoing half of the stream to the host: writes at once what fits, keeps the rest.
final class HostWriter: Watcher {
    private var queue: [UInt8] = []
    private var position = 0
    private var isBroken = false

    /// Writes to a descriptor that does not wait.
    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Where the bytes go.
    var descriptor: CInt
    /// Waits for room only while something is kept.
    var interest: Interest { waiting > 0 && !isBroken ? .writing : .none }
    /// The bytes kept because the host has not read enough yet.
    var waiting: Int { queue.count - position }

    /// Sends bytes in order.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { write($0) }
    }

    /// Sends bytes in order.
    func write(_ bytes: UnsafeRawBufferPointer) {
        guard !isBroken else { return }
        var rest = bytes
        if waiting == 0 {
            let count = writeOnce(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        guard !rest.isEmpty else { return }
        if position > 0, position == queue.count || position > 1 << 20 {
            queue.removeFirst(position)
            position = 0
        }
        queue.append(contentsOf: rest)
    }

    /// Sends some of what is kept.
    func becomeReady() {
        position += queue.withUnsafeBytes {
            writeOnce(UnsafeRawBufferPointer(rebasing: $0[position...]))
        }
        if position == queue.count {
            queue.removeAll(keepingCapacity: queue.capacity <= 4 << 20)
            position = 0
        }
    }

    /// Sends all that is kept, waiting for the host.
    func flush() {
        guard waiting > 0, !isBroken else { return }
        Descriptor.setBlocking(descriptor)
        defer { Descriptor.setNonBlocking(descriptor) }
        _ = Descriptor.writeAll(descriptor, queue[position...])
        queue = []
        position = 0
    }

    private func writeOnce(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        if count < 0, errno != EAGAIN, errno != EINTR {
            // The host is gone; its end of standard input says so too, and ends this process.
            isBroken = true
        }
        return max(0, count)
    }
}
