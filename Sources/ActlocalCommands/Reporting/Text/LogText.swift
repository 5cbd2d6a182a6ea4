#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes the output of steps fit to be shown: it can neither move the cursor nor set a title.
///
/// Kept are printable text, tabs, and on a colour terminal the sequences that set colours (SGR),
/// which are ended with the line. A carriage return starts the line again, as on a terminal, so of
/// a progress bar the last state is left.
enum LogText {
    /// Calls `body` with every line of `text`, fit to be shown.
    static func forEachLine(
        of text: String,
        keepingColours: Bool,
        _ body: (Substring) -> Void
    ) {
        var text = text
        text.makeContiguousUTF8()
        let isClean = isClean(text)
        let utf8 = text.utf8
        var start = utf8.startIndex
        while true {
            let end = lineEnd(in: utf8, from: start)
            let line = text[start..<end]
            let isLineClean = isClean || Self.isClean(line)
            body(isLineClean ? line : cleaned(line, keepingColours: keepingColours)[...])
            guard end < utf8.endIndex else {
                return
            }
            start = utf8.index(after: end)
        }
    }

    /// Every line of `text` behind `start` and ended; nil where they have to be made fit first.
    static func lines(of text: String, after start: String) -> String? {
        guard isClean(text) else { return nil }
        var (text, start) = (text, start)
        return start.withUTF8 { start in
            text.withUTF8 { text in
                let count = 1 + LineFeeds.count(in: text)
                return String(
                    unsafeUninitializedCapacity: text.count + count * (start.count + 1)
                ) { room in
                    copy(text, to: room, after: start)
                }
            }
        }
    }

    private static func copy(
        _ text: UnsafeBufferPointer<UInt8>,
        to room: UnsafeMutableBufferPointer<UInt8>,
        after start: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var (from, to) = (0, 0)
        while true {
            to = room[to...].update(fromContentsOf: start)
            let rest = UnsafeBufferPointer(rebasing: text[from...])
            let end = lineEnd(in: rest)
            to = room[to...].update(fromContentsOf: rest[..<end])
            room[to] = UInt8(ascii: "\n")
            to += 1
            from += end + 1
            guard from <= text.count else { return to }
        }
    }

    private static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else {
            return bytes.count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The next line feed, found with memchr(3), or the end of the text.
    private static func lineEnd(in utf8: String.UTF8View, from start: String.Index) -> String.Index
    {
        let rest = utf8[start...]
        let offset = rest.withContiguousStorageIfAvailable(lineEnd)
        return offset.map { utf8.index(start, offsetBy: $0) } ?? rest.firstIndex(of: 0x0A)
            ?? utf8.endIndex
    }

    /// One line of output, fit to be shown.
    static func line(_ text: some StringProtocol, keepingColours: Bool) -> String {
        let text = String(text)
        return isClean(text) ? text : cleaned(text[...], keepingColours: keepingColours)
    }

    /// A name or message on one line, without colours; line breaks become blanks.
    static func oneLine(_ text: String) -> String {
        guard !isClean(text) || text.utf8.contains(UInt8(ascii: "\n")) else {
            return text
        }
        return text.split(whereSeparator: \.isNewline)
            .map { cleaned($0, keepingColours: false) }
            .joined(separator: " ")
    }

    /// Whether the text surely holds no control characters but tabs and line feeds.
    ///
    /// A byte 0xC2 may begin one of U+0080 to U+009F, of which some terminals take U+009B for the
    /// start of a sequence. There is no branch in the loop, so that it works on many bytes at once.
    private static func isClean(_ text: some StringProtocol) -> Bool {
        let marks = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.reduce(into: UInt8(0)) { marks, byte in
                let isLow: UInt8 = byte < 0x20 ? 1 : 0
                let isLineFeed: UInt8 = byte == 0x0A ? 1 : 0
                let isTab: UInt8 = byte == 0x09 ? 1 : 0
                let isDelete: UInt8 = byte == 0x7F ? 1 : 0
                let mayBeHigh: UInt8 = byte == 0xC2 ? 1 : 0
                marks |= (isLow & ~(isLineFeed | isTab)) | isDelete | mayBeHigh
            }
        }
        return marks == 0
    }

    private static func cleaned(_ line: Substring, keepingColours: Bool) -> String {
        var cleaner = LogLineCleaner(keepsColours: keepingColours)
        cleaner.read(Array(line.unicodeScalars))
        return cleaner.text
    }
}
