/// Turns the line endings of a stream into LF.
struct LineEndings: Sendable, Hashable {
    private let loneCarriageReturn: LineSplitter.LoneCarriageReturn
    /// Whether the last byte seen was a CR; `.stays` holds it back, `.endsLine` has delivered it.
    private var endedWithCarriageReturn = false

    /// Starts before the first byte.
    init(loneCarriageReturn: LineSplitter.LoneCarriageReturn) {
        self.loneCarriageReturn = loneCarriageReturn
    }

    /// The bytes with every line ending as LF; the slice itself when it holds no CR.
    mutating func normalise(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard !bytes.isEmpty else { return bytes }
        let hasCarriageReturn = bytes.withUnsafeBufferPointer {
            ByteScan.firstIndex(of: .carriageReturn, in: $0) != nil
        }
        guard hasCarriageReturn || endedWithCarriageReturn else { return bytes }
        return rewrite(bytes)[...]
    }

    /// What was held back.
    mutating func finish() -> ArraySlice<UInt8> {
        defer { endedWithCarriageReturn = false }
        guard loneCarriageReturn == .stays, endedWithCarriageReturn else { return [] }
        return [.carriageReturn]
    }

    private mutating func rewrite(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 1)
        var follows = endedWithCarriageReturn
        for byte in bytes {
            switch loneCarriageReturn {
            case .stays:
                if follows, byte != .lineFeed { result.append(.carriageReturn) }
                if byte != .carriageReturn { result.append(byte) }
            case .endsLine:
                if byte == .carriageReturn {
                    result.append(.lineFeed)
                } else if !(follows && byte == .lineFeed) {
                    result.append(byte)
                }
            }
            follows = byte == .carriageReturn
        }
        endedWithCarriageReturn = follows
        return result
    }
}
