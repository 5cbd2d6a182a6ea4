import CLibYAML
import Diagnostics

/// Turns libyaml's marks, which count characters, into positions with UTF-8 offsets.
///
/// In an ASCII text both are the same. In another, every 256th character's offset is kept, so that
/// a mark costs a scan of at most that many characters.
struct PositionIndex {
    /// The UTF-8 text without its byte order mark; valid while the parse runs.
    let bytes: UnsafeBufferPointer<UInt8>
    /// The path every span carries.
    let path: SourcePath
    /// The lines and bytes of the file before `bytes`.
    private let before: (lines: Int, bytes: Int)
    private let checkpoints: [Int]
    private let isASCII: Bool
    /// Set when the text has a line break that libyaml counts and editors do not.
    private let lines: LineTable?
    private let text: String

    private static let stride = 256

    /// Prepares the positions of an ASCII text that is read in the place of a file's end.
    init(_ part: UnsafeBufferPointer<UInt8>, of file: SourceFile, after: (lines: Int, bytes: Int)) {
        before = after
        bytes = part
        path = SourcePath(file.path)
        text = file.text
        isASCII = true
        checkpoints = []
        lines = nil
    }

    /// Prepares the positions of a text, of which it may be known that it is ASCII.
    init(_ whole: UnsafeBufferPointer<UInt8>, file: SourceFile, knownASCII: Bool = false) {
        let hasOrderMark = whole.starts(with: [0xEF, 0xBB, 0xBF])
        before = (0, hasOrderMark ? 3 : 0)
        bytes = UnsafeBufferPointer(rebasing: whole[before.bytes...])
        path = SourcePath(file.path)
        text = file.text
        isASCII = knownASCII || Self.isASCII(bytes)
        if isASCII {
            checkpoints = []
            lines = nil
        } else {
            checkpoints = Self.checkpoints(bytes)
            lines = Self.hasForeignLineBreak(bytes) ? LineTable(file.text) : nil
        }
    }

    /// The position of a mark.
    func position(_ mark: yaml_mark_t) -> SourcePosition {
        guard !isASCII else {
            return SourcePosition(
                line: mark.line + 1 + before.lines,
                column: mark.column + 1,
                offset: min(mark.index, bytes.count) + before.bytes
            )
        }
        let offset = offset(ofCharacter: mark.index) + before.bytes
        if let lines {
            return lines.position(atOffset: offset, in: text)
        }
        return SourcePosition(line: mark.line + 1, column: mark.column + 1, offset: offset)
    }

    /// The end of the text, before blanks and empty lines, for a mark that is not before it; else
    /// nil.
    func textEnd(before mark: yaml_mark_t) -> SourcePosition? {
        var end = bytes.count
        while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
        return end > 0 && position(mark).offset >= end + before.bytes
            ? position(atOffset: end) : nil
    }

    /// The position of an offset in `bytes`, found by counting from the start.
    func position(atOffset offset: Int) -> SourcePosition {
        LineTable(text).position(atOffset: offset + before.bytes, in: text)
    }

    /// The span between two marks.
    func span(_ start: yaml_mark_t, _ end: yaml_mark_t) -> SourceSpan {
        SourceSpan(path: path, start: position(start), end: position(end))
    }

    /// The positions of two marks.
    func place(
        _ start: yaml_mark_t,
        _ end: yaml_mark_t
    ) -> (start: SourcePosition, end: SourcePosition) {
        (position(start), position(end))
    }

    /// The place of a block scalar, whose end mark stands after its trailing blank lines.
    func blockScalar(
        _ start: yaml_mark_t,
        _ end: yaml_mark_t
    ) -> (start: SourcePosition, end: SourcePosition) {
        let first = position(start)
        let mark = position(end)
        let lowest = first.offset - before.bytes
        var offset = mark.offset - before.bytes
        var line = mark.line
        while offset > lowest, bytes[offset - 1] <= 0x20 {
            offset -= 1
            let isBreak = bytes[offset] == UInt8(ascii: "\n")
            let isLoneReturn =
                bytes[offset] == UInt8(ascii: "\r")
                && (offset + 1 == bytes.count || bytes[offset + 1] != UInt8(ascii: "\n"))
            line -= isBreak || isLoneReturn ? 1 : 0
        }
        var column = 1
        var scan = offset
        while scan > 0, bytes[scan - 1] != UInt8(ascii: "\n"), bytes[scan - 1] != UInt8(ascii: "\r")
        {
            scan -= 1
            column += bytes[scan] & 0xC0 == 0x80 ? 0 : 1
        }
        return (
            first,
            SourcePosition(line: line, column: column, offset: offset + before.bytes)
        )
    }

    /// Whether no byte stands for a part of a character.
    static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        typealias Block = SIMD4<UInt64>
        let bytes = UnsafeRawBufferPointer(text)
        let size = MemoryLayout<Block>.size
        var index = 0
        while index + size <= bytes.count {
            let block = bytes.loadUnaligned(fromByteOffset: index, as: Block.self)
            guard (block[0] | block[1] | block[2] | block[3]) & 0x8080_8080_8080_8080 == 0 else {
                return false
            }
            index += size
        }
        return bytes[index...].allSatisfy { $0 < 0x80 }
    }

    private func offset(ofCharacter index: Int) -> Int {
        let slot = min(index / Self.stride, checkpoints.count - 1)
        var offset = checkpoints[slot]
        var remaining = index - slot * Self.stride
        while remaining > 0, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 {
                offset += 1
            }
            remaining -= 1
        }
        return offset
    }

    private static func checkpoints(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        var checkpoints: [Int] = []
        var character = 0
        for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
            if character.isMultiple(of: stride) {
                checkpoints.append(offset)
            }
            character += 1
        }
        return checkpoints
    }

    /// Whether U+0085, U+2028 or U+2029 stands in the text.
    private static func hasForeignLineBreak(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for offset in bytes.indices.dropLast() {
            if bytes[offset] == 0xC2, bytes[offset + 1] == 0x85 {
                return true
            }
            if bytes[offset] == 0xE2, bytes[offset + 1] == 0x80, offset + 2 < bytes.count,
                bytes[offset + 2] | 1 == 0xA9
            {
                return true
            }
        }
        return false
    }
}
