/// Cuts a byte stream back into frames, however the stream was split.
package struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var position = 0

    /// Makes a decoder at the start of a stream.
    package init() {}

    /// Whether the stream ended so far at a frame's end.
    package var isAtFrameEnd: Bool { position == buffer.count }

    /// Takes over the next bytes of the stream.
    package mutating func append(_ bytes: [UInt8]) {
        if position == buffer.count {
            buffer = bytes
            position = 0
            return
        }
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, or nil until more bytes arrive.
    ///
    /// - Throws: `WireError.frameSize` when the length is out of bounds; the stream is lost then.
    package mutating func next() throws(WireError) -> Frame? {
        let available = buffer.count - position
        guard available >= Frame.headerSize else { return nil }
        var header = WireReader(buffer[position..<position + Frame.headerSize])
        let length = Int(try header.readInteger(UInt32.self))
        guard length >= Frame.prefixSize, length <= Frame.prefixSize + Frame.payloadLimit else {
            throw .frameSize(length)
        }
        guard available >= 4 + length else {
            if buffer.capacity < position + 4 + length { buffer.reserveCapacity(4 + length) }
            return nil
        }
        let tag = try header.readByte()
        let id = try header.readInteger(UInt32.self)
        let start = position + Frame.headerSize
        position += 4 + length
        return Frame(tag: tag, id: id, payload: buffer[start..<position])
    }
}
