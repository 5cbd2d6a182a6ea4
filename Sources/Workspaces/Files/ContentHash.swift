/// A 64-bit FNV-1a hash: stable between runs, for names and for telling trees apart in tests.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
struct ContentHash: Sendable, Hashable {
    /// The hash of what was added so far.
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds bytes.
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Sixteen hex digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
