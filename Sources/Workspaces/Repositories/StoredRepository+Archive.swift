import Archives

extension StoredRepository {
    /// The repository's files as a tar stream, writable for whoever unpacks them, links as links.
    ///
    /// The closure is called on a thread of its own and may block; what it throws ends the stream.
    ///
    /// - Throws: `ArchiveError`, `CancellationError`, or what `receive` throws.
    package func writeArchive(
        to receive: @Sendable @escaping (UnsafeRawBufferPointer) throws -> Void
    ) async throws {
        let folder = folder
        // A working tree that was fetched has its history with it; the project's own stays here.
        let left = url.isEmpty ? ".git" : nil
        try await BlockingWork.run { flag in
            let writer = try TarWriter { bytes in
                try flag.check()
                try receive(bytes)
            }
            try writer.addTree(folder, as: "", isWritable: true, leavingOut: left)
            try writer.finish()
        }
    }
}
