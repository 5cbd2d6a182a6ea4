/// A needle that is in the table by its prefix only, and how it is compared in linear time.
struct LongNeedle: Sendable {
    /// Up to this length each place is compared from its start; the cost is bounded anyway.
    private static let simpleLength = 64

    /// The needle's bytes.
    let bytes: [UInt8]
    /// Per position, how much of the needle's beginning repeats there (Z function); empty for a
    /// needle that is compared from its start.
    private let repeats: [Int32]

    /// Prepares a needle.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        repeats = bytes.count > Self.simpleLength ? Self.repeats(of: bytes) : []
    }

    /// How many bytes of the needle match at `start`.
    ///
    /// - Parameters:
    ///   - text: The bytes that are searched.
    ///   - start: Where the needle's prefix was seen; later calls come with later places.
    ///   - window: The place of the match that reaches furthest; what lies in it is not compared
    ///     again, or a periodic needle would cost its length at each byte.
    /// - Returns: A number up to the needle's length; less when the text ends.
    func matchLength(
        in text: UnsafeBufferPointer<UInt8>,
        at start: Int,
        window: inout Range<Int>
    ) -> Int {
        var length = min(MaskAutomaton.prefixLength, text.count - start)
        if !repeats.isEmpty, start < window.upperBound {
            let known = window.upperBound - start
            let repeated = Int(repeats[start - window.lowerBound])
            guard repeated >= known else { return repeated }
            length = known
        }
        bytes.withUnsafeBufferPointer { bytes in
            let end = min(bytes.count, text.count - start)
            while length < end, bytes[length] == text[start + length] {
                length += 1
            }
        }
        if start + length > window.upperBound {
            window = start..<start + length
        }
        return length
    }

    private static func repeats(of bytes: [UInt8]) -> [Int32] {
        var repeats = [Int32](repeating: 0, count: bytes.count)
        repeats[0] = Int32(bytes.count)
        var window = 0..<0
        for position in 1..<bytes.count {
            var length = 0
            if position < window.upperBound {
                let known = Int(repeats[position - window.lowerBound])
                length = min(window.upperBound - position, known)
            }
            while position + length < bytes.count, bytes[length] == bytes[position + length] {
                length += 1
            }
            repeats[position] = Int32(length)
            if position + length > window.upperBound {
                window = position..<position + length
            }
        }
        return repeats
    }
}
