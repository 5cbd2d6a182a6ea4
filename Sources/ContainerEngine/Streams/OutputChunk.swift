/// Which of a process's two outputs bytes came from.
package enum OutputStream: Sendable, Hashable {
    case stdout
    case stderr
}

/// Bytes a process wrote, in the order the engine saw them.
package struct OutputChunk: Sendable, Hashable {
    package var stream: OutputStream
    package var bytes: [UInt8]

    /// Bytes of one stream.
    package init(stream: OutputStream, bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}
