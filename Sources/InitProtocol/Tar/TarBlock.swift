/// One header block of a tar archive.
struct TarBlock {
    private let bytes: [UInt8]

    /// Wraps 512 bytes.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Whether it is one of the blocks of zeros that end an archive.
    var isEmpty: Bool { bytes.allSatisfy { $0 == 0 } }

    /// The letter that says what the entry is.
    var type: UInt8 { bytes[156] }

    /// The entry that the fields describe.
    func entry() throws(TarError) -> TarEntry {
        guard hasValidChecksum else { throw .checksum }
        let isUstar = bytes[257..<262].elementsEqual("ustar".utf8)
        let isGNU = isUstar && bytes[262] == UInt8(ascii: " ")
        var path = TarBlock.text(bytes[0..<100])
        let prefix = isUstar && !isGNU ? TarBlock.text(bytes[345..<500]) : ""
        if !prefix.isEmpty { path = "\(prefix)/\(path)" }
        let size = try number(bytes[124..<136], "size")
        return TarEntry(
            path: path,
            kind: kind(link: TarBlock.text(bytes[157..<257])),
            mode: UInt32(truncatingIfNeeded: try number(bytes[100..<108], "mode")) & 0o7777,
            size: size,
            userID: UInt32(truncatingIfNeeded: try number(bytes[108..<116], "uid")),
            groupID: UInt32(truncatingIfNeeded: try number(bytes[116..<124], "gid")),
            modified: TarBlock.nanoseconds(seconds: try number(bytes[136..<148], "time"))
        )
    }

    /// A text field: up to its first zero byte.
    static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func nanoseconds(seconds: UInt64) -> Int64 {
        Int64(min(seconds, UInt64(Int64.max) / 1_000_000_000)) * 1_000_000_000
    }

    private func kind(link: String) -> TarEntry.Kind {
        switch type {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): return .file
        case UInt8(ascii: "1"): return .hardLink(link)
        case UInt8(ascii: "2"): return .symbolicLink(link)
        case UInt8(ascii: "5"): return .directory
        default: return .other(type)
        }
    }

    private var hasValidChecksum: Bool {
        guard let stored = try? number(bytes[148..<156], "checksum") else { return false }
        let sum = bytes.indices.reduce(UInt64(0)) { sum, index in
            sum + ((148..<156).contains(index) ? 32 : UInt64(bytes[index]))
        }
        return sum == stored
    }

    /// A number in octal digits, or in base 256 when its first bit is set.
    private func number(_ field: ArraySlice<UInt8>, _ name: String) throws(TarError) -> UInt64 {
        if let first = field.first, first & 0x80 != 0 {
            // Negative numbers (first byte 0xFF) make no sense in any field we read.
            guard first == 0x80,
                field.dropFirst().prefix(max(0, field.count - 9)).allSatisfy({ $0 == 0 })
            else { throw .number(name) }
            return field.dropFirst().suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        let digits = field.drop { $0 == 0x20 || $0 == 0 }.prefix { $0 != 0x20 && $0 != 0 }
        var value: UInt64 = 0
        for digit in digits {
            guard (0x30...0x37).contains(digit) else { throw .number(name) }
            value = value << 3 | UInt64(digit - 0x30)
        }
        return value
    }
}
