/// A content that is served.
struct BlobDownload: Sendable {
    /// The file.
    let path: String
    /// Its `Content-Type`.
    let contentType: String
    /// The name it is saved under.
    let fileName: String
    /// What keeps it from being removed as long as its address is good; nil for nothing.
    var hold: DiskLock?

    /// Answers `GET` and `HEAD`, whole or a range.
    ///
    /// - Source: RFC 9110, sections 14.1 to 14.4; a range of several parts is answered as a whole.
    func respond(range header: String?) throws(ServiceFailure) -> ServiceResponse {
        let blob = try OpenBlob(path)
        let headers = [
            ("Content-Type", contentType), ("Accept-Ranges", "bytes"),
            ("ETag", "\"\(blob.size)\""), ("Content-Disposition", disposition),
            ("x-ms-blob-type", "BlockBlob"),
        ]
        guard let header, let range = try Self.range(header, of: blob.size) else {
            return ServiceResponse(200, headers: headers, body: .file(blob, 0..<blob.size))
        }
        let text = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(blob.size)"
        return ServiceResponse(
            206,
            headers: headers + [("Content-Range", text)],
            body: .file(blob, range)
        )
    }

    private var disposition: String {
        let plain = String(
            fileName.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value >= 0x20 && !"\"\\;".unicodeScalars.contains(scalar)
                    ? Character(scalar) : "_"
            }
        )
        return "attachment; filename=\"\(plain)\"; "
            + "filename*=UTF-8''\(PercentCoding.encoded(fileName))"
    }

    /// The bytes that a `Range` header asks for; nil for all of them.
    private static func range(
        _ header: String,
        of size: Int
    ) throws(ServiceFailure) -> Range<Int>? {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let sides = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        let (first, last) = (Int(sides[0]), Int(sides[1]))
        let range: Range<Int>
        switch (first, last) {
        case (let first?, let last?) where first <= last:
            range = first..<max(first, min(last, size - 1) + 1)
        case (let first?, nil) where sides[1].isEmpty: range = first..<max(first, size)
        case (nil, let count?) where sides[0].isEmpty: range = max(0, size - count)..<size
        default: return nil
        }
        guard !range.isEmpty else {
            throw ServiceFailure(.unsatisfiable, "the content has only \(size) bytes")
        }
        return range
    }
}
