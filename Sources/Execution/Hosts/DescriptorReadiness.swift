import Dispatch
import Glibc
import Synchronization

/// Lets one task at a time wait until a descriptor can be read or written, and closes it safely.
///
/// The dispatch source is suspended except while somebody waits.
final class DescriptorReadiness: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Void, Never>?
        var isClosed = false
    }

    private let descriptor: CInt
    private let state = Mutex(State())
    // Its calls are thread-safe; the module does not say so to the compiler.
    nonisolated(unsafe) private let source: any DispatchSourceProtocol

    /// Takes over a descriptor.
    init(descriptor: CInt, isForReading: Bool) {
        self.descriptor = descriptor
        let queue = DispatchQueue.global()
        source =
            isForReading
            ? DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            : DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.becomeReady() }
        source.setCancelHandler { Glibc.close(descriptor) }
    }

    deinit { close() }

    /// Runs a call that does not wait, unless the descriptor was closed.
    func use<Result: Sendable>(_ call: (CInt) -> Result) -> Result? {
        state.withLock { $0.isClosed ? nil : call(descriptor) }
    }

    /// Waits until the descriptor is ready, or closed.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                guard !state.isClosed else { return true }
                precondition(state.waiter == nil, "one task at a time waits for a descriptor")
                state.waiter = continuation
                source.resume()
                return false
            }
            if isClosed { continuation.resume() }
        }
    }

    /// Closes the descriptor; whoever waits goes on.
    func close() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            // A suspended source may not be cancelled for good, so it runs once more.
            source.cancel()
            if state.waiter == nil { source.resume() }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    private func becomeReady() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isClosed, let waiter = state.waiter else { return nil }
            state.waiter = nil
            source.suspend()
            return waiter
        }
        waiter?.resume()
    }
}
