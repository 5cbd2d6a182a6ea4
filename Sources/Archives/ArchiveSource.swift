/// Where an archive is read from.
///
/// Its format and compression are found out from its bytes.
package enum ArchiveSource: Sendable, Hashable {
    /// A file by its path.
    case file(String)
    /// An open file, pipe or socket, which stays open.
    case descriptor(Int32)
    /// Bytes in memory.
    case bytes([UInt8])
}

/// How much an archive may unpack to.
package struct ArchiveLimits: Sendable, Hashable {
    /// The most entries.
    package var entries: Int
    /// The most bytes of all files together.
    package var bytes: Int
    /// The most bytes for each byte read, looked at once more than 64 MiB were unpacked.
    package var ratio: Int

    /// Limits that real action archives, artifacts and cache entries stay far below.
    package init(entries: Int = 1_000_000, bytes: Int = 64 << 30, ratio: Int = 1000) {
        self.entries = entries
        self.bytes = bytes
        self.ratio = ratio
    }
}
