import Testing

@testable import Execution

@Suite("Finding needles")
struct MaskAutomatonTests {
    @Test(
        "random needles in random text are found as a naive search finds them",
        arguments: 1...150
    )
    func agreesWithNaiveSearch(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = seed.isMultiple(of: 2) ? [0x61, 0x62] : [0x61, 0x62, 0xC3, 0x0A]
        let needles = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
            random(1...(seed.isMultiple(of: 3) ? 40 : 6), alphabet, &generator)
        }
        let text = random(0...600, alphabet, &generator)
        let ranges = text.withUnsafeBufferPointer { MaskAutomaton(needles).scan($0).ranges }
        #expect(covered(ranges, text.count) == covered(naive(needles, text), text.count))
    }

    @Test("long periodic needles are found wherever they overlap", arguments: 1...15)
    func periodicNeedles(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let needles = (0..<3).map { _ in
            let period = random(1...5, [0x61, 0x62], &generator)
            let count = Int.random(in: 60...150, using: &generator)
            return (0..<count).map { period[$0 % period.count] }
        }
        let text = (0..<4).flatMap { _ in
            let needle = needles.randomElement(using: &generator) ?? []
            return needle.prefix(Int.random(in: 0...needle.count, using: &generator)) + needle
        }
        let ranges = text.withUnsafeBufferPointer { MaskAutomaton(needles).scan($0).ranges }
        #expect(covered(ranges, text.count) == covered(naive(needles, text), text.count))
    }

    @Test(
        "the open start is where the first needle begins that the end cut off",
        arguments: 1...100
    )
    func openStart(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let needles = (0..<4).map { _ in random(1...30, [0x61, 0x62], &generator) }
        let text = random(0...60, [0x61, 0x62], &generator)
        let expected = text.indices.first { start in
            needles.contains { needle in
                needle.count > text.count - start && needle.starts(with: text[start...])
            }
        }
        let found = text.withUnsafeBufferPointer { MaskAutomaton(needles).scan($0).openStart }
        #expect(found == expected)
    }

    @Test("without needles nothing is found")
    func empty() {
        let text: [UInt8] = [1, 2, 3]
        for needles in [[], [[UInt8]()]] {
            let findings = text.withUnsafeBufferPointer { MaskAutomaton(needles).scan($0) }
            #expect(findings.ranges.isEmpty)
            #expect(findings.openStart == nil)
        }
    }

    private func random(
        _ count: ClosedRange<Int>,
        _ alphabet: [UInt8],
        _ generator: inout SeededGenerator
    ) -> [UInt8] {
        (0..<Int.random(in: count, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
    }

    private func naive(_ needles: [[UInt8]], _ text: [UInt8]) -> [Range<Int>] {
        needles.flatMap { needle in
            text.indices.filter { text[$0...].starts(with: needle) }
                .map { $0..<$0 + needle.count }
        }
    }

    private func covered(_ ranges: [Range<Int>], _ count: Int) -> [Bool] {
        var covered = [Bool](repeating: false, count: count)
        for index in ranges.joined() {
            covered[index] = true
        }
        return covered
    }
}
