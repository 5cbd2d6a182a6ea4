/// Makes the headers of a tar archive (ustar, with pax records where ustar has no room).
///
/// An archive is, for each entry, ``header(of:)``, the contents, ``padding(after:)``; then ``end``.
package enum TarWriter {
    /// The two empty blocks that end an archive.
    package static let end = [UInt8](repeating: 0, count: 1024)

    /// The zero bytes after an entry's contents.
    package static func padding(after entry: TarEntry) -> [UInt8] {
        [UInt8](repeating: 0, count: entry.paddingCount)
    }

    /// The header of an entry, preceded by a pax header when it needs one.
    package static func header(of entry: TarEntry) -> [UInt8] {
        let (type, link) = typeAndLink(of: entry.kind)
        let isBare = entry.kind == .directory && !entry.path.hasSuffix("/")
        let path = isBare ? entry.path + "/" : entry.path
        let records = records(for: entry, path: path, link: link)
        let main = block(
            path: path,
            type: type,
            link: link,
            size: entry.size,
            mode: entry.mode,
            owner: (entry.userID, entry.groupID),
            seconds: UInt64(max(0, entry.modified / 1_000_000_000))
        )
        guard !records.isEmpty else { return main }
        let paxHeader = block(
            path: "PaxHeader",
            type: UInt8(ascii: "x"),
            link: "",
            size: UInt64(records.count),
            mode: 0o644,
            owner: (0, 0),
            seconds: 0
        )
        let rest = (512 - records.count % 512) % 512
        return paxHeader + records + [UInt8](repeating: 0, count: rest) + main
    }

    private static func typeAndLink(of kind: TarEntry.Kind) -> (UInt8, String) {
        switch kind {
        case .file: (UInt8(ascii: "0"), "")
        case .hardLink(let target): (UInt8(ascii: "1"), target)
        case .symbolicLink(let target): (UInt8(ascii: "2"), target)
        case .directory: (UInt8(ascii: "5"), "")
        case .other(let letter): (letter, "")
        }
    }

    /// The pax records for what does not fit a ustar header.
    private static func records(for entry: TarEntry, path: String, link: String) -> [UInt8] {
        var records: [UInt8] = []
        if path.utf8.count > 100 { records += record("path", path) }
        if link.utf8.count > 100 { records += record("linkpath", link) }
        if entry.size >= 1 << 33 { records += record("size", String(entry.size)) }
        if entry.userID >= 1 << 21 { records += record("uid", String(entry.userID)) }
        if entry.groupID >= 1 << 21 { records += record("gid", String(entry.groupID)) }
        if entry.modified < 0 || entry.modified % 1_000_000_000 != 0 {
            records += record("mtime", decimal(nanoseconds: entry.modified))
        }
        return records
    }

    private static func block(
        path: String,
        type: UInt8,
        link: String,
        size: UInt64,
        mode: UInt32,
        owner: (UInt32, UInt32),
        seconds: UInt64
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int, limit: Int) {
            for (index, byte) in bytes.prefix(limit).enumerated() { block[offset + index] = byte }
        }
        put(path.utf8, at: 0, limit: 100)
        put(octal(UInt64(mode & 0o7777), digits: 7), at: 100, limit: 7)
        put(octal(UInt64(owner.0), digits: 7), at: 108, limit: 7)
        put(octal(UInt64(owner.1), digits: 7), at: 116, limit: 7)
        put(octal(size, digits: 11), at: 124, limit: 11)
        put(octal(seconds, digits: 11), at: 136, limit: 11)
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148, limit: 8)
        block[156] = type
        put(link.utf8, at: 157, limit: 100)
        put("ustar\u{0}00".utf8, at: 257, limit: 8)
        let sum = block.reduce(0) { $0 + UInt64($1) }
        put(octal(sum, digits: 6) + [0], at: 148, limit: 7)
        return block
    }

    /// A number in octal; one too large is cut to its low digits, a pax record has it whole.
    private static func octal(_ value: UInt64, digits: Int) -> [UInt8] {
        (0..<digits).reversed().map { UInt8(ascii: "0") + UInt8((value >> UInt64($0 * 3)) & 7) }
    }

    /// A pax record: its own length in decimal, a space, `key=value`, a line feed.
    private static func record(_ key: String, _ value: String) -> [UInt8] {
        let body = " \(key)=\(value)\n"
        var length = body.utf8.count
        while String(length).utf8.count + body.utf8.count != length {
            length = String(length).utf8.count + body.utf8.count
        }
        return Array("\(length)\(body)".utf8)
    }

    private static func decimal(nanoseconds: Int64) -> String {
        let sign = nanoseconds < 0 ? "-" : ""
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(rest)
        return "\(sign)\(seconds).\(String(repeating: "0", count: 9 - digits.count))\(digits)"
    }
}
