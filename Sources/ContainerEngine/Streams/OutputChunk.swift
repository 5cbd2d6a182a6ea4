/// Which of a process's two outputs bytes came from.
package enum OutputStream: Sendable, Hashable {
    /// The usual output.
    case stdout
    /// The output for errors and notices.
    case stderr
}

/// Bytes a process wrote, in the order the engine saw them.
package struct OutputChunk: Sendable, Hashable {
    /// The output they came from.
    package var stream: OutputStream
    /// At least one.
    package var bytes: [UInt8]

    /// Bytes of one stream.
    package init(stream: OutputStream, bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}
