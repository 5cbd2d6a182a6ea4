package import RunEvents

/// Where everything that works for a run says what happened.
///
/// Sending suspends while the front end is behind, so that a long log never piles up in memory.
package struct EventSink: Sendable {
    private let deliver: @Sendable (Happening) async -> Void

    /// Hands every happening to `deliver`, one after the other for one caller.
    package init(_ deliver: @escaping @Sendable (Happening) async -> Void) {
        self.deliver = deliver
    }

    /// Says that something happened.
    package func send(_ happening: Happening) async {
        await deliver(happening)
    }
}
