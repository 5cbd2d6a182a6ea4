import Archives

extension WorkspaceSnapshot {
    /// The snapshot as a tar stream, for an engine that does not share our file system.
    ///
    /// The project's files are below `path`, `.git` included, in an order that never changes. The
    /// closure is called on a thread of its own and may block; what it throws ends the stream.
    ///
    /// - Parameters:
    ///   - path: The folder in the archive, such as `_checkout`; empty for none.
    ///   - owner: Who owns the entries; nil means as on disk.
    ///   - receive: Called with each piece in order.
    /// - Throws: `ArchiveError`, `CancellationError`, or what `receive` throws.
    package func writeArchive(
        under path: String = checkoutName,
        owner: (user: UInt32, group: UInt32)? = nil,
        to receive: @Sendable @escaping (UnsafeRawBufferPointer) throws -> Void
    ) async throws {
        let folder = checkout
        try await BlockingWork.run { flag in
            let writer = try TarWriter { bytes in
                try flag.check()
                try receive(bytes)
            }
            try writer.addTree(
                folder,
                as: path,
                owner: owner.map { .fixed(user: $0.user, group: $0.group) } ?? .asIs
            )
            try writer.finish()
        }
    }
}
