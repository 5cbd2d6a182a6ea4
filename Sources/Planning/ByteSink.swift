/// Bytes that are written one after the other into room that grows.
///
/// Plainer than an array, which asks before each piece whether anybody else holds it: a large plan
/// is half a million pieces.
struct ByteSink: ~Copyable {
    private var room: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// Starts with room for so many bytes.
    init(capacity: Int) {
        room = .allocate(capacity: max(64, capacity))
    }

    deinit {
        room.deallocate()
    }

    /// What was written.
    var bytes: [UInt8] { Array(room[..<count]) }

    /// Forgets what was written and keeps the room.
    mutating func clear() { count = 0 }

    /// Writes one byte.
    @inline(__always)
    mutating func write(_ byte: UInt8) {
        if count == room.count { grow(by: 1) }
        room[count] = byte
        count += 1
    }

    /// Writes bytes.
    @inline(__always)
    mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        if room.count - count < bytes.count { grow(by: bytes.count) }
        room.baseAddress?.advanced(by: count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// Writes a text of the program.
    @inline(__always)
    mutating func write(_ text: StaticString) {
        write(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a text.
    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write($0) }
    }

    /// Writes a number in decimal digits.
    mutating func write(_ number: Int) {
        guard (0..<1_000_000).contains(number) else {
            write(String(number))
            return
        }
        var divisor = 1
        while divisor * 10 <= number { divisor *= 10 }
        while divisor > 0 {
            write(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(2 * room.count, count + more)
        )
        _ = larger.update(fromContentsOf: room[..<count])
        room.deallocate()
        room = larger
    }
}
