/// Takes apart the stream in which the engine mixes a process's outputs, cut anywhere.
///
/// Shape: frames of an 8-byte header (stream 0, 1 or 2; three zeros; length, big-endian) and
/// their bytes. Neighbouring frames of one stream come out as one chunk.
/// Source: <https://docs.docker.com/reference/api/engine/> (ContainerAttach, stream format)
struct FrameDemultiplexer: Sendable {
    private var header: [UInt8] = []
    private var stream = OutputStream.stdout
    private var left = 0

    /// Whether the stream may end here; a cut in the middle of a frame is a loss.
    var isAtBoundary: Bool { left == 0 && header.isEmpty }

    /// The outputs in the next bytes of the stream.
    ///
    /// - Throws: `EngineError.unexpectedAnswer` for a header that is none, or with the engine's
    ///   words when it reports an error inside the stream (stream 3).
    mutating func take(_ bytes: [UInt8]) throws(EngineError) -> [OutputChunk] {
        var chunks: [OutputChunk] = []
        var position = 0
        while position < bytes.count {
            if left > 0 {
                let length = min(left, bytes.count - position)
                append(bytes[position..<position + length], to: &chunks)
                left -= length
                position += length
            } else {
                header.append(bytes[position])
                position += 1
                if header.count == 8 { try readHeader(rest: bytes[position...]) }
            }
        }
        return chunks
    }

    private func append(_ bytes: ArraySlice<UInt8>, to chunks: inout [OutputChunk]) {
        if let last = chunks.indices.last, chunks[last].stream == stream {
            chunks[last].bytes.append(contentsOf: bytes)
        } else {
            chunks.append(OutputChunk(stream: stream, bytes: Array(bytes)))
        }
    }

    private mutating func readHeader(rest: ArraySlice<UInt8>) throws(EngineError) {
        guard header[1...3].allSatisfy({ $0 == 0 }) else {
            throw .unexpectedAnswer(detail: "the output stream is not in frames")
        }
        switch header[0] {
        case 0, 1: stream = .stdout
        case 2: stream = .stderr
        case 3: throw .unexpectedAnswer(detail: String(decoding: rest, as: UTF8.self))
        default: throw .unexpectedAnswer(detail: "the output stream is not in frames")
        }
        left = header[4...7].reduce(0) { $0 << 8 | Int($1) }
        header.removeAll(keepingCapacity: true)
    }
}
