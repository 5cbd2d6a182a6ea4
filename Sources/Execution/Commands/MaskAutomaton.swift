/// Finds every occurrence of a set of byte strings in one pass: Aho-Corasick with a dense table.
///
/// Needles longer than `prefixLength` enter the table by their prefix only and are compared in full
/// where the prefix is seen, so that a certificate does not blow the table up. At the root a bitmap
/// of the needles' first byte pairs is tested instead of the table: bytes that begin no needle cost
/// one independent load each.
///
/// Shape: `table[state + classes[byte]]` is the next state (a row's offset); an entry with the top
/// bit set also ends at least one needle or prefix.
final class MaskAutomaton: Sendable {
    /// How much of a needle is in the table, in bytes.
    static let prefixLength = 16

    /// What a scan found.
    struct Findings {
        /// The occurrences, in the order of where they were recognised.
        var ranges: [Range<Int>] = []
        /// Where the first needle begins that the end of the bytes cut off; nil when none may go on.
        var openStart: Int?
    }

    private let tables: MaskTables
    private let longNeedles: [[UInt8]]

    /// Compiles the needles; empty ones are ignored.
    init(_ needles: some Sequence<[UInt8]>) {
        var builder = MaskTables.Builder()
        var longNeedles: [[UInt8]] = []
        let usable = needles.filter { !$0.isEmpty }
        builder.assignClasses(usable)
        for needle in usable {
            if needle.count > Self.prefixLength {
                builder.insertPrefix(needle.prefix(Self.prefixLength), of: longNeedles.count)
                longNeedles.append(needle)
            } else {
                builder.insert(needle)
            }
        }
        self.longNeedles = longNeedles
        tables = builder.build(usable)
    }

    /// Scans bytes for all needles.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Findings {
        var findings = Findings()
        guard !tables.isEmpty else { return findings }
        let state = tables.walk(bytes) { state, end in
            record(state: state, end: end, bytes, into: &findings)
        }
        let depth = tables.depth(of: state)
        if depth > 0 {
            let start = bytes.count - depth
            findings.openStart = min(findings.openStart ?? start, start)
        }
        return findings
    }

    private func record(
        state: Int,
        end: Int,
        _ bytes: UnsafeBufferPointer<UInt8>,
        into findings: inout Findings
    ) {
        let longest = tables.longestEnding(at: state)
        if longest > 0 {
            findings.ranges.append(end - longest..<end)
        }
        for needle in tables.prefixes(endingAt: state) {
            let start = end - Self.prefixLength
            let count = longNeedles[needle].count
            let compared = min(count, bytes.count - start)
            guard matches(needle, bytes, at: start, upTo: compared) else { continue }
            if compared == count {
                findings.ranges.append(start..<start + count)
            } else {
                findings.openStart = min(findings.openStart ?? start, start)
            }
        }
    }

    private func matches(
        _ needle: Int,
        _ bytes: UnsafeBufferPointer<UInt8>,
        at start: Int,
        upTo count: Int
    ) -> Bool {
        longNeedles[needle].withUnsafeBufferPointer { needle in
            var index = Self.prefixLength
            while index < count, needle[index] == bytes[start + index] {
                index += 1
            }
            return index >= count
        }
    }
}
