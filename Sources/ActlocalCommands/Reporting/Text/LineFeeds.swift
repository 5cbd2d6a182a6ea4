/// Counts line feeds, eight bytes at a time.
enum LineFeeds {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// How many there are.
    static func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let words = UnsafeRawBufferPointer(bytes)
        var (count, index) = (0, 0)
        while index &+ 8 <= bytes.count {
            let word = words.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let difference = word ^ (ones &* 0x0A)
            // The top bit of each byte that equals the line feed, added up by a multiplication.
            let hits = ~(((difference & lowBits) &+ lowBits) | difference | lowBits)
            count &+= Int(truncatingIfNeeded: ((hits &>> 7) &* ones) &>> 56)
            index &+= 8
        }
        while index < bytes.count {
            count &+= bytes[index] == 0x0A ? 1 : 0
            index &+= 1
        }
        return count
    }
}
