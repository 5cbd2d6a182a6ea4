import Archives
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Unpacking archives")
struct ArchiveExtractionTests {
    private func tar(
        _ compression: TarWriter.Compression = .none,
        _ entries: [(ArchiveEntry, String)]
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = try TarWriter(compression: compression) { bytes.append(contentsOf: $0) }
        for (entry, text) in entries { try writer.add(entry, bytes: Array(text.utf8)) }
        try writer.finish()
        return bytes
    }

    private func file(_ path: String, _ text: String, mode: UInt32 = 0o644) -> (
        ArchiveEntry, String
    ) {
        (
            ArchiveEntry(path: path, kind: .file(size: text.utf8.count), mode: mode, modified: 9),
            text
        )
    }

    private func link(_ path: String, _ target: String) -> (ArchiveEntry, String) {
        (ArchiveEntry(path: path, kind: .link(target: target), mode: 0o777), "")
    }

    @Test(
        "files, folders and links are made",
        arguments: [TarWriter.Compression.none, .gzip, .zstd]
    )
    func contents(_ compression: TarWriter.Compression) throws {
        let folder = try TemporaryFolder()
        let bytes = try tar(
            compression,
            [
                file("./deep/in/a", "one"), file("run", "two", mode: 0o4755),
                link("to", "deep/in/a"),
                (ArchiveEntry(path: "again", kind: .hardLink(to: "run")), ""),
                (ArchiveEntry(path: "empty", kind: .folder, mode: 0o500), ""),
                file("empty/inside", "three"), file("日本\nx", "four"),
            ]
        )
        #expect(try ArchiveExtraction().extract(.bytes(bytes), into: folder.path) == 7)
        #expect(folder.text("deep/in/a") == "one")
        #expect(folder.text("to") == "one")
        #expect(folder.text("again") == "two")
        #expect(folder.text("empty/inside") == "three")
        #expect(folder.text("日本\nx") == "four")
        #expect(folder.status("run").map { $0.st_mode & 0o7777 } == 0o755)
        #expect(folder.status("run")?.st_mtim.tv_sec == 9)
    }

