import Archives
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Tar streams")
struct TarWriterTests {
    private func stream(
        _ compression: TarWriter.Compression = .none,
        _ fill: (TarWriter) throws -> Void
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = try TarWriter(compression: compression) { bytes.append(contentsOf: $0) }
        try fill(writer)
        try writer.finish()
        return bytes
    }

    private func entries(_ bytes: [UInt8]) throws -> [ArchiveEntry] {
        let reader = try ArchiveReader(.bytes(bytes))
        var found: [ArchiveEntry] = []
        while let entry = try reader.next() { found.append(entry) }
        return found
    }

    private let samples = [
        ArchiveEntry(path: "bin", kind: .folder, mode: 0o755, modified: 5),
        ArchiveEntry(
            path: "bin/tool",
            kind: .file(size: 3),
            mode: 0o750,
            modified: 1_700_000_000,
            user: 1001,
            group: 1002
        ),
        ArchiveEntry(path: "link", kind: .link(target: "bin/tool"), mode: 0o777),
        ArchiveEntry(path: "same", kind: .hardLink(to: "bin/tool"), mode: 0o750),
        ArchiveEntry(path: "ünï/日本\n-x", kind: .file(size: 3)),
        ArchiveEntry(path: String(repeating: "long/", count: 90) + "name", kind: .file(size: 3)),
    ]

    @Test("what goes in comes out", arguments: [TarWriter.Compression.none, .gzip, .zstd])
    func roundTrip(_ compression: TarWriter.Compression) throws {
        let bytes = try stream(compression) { writer in
            for entry in samples {
                if case .file = entry.kind {
                    try writer.add(entry, bytes: Array("abc".utf8))
                } else {
                    try writer.add(entry)
                }
            }
        }
        let found = try entries(bytes)
        #expect(
            found.map(\.path).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
                == samples.map(\.path)
        )
        #expect(found.map(\.kind) == samples.map(\.kind))
        #expect(found.map(\.mode) == samples.map(\.mode))
        #expect(
            found[1].user == 1001 && found[1].group == 1002 && found[1].modified == 1_700_000_000
        )
    }

    @Test("equal entries make equal bytes", arguments: [TarWriter.Compression.none, .gzip, .zstd])
    func determinism(_ compression: TarWriter.Compression) throws {
        let make = { try stream(compression) { try $0.add(samples[1], bytes: Array("abc".utf8)) } }
        #expect(try make() == make())
    }

    @Test("a tree is added in the order of its names, with links and one owner")
    func trees() throws {
        let folder = try TemporaryFolder()
        try folder.write("b/two", "22")
        try folder.write("a", "1", mode: 0o755)
        try folder.write("B", "3")
        symlink("/etc/passwd", folder.path + "/link")
        mkfifo(folder.path + "/pipe", 0o600)
        let bytes = try stream {
            try $0.addTree(folder.path, as: "top", owner: .fixed(user: 7, group: 8))
        }
        let found = try entries(bytes)
        #expect(found.map(\.path) == ["top/", "top/B", "top/a", "top/b/", "top/b/two", "top/link"])
        #expect(found.allSatisfy { $0.user == 7 && $0.group == 8 })
        #expect(found[2].mode == 0o755)
        #expect(found[5].kind == .link(target: "/etc/passwd"))
        #expect(try stream { try $0.addTree(folder.path, as: "") }.count > 1024)
    }

    @Test("a name that is no text is kept as its bytes")
    func rawNames() throws {
        let folder = try TemporaryFolder()
        let name: [CChar] = Array("\(folder.path)/bad-".utf8CString.dropLast()) + [-1, 0]
        let file = try #require(fopen(name, "w"))
        fclose(file)
        let bytes = try stream { try $0.addTree(folder.path, as: "") }
        #expect(bytes.starts(with: Array("bad-".utf8) + [0xFF, 0]))
        unlink(name)
    }

    @Test("what the receiver throws comes back")
    func receiverThrows() throws {
        struct Full: Error {}
        #expect(throws: Full.self) {
            let writer = try TarWriter { _ in throw Full() }
            let entry = ArchiveEntry(path: "big", kind: .file(size: 1 << 20))
            try writer.add(entry, bytes: [UInt8](repeating: 1, count: 1 << 20))
            try writer.finish()
        }
    }

    @Test("a missing folder is an error that names it")
    func missingFolder() throws {
        #expect {
            _ = try stream { try $0.addTree("/nowhere", as: "x") }
        } throws: { "\($0)" == "cannot use `/nowhere`: no such file or directory" }
    }
}

/// A folder that goes when the test lets it go.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array(
            ("/tmp/actlocal-archives." + String(repeating: "X", count: 6)).utf8CString
        )
        path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { remove(path) }

    func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
        try write(name, bytes: Array(text.utf8), mode: mode)
    }

    func write(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) throws {
        for (index, character) in zip(name.indices, name) where character == "/" {
            mkdir("\(path)/\(name[..<index])", 0o755)
        }
        let file = try #require(fopen("\(path)/\(name)", "w"))
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
        chmod("\(path)/\(name)", mode)
    }

    func text(_ name: String) -> String? {
        guard let file = fopen("\(path)/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func status(_ name: String) -> stat? {
        var value = stat()
        return lstat("\(path)/\(name)", &value) == 0 ? value : nil
    }

    private func remove(_ path: String) {
        if unlink(path) == 0 { return }
        chmod(path, 0o700)
        if let stream = opendir(path) {
            var names: [String] = []
            while let entry = readdir(stream) {
                names.append(
                    withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    }
                )
            }
            closedir(stream)
            for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }
}
