/// Appends values to a payload, little-endian and length-prefixed.
struct WireWriter {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Makes an empty payload with room for `capacity` bytes.
    init(capacity: Int = 64) {
        bytes.reserveCapacity(capacity)
    }

    /// Appends one byte.
    mutating func write(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// Appends bytes without their count: only for the last field of a message.
    mutating func writeRest(_ rest: some Sequence<UInt8>) {
        bytes.append(contentsOf: rest)
    }

    /// Appends bytes after their count.
    mutating func writeBytes(_ data: some Collection<UInt8>) {
        write(UInt32(data.count))
        bytes.append(contentsOf: data)
    }

    /// Appends a value in its own form.
    mutating func write(_ value: some WireValue) {
        value.encode(to: &self)
    }
}
