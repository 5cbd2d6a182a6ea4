// Texts compared by their bytes, without making a string of them first.
extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes.
    func equals(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else {
            return false
        }
        let left = UnsafeRawBufferPointer(self)
        let right = UnsafeRawBufferPointer(other)
        var index = 0
        while index + 8 <= count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) {
                return false
            }
            index += 8
        }
        while index < count {
            if left[index] != right[index] {
                return false
            }
            index += 1
        }
        return true
    }

    /// A number that equal bytes share, eight bytes at a time.
    func number(seed: UInt64) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(self)
        var number = seed ^ UInt64(truncatingIfNeeded: count)
        var index = 0
        while index + 8 <= count {
            number ^= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            number = (number ^ (number >> 32)) &* 0x9E37_79B9_7F4A_7C15
            index += 8
        }
        var rest: UInt64 = 0
        while index < count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        number = (number ^ rest ^ (number >> 32)) &* 0x9E37_79B9_7F4A_7C15
        return number ^ (number >> 29)
    }
}

extension String {
    /// Whether the text has exactly these bytes.
    func isWritten(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == bytes.count else {
            return false
        }
        return utf8.withContiguousStorageIfAvailable { $0.equals(bytes) }
            ?? utf8.elementsEqual(bytes)
    }
}
