import Diagnostics

/// Counts lines and columns from the start of a scalar on, so that what stands before it, be it a
/// very long line, is not read again.
struct PositionCounter {
    private let bytes: [UInt8]
    private let base: Int
    private var index = 0
    private var line: Int
    private var column: Int

    /// Starts at the first of some bytes, which stand at a position and an offset of the file.
    init(_ bytes: [UInt8], from start: SourcePosition, offset: Int) {
        self.bytes = bytes
        base = offset
        line = start.line
        column = start.column
    }

    /// The places before and after the character at an offset, which lies no further up than that
    /// of the call before; an end past `last` is moved to it.
    mutating func character(
        at offset: Int,
        notPast last: Int
    ) -> (start: SourcePosition, end: SourcePosition) {
        while index < min(offset, bytes.count) { step() }
        let start = position
        var ahead = self
        ahead.step()
        while ahead.index < bytes.count, bytes[ahead.index] & 0xC0 == 0x80 { ahead.step() }
        return (start, ahead.index <= max(last, offset) ? ahead.position : start)
    }

    private var position: SourcePosition {
        SourcePosition(line: line, column: column, offset: base + index)
    }

    private mutating func step() {
        guard index < bytes.count else { return }
        let byte = bytes[index]
        let next = index + 1 < bytes.count ? bytes[index + 1] : nil
        index += 1
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && next != UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if next.map({ $0 & 0xC0 != 0x80 }) ?? true {
            // Columns count characters: one is over with its last byte.
            column += 1
        }
    }
}