    @Test(
        "paths that lead out are refused",
        arguments: ["/etc/x", "../x", "a/../../x", "a/b/../../../x", "./../x", "//x"]
    )
    func escapes(_ path: String) throws {
        let folder = try TemporaryFolder()
        let bytes = try tar(.none, [file(path, "evil")])
        #expect(throws: ArchiveError.unsafePath(path)) {
            try ArchiveExtraction().extract(.bytes(bytes), into: folder.path)
        }
    }

    @Test("nothing is written through a symbolic link, whoever made it")
    func linksAreNotFollowed() throws {
        let outside = try TemporaryFolder()
        try outside.write("victim", "safe")
        let folder = try TemporaryFolder()
        let through = try tar(.none, [link("d", outside.path), file("d/victim", "evil")])
        #expect(throws: ArchiveError.blockedPath("d/victim")) {
            try ArchiveExtraction().extract(.bytes(through), into: folder.path)
        }
        let onto = try tar(.none, [link("f", outside.path + "/victim"), file("f", "mine")])
        try ArchiveExtraction().extract(.bytes(onto), into: folder.path)
        #expect(folder.text("f") == "mine")
        let folderOver = try tar(
            .none,
            [link("g", outside.path), (ArchiveEntry(path: "g", kind: .folder, mode: 0o777), "")]
        )
        #expect(throws: ArchiveError.blockedPath("g")) {
            try ArchiveExtraction().extract(.bytes(folderOver), into: folder.path)
        }
        let hard = try tar(
            .none,
            [
                link("h", outside.path + "/victim"),
                (ArchiveEntry(path: "i", kind: .hardLink(to: "h")), ""),
            ]
        )
        #expect(throws: ArchiveError.blockedPath("h")) {
            try ArchiveExtraction().extract(.bytes(hard), into: folder.path)
        }
        #expect(outside.text("victim") == "safe")
    }

    @Test("leading parts are dropped, as for an action's archive")
    func stripping() throws {
        let folder = try TemporaryFolder()
        let bytes = try tar(
            .gzip,
            [
                (ArchiveEntry(path: "owner-repo-1234", kind: .folder, mode: 0o755), ""),
                file("owner-repo-1234/action.yml", "name: x"),
                file("owner-repo-1234/dist/index.js", "1"),
                (
                    ArchiveEntry(
                        path: "owner-repo-1234/x",
                        kind: .hardLink(to: "owner-repo-1234/action.yml")
                    ), ""
                ),
            ]
        )
        var extraction = ArchiveExtraction()
        extraction.strippedComponents = 1
        #expect(try extraction.extract(.bytes(bytes), into: folder.path) == 3)
        #expect(folder.text("action.yml") == "name: x")
        #expect(folder.text("dist/index.js") == "1")
    }

    @Test("too many entries, too many bytes and bombs are refused")
    func limits() throws {
        let folder = try TemporaryFolder()
        let many = try tar(.none, (0..<20).map { file("f\($0)", "12345") })
        var extraction = ArchiveExtraction()
        extraction.limits.entries = 19
        #expect(throws: ArchiveError.tooManyEntries(limit: 19)) {
            try extraction.extract(.bytes(many), into: folder.path)
        }
        extraction.limits = ArchiveLimits(bytes: 99)
        #expect(throws: ArchiveError.tooLarge(limit: 99)) {
            try extraction.extract(.bytes(many), into: folder.path)
        }
        var bomb: [UInt8] = []
        let writer = try TarWriter(compression: .zstd) { bomb.append(contentsOf: $0) }
        let zeros = [UInt8](repeating: 0, count: 128 << 20)
        try writer.add(ArchiveEntry(path: "bomb", kind: .file(size: zeros.count)), bytes: zeros)
        try writer.finish()
        #expect(throws: ArchiveError.tooDense(ratio: 1000)) {
            try ArchiveExtraction().extract(.bytes(bomb), into: folder.path)
        }
    }

    @Test("a zip file is unpacked with its names and modes")
    func zips() throws {
        let folder = try TemporaryFolder()
        #expect(try ArchiveExtraction().extract(.bytes(zipSample), into: folder.path) == 2)
        #expect(folder.text("dir/ü.txt") == "hi")
    }

    @Test("every cut of an archive is an error or a clean end, never a trap")
    func truncation() throws {
        let folder = try TemporaryFolder()
        let whole = try tar(
            .gzip,
            (0..<5).map { file("f\($0)", String(repeating: "x", count: 700)) }
        )
        var failures = 0
        for length in stride(from: 1, to: whole.count - 1, by: 3) {
            do {
                try ArchiveExtraction().extract(.bytes(Array(whole[..<length])), into: folder.path)
            } catch is ArchiveError {
                failures += 1
            }
        }
        #expect(failures > 10)
        #expect(throws: ArchiveError.self) {
            try ArchiveExtraction().extract(.bytes(Array("no archive".utf8)), into: folder.path)
        }
    }

    @Test("devices are refused, missing files are named")
    func refusals() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ArchiveError.self) {
            try ArchiveExtraction().extract(.file("/nowhere.tar"), into: folder.path)
        }
        let bytes = try tar(.none, [file("a", "1")])
        #expect(throws: ArchiveError.disk(path: "/nowhere", reason: "no such file or directory")) {
            try ArchiveExtraction().extract(.bytes(bytes), into: "/nowhere")
        }
    }

    @Test("what `zstd --long=30` compressed is unpacked, as `actions/cache` saves it")
    func longWindows() throws {
        let folder = try TemporaryFolder()
        let archive = folder.path + "/cache.tzst"
        try folder.write("cache.tzst", bytes: longSample)
        #expect(try ArchiveExtraction().extract(.file(archive), into: folder.path) == 1)
        #expect(folder.text("t/a") == "one")
        for length in [5, 20, 40] {
            try folder.write("cut.tzst", bytes: Array(longSample[..<length]))
            #expect(throws: ArchiveError.self) {
                try ArchiveExtraction().extract(.file(folder.path + "/cut.tzst"), into: folder.path)
            }
        }
    }

    @Test("a bomb in a file is refused")
    func bombFile() throws {
        let folder = try TemporaryFolder()
        var bomb: [UInt8] = []
        let writer = try TarWriter(compression: .zstd) { bomb.append(contentsOf: $0) }
        let zeros = [UInt8](repeating: 0, count: 128 << 20)
        try writer.add(ArchiveEntry(path: "bomb", kind: .file(size: zeros.count)), bytes: zeros)
        try writer.finish()
        try folder.write("bomb.tzst", bytes: bomb)
        #expect(throws: ArchiveError.tooDense(ratio: 1000)) {
            try ArchiveExtraction().extract(.file(folder.path + "/bomb.tzst"), into: folder.path)
        }
    }

    @Test("paths that lead out are moved in where that is asked for")
    func outsiders() throws {
        let folder = try TemporaryFolder()
        var extraction = ArchiveExtraction()
        extraction.movesOutsiders = true
        let bytes = try tar(.none, [file("/etc/a", "1"), file("../../b/c", "2"), file("d", "3")])
        #expect(try extraction.extract(.bytes(bytes), into: folder.path) == 3)
        #expect(folder.text("etc/a") == "1")
        #expect(folder.text("b/c") == "2")
        let inner = try tar(.none, [file("a/../../x", "evil")])
        #expect(throws: ArchiveError.unsafePath("a/../../x")) {
            try extraction.extract(.bytes(inner), into: folder.path)
        }
    }

    /// `tar -cf - t/a | zstd --long=30` of a file with the text `one`.
    private var longSample: [UInt8] {
        let digits = Array(
            "28b52ffd04a01d0200d2c2080ec06b0c9c957bd593372e4cbff929167354e7a0171195960e3c3bb3"
                + "5db177e35f12540b20502f320ef9059e4848017867180d30fc6fa63d1c800386d3132502bbf1a620"
        )
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0..<$0 + 2]), radix: 16)
        }
    }

    /// `dir/` and `dir/ü.txt` with the text `hi`, stored, UTF-8 names.
    private var zipSample: [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for (name, text, crc) in [("dir/", "", 0), ("dir/ü.txt", "hi", 0xD893_2AAC)] {
            let head =
                little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 4) + little(crc, 4)
                + little(text.utf8.count, 4) + little(text.utf8.count, 4)
                + little(name.utf8.count, 2)
            directory +=
                little(0x0201_4B50, 4) + little(0x031E, 2) + head + little(0, 8)
                + little((name.hasSuffix("/") ? 0o40755 : 0o100644) << 16, 4)
                + little(body.count, 4)
                + Array(name.utf8)
            body +=
                little(0x0403_4B50, 4) + head + little(0, 2) + Array(name.utf8) + Array(text.utf8)
        }
        return body + directory + little(0x0605_4B50, 4) + little(0, 4) + little(2, 2)
            + little(2, 2)
            + little(directory.count, 4) + little(body.count, 4) + little(0, 2)
    }
}
