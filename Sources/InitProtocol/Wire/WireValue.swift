/// A value with a form on the wire.
protocol WireValue {
    /// Appends the value.
    func encode(to writer: inout WireWriter)
    /// Takes the value.
    init(from reader: inout WireReader) throws(WireError)
}

extension WireValue where Self: FixedWidthInteger {
    /// Appends the integer, little-endian.
    func encode(to writer: inout WireWriter) {
        withUnsafeBytes(of: littleEndian) { writer.writeRest($0) }
    }

    /// Takes the integer, little-endian.
    init(from reader: inout WireReader) throws(WireError) {
        self = try reader.readInteger(Self.self)
    }
}

extension UInt16: WireValue {}
extension UInt32: WireValue {}
extension UInt64: WireValue {}
extension Int32: WireValue {}
extension Int64: WireValue {}

extension Bool: WireValue {
    /// Appends 1 for true, 0 for false.
    func encode(to writer: inout WireWriter) {
        writer.write(self ? UInt8(1) : 0)
    }

    /// Takes one byte; anything but 0 is true.
    init(from reader: inout WireReader) throws(WireError) {
        self = try reader.readByte() != 0
    }
}

extension String: WireValue {
    /// Appends the UTF-8 bytes after their count.
    func encode(to writer: inout WireWriter) {
        writer.writeBytes(utf8)
    }

    /// Takes UTF-8 bytes after their count, repairing what is no UTF-8.
    init(from reader: inout WireReader) throws(WireError) {
        self = String(decoding: try reader.readBytes(), as: UTF8.self)
    }
}

extension Duration: WireValue {
    /// Appends the length in whole nanoseconds.
    func encode(to writer: inout WireWriter) {
        let (seconds, attoseconds) = components
        writer.write(
            seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue
                &+ attoseconds / 1_000_000_000
        )
    }

    /// Takes a length in whole nanoseconds.
    init(from reader: inout WireReader) throws(WireError) {
        self = .nanoseconds(try reader.readInteger(Int64.self))
    }
}

extension Optional: WireValue where Wrapped: WireValue {
    /// Appends a flag, then the value if there is one.
    func encode(to writer: inout WireWriter) {
        writer.write(self != nil)
        if let self { writer.write(self) }
    }

    /// Takes a flag, then the value if there is one.
    init(from reader: inout WireReader) throws(WireError) {
        self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
    }
}

extension Array: WireValue where Element: WireValue {
    /// Appends the elements after their count.
    func encode(to writer: inout WireWriter) {
        writer.write(UInt32(count))
        for element in self { writer.write(element) }
    }

    /// Takes the elements after their count.
    init(from reader: inout WireReader) throws(WireError) {
        let count = Int(try reader.readInteger(UInt32.self))
        guard count <= reader.remaining else { throw .truncated }
        self = []
        reserveCapacity(Swift.min(count, 1024))
        for _ in 0..<count { append(try reader.read(Element.self)) }
    }
}

extension Dictionary: WireValue where Key == String, Value == String {
    /// Appends the pairs by name, so that equal dictionaries have equal bytes.
    func encode(to writer: inout WireWriter) {
        writer.write(UInt32(count))
        for (name, value) in sorted(by: { $0.key < $1.key }) {
            writer.write(name)
            writer.write(value)
        }
    }

    /// Takes pairs; of a repeated name the last counts.
    init(from reader: inout WireReader) throws(WireError) {
        let count = Int(try reader.readInteger(UInt32.self))
        guard count <= reader.remaining else { throw .truncated }
        self = [:]
        for _ in 0..<count {
            let name = try reader.read(String.self)
            self[name] = try reader.read(String.self)
        }
    }
}
