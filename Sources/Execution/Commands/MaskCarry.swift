/// What one piece of an over-long line leaves for the next: bytes that may begin a secret.
package struct MaskCarry: Sendable, Hashable {
    /// Bytes not shown yet: at most those of the longest secret and of what interrupts it.
    var bytes: [UInt8]
    /// How many of the bytes belong to a secret whose `***` was shown already; nil when what was
    /// shown last is no mask.
    var maskedCount: Int?

    /// Starts a line.
    package init() {
        bytes = []
        maskedCount = nil
    }

    /// Keeps what a piece left.
    init(bytes: [UInt8], maskedCount: Int?) {
        self.bytes = bytes
        self.maskedCount = maskedCount
    }
}
