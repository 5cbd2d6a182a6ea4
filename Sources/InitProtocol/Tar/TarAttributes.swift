/// What pax and GNU headers say about the entry that follows them.
struct TarAttributes: Sendable {
    /// The path, when it does not fit its field.
    var path: String?
    /// A link's target, when it does not fit its field.
    var linkTarget: String?
    private var size: UInt64?
    private var userID: UInt32?
    private var groupID: UInt32?
    private var modified: Int64?

    /// Whether nothing was said.
    var isEmpty: Bool {
        path == nil && linkTarget == nil && size == nil && userID == nil && groupID == nil
            && modified == nil
    }

    /// Takes pax records: each its own length in decimal, a space, `key=value`, a line feed.
    mutating func readRecords(_ bytes: ArraySlice<UInt8>) throws(TarError) {
        var rest = bytes
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: 0x20),
                let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1, length <= rest.count,
                rest[rest.startIndex + length - 1] == 0x0A
            else { throw .number("attribute length") }
            let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
            guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw .number("attribute")
            }
            try set(
                String(decoding: record[..<equals], as: UTF8.self),
                to: String(decoding: record[(equals + 1)...], as: UTF8.self)
            )
            rest = rest.dropFirst(length)
        }
    }

    /// The entry with what was said in place of its own fields.
    func apply(to entry: TarEntry) throws(TarError) -> TarEntry {
        var entry = entry
        entry.path = path ?? entry.path
        // Archives older than ustar mark a directory by its name only. The short name in front of a
        // long one does not count: it may have been cut behind a slash.
        if case .file = entry.kind, entry.path.hasSuffix("/") { entry.kind = .directory }
        if let linkTarget {
            switch entry.kind {
            case .symbolicLink: entry.kind = .symbolicLink(linkTarget)
            case .hardLink: entry.kind = .hardLink(linkTarget)
            default: break
            }
        }
        entry.size = size ?? entry.size
        entry.userID = userID ?? entry.userID
        entry.groupID = groupID ?? entry.groupID
        entry.modified = modified ?? entry.modified
        guard entry.size <= UInt64.max / 2 else { throw .number("size") }
        return entry
    }

    private mutating func set(_ key: String, to value: String) throws(TarError) {
        switch key {
        case "path": path = value
        case "linkpath": linkTarget = value
        case "size":
            guard let number = UInt64(value) else { throw .number("size") }
            size = number
        case "uid": userID = UInt32(value)
        case "gid": groupID = UInt32(value)
        case "mtime": modified = TarAttributes.nanoseconds(value)
        case _ where key.hasPrefix("GNU.sparse."): throw .unsupported("a sparse file")
        default: break  // Extended attributes and comments change nothing here.
        }
    }

    /// Seconds with a fraction as nanoseconds; nil for what is no such number.
    private static func nanoseconds(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(
            separator: ".",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let first = parts.first, let seconds = Int64(first), seconds < 1 << 33 else {
            return nil
        }
        let digits = parts.count > 1 ? parts[1].prefix(9) : ""
        guard
            let fraction = Int64(digits + String(repeating: "0", count: 9 - digits.count)),
            fraction >= 0
        else { return nil }
        let value = seconds * 1_000_000_000 + fraction
        return isNegative ? -value : value
    }
}
