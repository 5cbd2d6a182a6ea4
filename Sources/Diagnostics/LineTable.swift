/// Where the lines of a text start, to find positions without reading the text again.
///
/// A line ends at LF, CR or CR LF, as editors count.
package struct LineTable: Sendable {
    /// The UTF-8 offset at which each line starts; the first is 0.
    private let starts: [Int]
    private let count: Int

    /// Reads the line starts of a text.
    package init(_ text: String) {
        var starts = [0]
        var text = text
        let count = text.withUTF8 { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                let isLoneReturn =
                    byte == UInt8(ascii: "\r")
                    && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
                if byte == UInt8(ascii: "\n") || isLoneReturn {
                    starts.append(index + 1)
                }
            }
            return bytes.count
        }
        self.starts = starts
        self.count = count
    }

    /// The position of a UTF-8 offset; an offset past the end is moved to it.
    package func position(atOffset offset: Int, in text: String) -> SourcePosition {
        let offset = min(max(offset, 0), count)
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset {
                low = middle
            } else {
                high = middle
            }
        }
        let utf8 = text.utf8
        let from = utf8.index(utf8.startIndex, offsetBy: starts[low])
        let before = utf8[from..<utf8.index(utf8.startIndex, offsetBy: offset)]
        let scalars = before.reduce(into: 0) { total, byte in
            total += byte & 0xC0 == 0x80 ? 0 : 1
        }
        return SourcePosition(line: low + 1, column: scalars + 1, offset: offset)
    }
}
