extension StreamSignal {
    /// The tag of a `data` frame, whose payload is the bytes themselves.
    package static let dataTag: UInt8 = 0x40
    /// The tag of an `errors` frame, likewise.
    package static let errorsTag: UInt8 = 0x44

    /// The frame's tag; the same in both directions.
    var tag: UInt8 {
        switch self {
        case .data: StreamSignal.dataTag
        case .errors: StreamSignal.errorsTag
        case .credit: 0x41
        case .finish: 0x42
        case .reset: 0x43
        }
    }

    /// The signal as a frame of its stream.
    func frame(id: UInt32) -> Frame {
        switch self {
        case .data(let bytes), .errors(let bytes):
            return Frame(tag: tag, id: id, payload: bytes)
        case .credit(let count):
            var writer = WireWriter(capacity: 4)
            writer.write(count)
            return Frame(tag: tag, id: id, payload: writer.bytes[...])
        case .finish, .reset:
            return Frame(tag: tag, id: id, payload: [])
        }
    }

    /// Understands a frame about a stream; nil when it is about something else.
    init?(_ frame: Frame) throws(WireError) {
        switch frame.tag {
        case StreamSignal.dataTag: self = .data(frame.payload)
        case StreamSignal.errorsTag: self = .errors(frame.payload)
        case 0x41:
            var reader = WireReader(frame.payload)
            self = .credit(try reader.read())
            try reader.finish()
        case 0x42: self = .finish
        case 0x43: self = .reset
        default: return nil
        }
    }
}
