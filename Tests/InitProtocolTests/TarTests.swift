import InitProtocol
import Testing

@Suite("Tar archives")
struct TarTests {
    static let entries: [(TarEntry, [UInt8])] = [
        (TarEntry(path: "dir/", kind: .directory, mode: 0o755, userID: 1, groupID: 2), []),
        (
            TarEntry(
                path: "dir/file",
                kind: .file,
                mode: 0o4711,
                size: 700,
                userID: 1000,
                groupID: 3_000_000,
                modified: 1_234_567_890_123_456_789
            ),
            (0..<700).map { UInt8(truncatingIfNeeded: $0) }
        ),
        (
            TarEntry(
                path: String(repeating: "long/", count: 60) + "é",
                kind: .file,
                mode: 0o644,
                size: 512
            ),
            [UInt8](repeating: 7, count: 512)
        ),
        (
            TarEntry(
                path: "link",
                kind: .symbolicLink(String(repeating: "t/", count: 80)),
                mode: 0o777
            ),
            []
        ),
        (
            TarEntry(
                path: "hard",
                kind: .hardLink("dir/file"),
                mode: 0o644,
                modified: -1_500_000_000
            ), []
        ),
        (TarEntry(path: "empty", kind: .file, mode: 0o600), []),
    ]

    static var archive: [UInt8] {
        entries.flatMap { TarWriter.header(of: $0) + $1 + TarWriter.padding(after: $0) }
            + TarWriter.end
    }

    private func read(_ bytes: [UInt8], partSize: Int) throws -> [(TarEntry, [UInt8])] {
        var reader = TarReader()
        var found: [(TarEntry, [UInt8])] = []
        for start in stride(from: 0, to: bytes.count, by: partSize) {
            reader.append(Array(bytes[start..<min(bytes.count, start + partSize)]))
            while let item = try reader.next() {
                switch item {
                case .entry(let entry): found.append((entry, []))
                case .contents(let part): found[found.count - 1].1 += part
                case .endOfFile: break
                }
            }
        }
        try reader.finish()
        return found
    }

    @Test(
        "what the writer writes the reader reads, however it is cut",
        arguments: [1, 7, 511, 512, 1_000_000]
    )
    func roundTrip(partSize: Int) throws {
        let found = try read(TarTests.archive + [1, 2, 3], partSize: partSize)
        #expect(found.map(\.0) == TarTests.entries.map(\.0))
        #expect(found.map(\.1) == TarTests.entries.map(\.1))
    }

    @Test("a huge size is written in a record that readers understand")
    func hugeSize() throws {
        let entry = TarEntry(path: "big", kind: .file, mode: 0o644, size: 1 << 40)
        var reader = TarReader()
        reader.append(TarWriter.header(of: entry))
        #expect(try reader.next() == .entry(entry))
    }

    @Test("an archive cut anywhere is refused or incomplete, never accepted as whole")
    func cut() throws {
        let bytes = TarTests.archive
        for count in stride(from: 1, to: bytes.count - 1024, by: 97) {
            var reader = TarReader()
            reader.append(Array(bytes.prefix(count)))
            while try reader.next() != nil {}
            if count % 512 != 0 { #expect(throws: TarError.truncated) { try reader.finish() } }
        }
    }

    @Test("mutated archives never trap", arguments: 0..<30)
    func mutated(seed: Int) {
        var state = UInt64(seed) &+ 99
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        var bytes = TarTests.archive
        for _ in 0..<5 { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
        _ = try? read(bytes, partSize: 4096)
    }

    @Test("numbers in base 256, with their damage, are understood or refused")
    func base256() throws {
        var header = TarWriter.header(of: TarEntry(path: "f", kind: .file, mode: 0o644, size: 3))
        header.replaceSubrange(124..<136, with: [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
        header.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
        let sum = header.reduce(0) { $0 + Int($1) }
        let digits = String(sum, radix: 8)
        let field = Array((String(repeating: "0", count: 6 - digits.count) + digits).utf8)
        header.replaceSubrange(148..<155, with: field + [0])
        var reader = TarReader()
        reader.append(header)
        guard case .entry(let entry)? = try reader.next() else {
            Issue.record("no entry")
            return
        }
        #expect(entry.size == 256)
        header[124] = 0xFF
        var damaged = TarReader()
        damaged.append(header)
        #expect(throws: TarError.self) { try damaged.next() }
    }
}
