/// Finds the lines of a block that may hold a workflow command, without reading the others.
enum CandidateLine {
    /// The next such line at or after `start`, without its LF.
    ///
    /// - Parameters:
    ///   - block: Whole lines, each ended by LF.
    ///   - start: The beginning of a line.
    /// - Returns: The line's range; nil when the rest of the block is plain.
    static func next(in block: ArraySlice<UInt8>, from start: Int) -> Range<Int>? {
        block.withUnsafeBufferPointer { bytes in
            let base = block.startIndex
            guard let line = next(in: bytes, from: start - base) else { return nil }
            return line.lowerBound + base..<line.upperBound + base
        }
    }

    private static func next(
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Range<Int>? {
        var lineStart = start
        var isRejected = false
        var searched = start
        while let marker = ByteScan.firstMarker(in: bytes, from: searched) {
            if let lineFeed = bytes[searched..<marker].lastIndex(of: .lineFeed) {
                lineStart = lineFeed + 1
                isRejected = false
            }
            let isBracketed = bytes[marker] == UInt8(ascii: "#")
            if isBracketed || (!isRejected && mayBeBlank(bytes[lineStart..<marker])) {
                let end = ByteScan.firstIndex(of: .lineFeed, in: bytes, from: marker)
                return lineStart..<(end ?? bytes.count)
            }
            isRejected = true
            searched = marker + 1
        }
        return nil
    }

    /// Whether the bytes before `::` may be white space only; Unicode's is not looked at here.
    private static func mayBeBlank(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        bytes.allSatisfy { $0.isASCIIWhitespace || $0 >= 0x80 }
    }
}
