import Crypto

/// The digest of a content, as GitHub shows it.
enum BlobDigest {
    /// `sha256:` and the hexadecimal digest of a file.
    static func sha256(of path: String) async throws -> String {
        try await Disk.work {
            let blob = try OpenBlob(path)
            var digest = SHA256()
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { room.deallocate() }
            var offset = 0
            while offset < blob.size {
                let count = try blob.read(into: room, at: offset)
                guard count > 0 else { break }
                digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: room[..<count]))
                offset += count
            }
            return "sha256:" + RandomText.hexadecimal(digest.finalize())
        }
    }
}
