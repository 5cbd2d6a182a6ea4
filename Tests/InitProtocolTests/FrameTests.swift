import InitProtocol
import Testing

@Suite("Frames")
struct FrameTests {
    private let frames = [
        InitRequest.ping.frame(id: 1),
        InitRequest.stream(.data([1, 2, 3, 0, 255])).frame(id: 0xFFFF_FFFF),
        InitReply.failed(.unknownUser("é")).frame(id: 7),
        InitReply.stream(.finish).frame(id: 9),
        InitReply.text(String(repeating: "x", count: 100_000)).frame(id: 2),
    ]

    private func decode(_ bytes: [UInt8], cuts: [Int]) throws -> [Frame] {
        var decoder = FrameDecoder()
        var found: [Frame] = []
        var start = 0
        for end in cuts + [bytes.count] where end > start {
            decoder.append(Array(bytes[start..<end]))
            start = end
            while let frame = try decoder.next() { found.append(frame) }
        }
        #expect(decoder.isAtFrameEnd)
        return found
    }

    @Test("frames come out as they went in, whole and byte by byte")
    func wholeAndByteByByte() throws {
        let bytes = frames.flatMap(\.encoded)
        #expect(try decode(bytes, cuts: []) == frames)
        #expect(try decode(bytes, cuts: Array(0..<bytes.count)) == frames)
    }

    @Test("frames survive any cut", arguments: 0..<40)
    func randomCuts(seed: Int) throws {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let bytes = frames.flatMap(\.encoded)
        let cuts = (0..<next(50)).map { _ in next(bytes.count) }.sorted()
        #expect(try decode(bytes, cuts: cuts) == frames)
    }

    @Test("a length out of bounds is refused before anything is kept for it")
    func lengths() {
        for length: UInt32 in [0, 4, 0xFFFF_FFFF, UInt32(Frame.payloadLimit + 6)] {
            var decoder = FrameDecoder()
            let header = (0..<4).map { UInt8(truncatingIfNeeded: length >> UInt32($0 * 8)) }
            decoder.append(header + [1, 0, 0, 0, 0])
            #expect(throws: WireError.frameSize(Int(length))) { try decoder.next() }
        }
    }

    @Test("a frame of an unknown kind is told by its tag, one with too much by the rest")
    func unknown() {
        #expect(throws: WireError.unknownTag(0x7F)) {
            try InitRequest(Frame(tag: 0x7F, id: 1, payload: []))
        }
        #expect(throws: WireError.unknownTag(0x03)) {
            try InitReply(Frame(tag: 0x03, id: 1, payload: []))
        }
        var long = InitRequest.ping.frame(id: 1)
        long.payload = [1, 2]
        #expect(throws: WireError.trailingBytes(2)) { try InitRequest(long) }
    }
}
