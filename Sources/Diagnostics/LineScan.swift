/// The lines of a text, which is read as far as they are asked for.
///
/// A line ends at LF, CR or CR LF, as editors count.
struct LineScan {
    private let text: String
    /// The UTF-8 offsets at which lines start, as far as they are known.
    private var starts = [0]
    /// How many bytes were looked at.
    private var scanned = 0

    /// Prepares to read a text.
    init(_ text: String) {
        self.text = text
    }

    /// The 1-based line `number` without its line break, or nil past the end.
    mutating func line(_ number: Int) -> Substring? {
        guard number >= 1 else {
            return nil
        }
        scan(to: number)
        guard number <= starts.count else {
            return nil
        }
        let utf8 = text.utf8
        let from = utf8.index(utf8.startIndex, offsetBy: starts[number - 1])
        let end = number < starts.count ? starts[number] : utf8.count
        let line = text[from..<utf8.index(utf8.startIndex, offsetBy: end)]
        return line.trimmingLineBreak
    }

    /// Reads on until it is known where a line ends.
    private mutating func scan(to line: Int) {
        guard starts.count <= line else {
            return
        }
        var text = text
        text.withUTF8 { bytes in
            while scanned < bytes.count, starts.count <= line {
                let byte = bytes[scanned]
                scanned += 1
                let isLoneReturn =
                    byte == UInt8(ascii: "\r")
                    && (scanned == bytes.count || bytes[scanned] != UInt8(ascii: "\n"))
                if byte == UInt8(ascii: "\n") || isLoneReturn {
                    starts.append(scanned)
                }
            }
        }
    }
}

extension Substring {
    fileprivate var trimmingLineBreak: Substring {
        var bytes = utf8
        if bytes.last == UInt8(ascii: "\n") {
            bytes = bytes.dropLast()
        }
        if bytes.last == UInt8(ascii: "\r") {
            bytes = bytes.dropLast()
        }
        return Substring(bytes)
    }
}
