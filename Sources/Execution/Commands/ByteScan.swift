/// Searches bytes eight at a time.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// The first position at or after `start` of a byte.
    static func firstIndex(
        of byte: UInt8,
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int = 0
    ) -> Int? {
        let pattern = ones &* UInt64(byte)
        var index = start
        while index &+ 8 <= bytes.count {
            let hits = equalBytes(load(bytes, index), pattern)
            if hits != 0 {
                return index &+ hits.trailingZeroBitCount &>> 3
            }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index &+= 1
        }
        return nil
    }

    /// The first position at or after `start` of `::` or `##[`, where a workflow command may be.
    static func firstMarker(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let colons = ones &* 0x3A
        let hashes = ones &* 0x23
        var index = start
        while index &+ 9 <= bytes.count {
            let here = load(bytes, index)
            let next = load(bytes, index &+ 1)
            var hits = equalBytes(here, colons) & equalBytes(next, colons)
            hits |= equalBytes(here, hashes) & equalBytes(next, hashes)
            if hits != 0, let marker = marker(in: bytes, index..<index &+ 8) {
                return marker
            }
            index &+= 8
        }
        return marker(in: bytes, index..<max(index, bytes.count))
    }

    private static func marker(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        range.first { index in
            guard index + 1 < bytes.count else { return false }
            if bytes[index] == 0x3A { return bytes[index + 1] == 0x3A }
            guard bytes[index] == 0x23, bytes[index + 1] == 0x23 else { return false }
            return index + 2 < bytes.count && bytes[index + 2] == 0x5B
        }
    }

    @inline(__always)
    private static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
        UnsafeRawBufferPointer(bytes)
            .loadUnaligned(fromByteOffset: index, as: UInt64.self)
            .littleEndian
    }

    /// The top bit of each byte that equals the pattern's.
    @inline(__always)
    private static func equalBytes(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & lowBits) &+ lowBits) | difference | lowBits)
    }
}
