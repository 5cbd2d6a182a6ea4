import Testing

@testable import ContainerEngine

@Suite("multiplexed output")
struct FrameDemultiplexerTests {
    private static func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return [stream, 0, 0, 0, 0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }

    private static let bytes =
        frame(1, "one") + frame(1, "") + frame(2, "two\n") + frame(1, "three") + frame(1, "four")

    private static func outputs(_ pieces: [ArraySlice<UInt8>]) throws -> [OutputChunk] {
        var frames = FrameDemultiplexer()
        var chunks: [OutputChunk] = []
        for piece in pieces {
            for chunk in try frames.take(Array(piece)) {
                if let last = chunks.indices.last, chunks[last].stream == chunk.stream {
                    chunks[last].bytes += chunk.bytes
                } else {
                    chunks.append(chunk)
                }
            }
        }
        #expect(frames.isAtBoundary)
        return chunks
    }

    private static let expected = [
        OutputChunk(stream: .stdout, bytes: Array("one".utf8)),
        OutputChunk(stream: .stderr, bytes: Array("two\n".utf8)),
        OutputChunk(stream: .stdout, bytes: Array("threefour".utf8)),
    ]

    @Test("frames come out the same wherever the stream is cut")
    func everyCut() throws {
        #expect(try Self.outputs([Self.bytes[...]]) == Self.expected)
        #expect(try Self.outputs(Self.bytes.indices.map { Self.bytes[$0...$0] }) == Self.expected)
        for cut in Self.bytes.indices {
            let pieces = [Self.bytes[..<cut], Self.bytes[cut...]]
            #expect(try Self.outputs(pieces) == Self.expected)
        }
    }

    @Test("neighbouring frames of one stream in one piece are one chunk")
    func coalesces() throws {
        var frames = FrameDemultiplexer()
        #expect(try frames.take(Self.bytes).count == 3)
    }

    @Test("a stream cut inside a header or a frame is not at a boundary", arguments: 1..<11)
    func boundaries(length: Int) throws {
        var frames = FrameDemultiplexer()
        _ = try frames.take(Array(Self.bytes.prefix(length)))
        #expect(!frames.isAtBoundary)
    }

    @Test(
        "bytes that are no frame header are refused",
        arguments: [[4, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 1], Array("HTTP/1.1".utf8)]
    )
    func refusesOtherBytes(bytes: [UInt8]) {
        var frames = FrameDemultiplexer()
        #expect(throws: EngineError.self) { try frames.take(bytes) }
    }
}
