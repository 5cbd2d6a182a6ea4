/// Bytes with ranges replaced by `***`; ranges that overlap or touch become one.
struct MaskedBytes {
    /// The result.
    private(set) var bytes: [UInt8] = []
    /// How far past the end the last mask reaches, when the result ends with a mask.
    private(set) var openMask: Int?

    /// Replaces the ranges in all bytes.
    init(_ source: UnsafeBufferPointer<UInt8>, _ ranges: [Range<Int>]) {
        self.init(source, ranges, upTo: source.count, openMask: nil)
    }

    /// Replaces the ranges in the bytes before `end`.
    ///
    /// - Parameters:
    ///   - source: The bytes.
    ///   - ranges: What to replace; ranges at or after `end` are left out.
    ///   - end: Where to stop.
    ///   - openMask: How many leading bytes a mask shown earlier covers; nil when none was.
    init(
        _ source: UnsafeBufferPointer<UInt8>,
        _ ranges: [Range<Int>],
        upTo end: Int,
        openMask: Int?
    ) {
        bytes.reserveCapacity(end)
        var position = 0
        var masked: Int? = openMask
        for range in Self.sorted(ranges) where range.lowerBound < end {
            if let covered = masked, range.lowerBound <= covered {
                masked = max(covered, range.upperBound)
                continue
            }
            position = masked ?? position
            bytes.append(contentsOf: source[position..<range.lowerBound])
            bytes.append(contentsOf: [.asterisk, .asterisk, .asterisk])
            masked = range.upperBound
        }
        position = masked ?? position
        if position < end {
            bytes.append(contentsOf: source[position..<end])
            self.openMask = nil
        } else {
            self.openMask = masked.map { $0 - end }
        }
    }

    /// Hands the result out without a copy.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Ranges by start; they come in the order of recognition, which is nearly sorted.
    private static func sorted(_ ranges: [Range<Int>]) -> [Range<Int>] {
        let inOrder = zip(ranges, ranges.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound }
        return inOrder ? ranges : ranges.sorted { $0.lowerBound < $1.lowerBound }
    }
}
