/// The body of a Put Block List request.
///
/// Shape: `<?xml …?><BlockList><Latest>id</Latest>…</BlockList>`; ids are base64, which no XML
/// escapes. `Committed` and `Uncommitted` stand for `Latest` too: there is one kind here.
///
/// - Source: <https://learn.microsoft.com/rest/api/storageservices/put-block-list>
enum BlockList {
    private static let elements: Set<Substring> = ["Latest", "Committed", "Uncommitted"]

    /// The ids in order.
    ///
    /// - Throws: `ServiceFailure` when it is no such list.
    static func ids(in bytes: [UInt8]) throws(ServiceFailure) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self), text.contains("<BlockList")
        else {
            throw ServiceFailure(.malformed, "the body is no list of blocks")
        }
        var ids: [String] = []
        for piece in text.split(separator: "<").dropFirst(0) {
            let sides = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, elements.contains(sides[0]) else { continue }
            ids.append(String(sides[1]))
        }
        guard ids.count <= 50_000 else {
            throw ServiceFailure(.invalidArgument, "a content has at most 50,000 blocks")
        }
        return ids
    }
}
