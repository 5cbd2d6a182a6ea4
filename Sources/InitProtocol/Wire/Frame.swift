/// One message on the stream between the host and `actlocal-init`.
///
/// Shape on the wire, little-endian: `UInt32` length of what follows, `UInt8` tag, `UInt32` id,
/// payload. The id names the operation or stream the frame belongs to, so that an answer finds its
/// question even when the frame itself could not be understood.
package struct Frame: Equatable, Sendable {
    /// What kind of message the payload holds; see ``FrameTag``.
    package var tag: UInt8
    /// The operation or stream this frame belongs to; 0 belongs to the connection itself.
    package var id: UInt32
    /// The encoded message.
    package var payload: ArraySlice<UInt8>

    /// Makes a frame of an already encoded payload.
    package init(tag: UInt8, id: UInt32, payload: ArraySlice<UInt8>) {
        self.tag = tag
        self.id = id
        self.payload = payload
    }

    /// The bytes of tag and id, which the length field counts besides the payload.
    package static let prefixSize = 5
    /// The bytes before the payload: length, tag and id.
    package static let headerSize = 9
    /// The largest payload either side accepts, in bytes.
    package static let payloadLimit = 64 << 20

    /// The header of a frame whose payload is sent separately.
    package static func header(tag: UInt8, id: UInt32, payloadCount: Int) -> [UInt8] {
        precondition(payloadCount <= payloadLimit, "a frame's payload stays within the limit")
        var writer = WireWriter(capacity: headerSize + payloadCount)
        writer.write(UInt32(prefixSize + payloadCount))
        writer.write(tag)
        writer.write(id)
        return writer.bytes
    }

    /// The frame as it goes over the wire.
    package var encoded: [UInt8] {
        var bytes = Frame.header(tag: tag, id: id, payloadCount: payload.count)
        bytes.append(contentsOf: payload)
        return bytes
    }
}
