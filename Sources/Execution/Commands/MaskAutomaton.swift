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
    static let prefixLength = 8

    /// What a scan found.
    struct Findings {
        /// The occurrences, in the order of where they were recognised.
        var ranges: [Range<Int>] = []
        /// Where the first needle begins that the end of the bytes cut off; nil for none.
        var openStart: Int?
    }

    private let tables: MaskTables
    private let longNeedles: [LongNeedle]

    /// Compiles the needles; empty ones are ignored.
    init(_ needles: some Sequence<[UInt8]>) {
        var builder = MaskTables.Builder()
        var longNeedles: [LongNeedle] = []
        let usable = needles.filter { !$0.isEmpty }
        builder.assignClasses(usable)
        for needle in usable {
            if needle.count > Self.prefixLength {
                builder.insertPrefix(needle.prefix(Self.prefixLength), of: longNeedles.count)
                longNeedles.append(LongNeedle(needle))
            } else {
                builder.insert(needle)
            }
        }
        self.longNeedles = longNeedles
        tables = builder.build(usable)
    }

    /// How many bytes of an interrupted needle wait at most for the rest of it.
    private static let longestWait = 64 * 1024

    /// Scans bytes for all needles, in time linear in their number; also for those that escape
    /// sequences or control characters interrupt.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Findings {
        guard !tables.isEmpty else { return Findings() }
        var findings = scan(exactly: bytes)
        guard let visible = VisibleBytes(bytes) else { return findings }
        let seen = visible.bytes.withUnsafeBufferPointer { scan(exactly: $0) }
        findings.ranges += seen.ranges.flatMap(visible.places)
        // What is open may be the end of a secret that was found: it waits with all of it.
        let open = seen.openStart.map { start in
            seen.ranges.filter { $0.contains(start) }.map(\.lowerBound).min() ?? start
        }
        if let open = open.map({ visible.places[$0] }),
            bytes.count - open <= Self.longestWait
        {
            findings.openStart = min(findings.openStart ?? open, open)
        }
        return findings
    }

    private func scan(exactly bytes: UnsafeBufferPointer<UInt8>) -> Findings {
        var findings = Findings()
        var windows: [Int: Range<Int>] = [:]
        let state = tables.walk(bytes) { state, end in
            let longest = tables.longestEnding(at: state)
            if longest > 0 {
                findings.ranges.append(end - longest..<end)
            }
            for needle in tables.prefixes(endingAt: state) {
                let start = end - Self.prefixLength
                let length = longNeedles[needle].matchLength(
                    in: bytes,
                    at: start,
                    window: &windows[needle, default: 0..<0]
                )
                if length == longNeedles[needle].bytes.count {
                    findings.ranges.append(start..<start + length)
                } else if start + length == bytes.count {
                    findings.openStart = min(findings.openStart ?? start, start)
                }
            }
        }
        let depth = tables.openDepth(of: state)
        if depth > 0 {
            let start = bytes.count - depth
            findings.openStart = min(findings.openStart ?? start, start)
        }
        return findings
    }
}
