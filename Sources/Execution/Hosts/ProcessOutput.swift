/// Where the output of a process goes; one that is slow slows the process down.
///
/// Parts are handed on one after the other. What a process writes to both of its outputs keeps its
/// order only where they are not told apart: of two pipes nobody knows which was written to first.
package struct ProcessOutput: Sendable {
    /// Takes some bytes.
    package typealias Taker = @Sendable (ArraySlice<UInt8>) async -> Void

    /// Takes the output.
    let take: Taker
    /// Takes the error output.
    let takeErrors: Taker
    /// Whether the two are told apart.
    let isSeparate: Bool

    /// All output to one taker, in its order.
    package init(_ take: @escaping Taker) {
        self.take = take
        takeErrors = take
        isSeparate = false
    }

    /// The output to one taker and the error output to another.
    package init(_ take: @escaping Taker, errors: @escaping Taker) {
        self.take = take
        takeErrors = errors
        isSeparate = true
    }
}
