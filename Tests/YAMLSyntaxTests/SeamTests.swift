import Testing

@testable import YAMLSyntax

@Suite("the middle of a long text")
struct SeamTests {
    /// The line breaks of an ASCII text, counted one by one.
    private static func breaks(_ bytes: [UInt8]) -> Int {
        let (feed, lone) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        return bytes.indices.count { index in
            let isPair = index + 1 < bytes.count && bytes[index + 1] == feed
            return bytes[index] == feed || bytes[index] == lone && !isPair
        }
    }

    @Test(
        "line breaks are counted in texts of any length",
        arguments: ["\n", "\n\n\n", "a\n", "\r\n", "a\r", "\r", "ab\rc\n\r\nd", "abc"]
    )
    func lineBreaks(pattern: String) {
        let pattern = Array(pattern.utf8)
        // More lines in one lane than a byte can count, and ends at and beside whole blocks.
        for count in [0, 1, 31, 32, 33, 8_159, 8_160, 8_161, 20_000] {
            let bytes = (0..<count).map { pattern[$0 % pattern.count] }
            let counted = bytes.withUnsafeBufferPointer { Seam.lineBreaks($0) }
            #expect(counted == Self.breaks(bytes), "\(count) bytes")
        }
    }

    @Test("a byte outside ASCII is found wherever it stands")
    func outsideASCII() {
        for count in 0..<100 {
            var bytes = [UInt8](repeating: 0x7F, count: count)
            #expect(bytes.withUnsafeBufferPointer { PositionIndex.isASCII($0) })
            for index in 0..<count {
                bytes[index] = 0x80
                #expect(!bytes.withUnsafeBufferPointer { PositionIndex.isASCII($0) })
                bytes[index] = 0x7F
            }
        }
    }
}
