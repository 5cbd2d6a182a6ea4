/// Reads values off a payload in the order they were written.
struct WireReader {
    private var rest: ArraySlice<UInt8>

    /// Starts at the beginning of a payload.
    init(_ payload: ArraySlice<UInt8>) {
        rest = payload
    }

    /// How many bytes are left.
    var remaining: Int { rest.count }

    /// Takes one byte.
    mutating func readByte() throws(WireError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw .truncated }
        return byte
    }

    /// Takes an integer of the given width.
    mutating func readInteger<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(WireError) -> Value {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { throw .truncated }
        var value: Value = 0
        for byte in rest.prefix(size).reversed() {
            value = (value << 8) | Value(truncatingIfNeeded: byte)
        }
        rest.removeFirst(size)
        return value
    }

    /// Takes bytes written with their count.
    mutating func readBytes() throws(WireError) -> ArraySlice<UInt8> {
        let count = Int(try readInteger(UInt32.self))
        guard count <= rest.count else { throw .truncated }
        defer { rest.removeFirst(count) }
        return rest.prefix(count)
    }

    /// Takes a value in its own form.
    mutating func read<Value: WireValue>(_ type: Value.Type = Value.self) throws(WireError) -> Value
    {
        try Value(from: &self)
    }

    /// Checks that the message used up its payload.
    func finish() throws(WireError) {
        guard rest.isEmpty else { throw .trailingBytes(rest.count) }
    }
}
