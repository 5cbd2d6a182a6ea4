/// One commit as GitHub's payloads tell of it.
package struct GitCommit: Sendable, Hashable, Codable {
    /// Who wrote or committed it, and when.
    package struct Signature: Sendable, Hashable, Codable {
        /// The name, as the commit has it.
        package let name: String
        /// The address, as the commit has it.
        package let email: String
        /// ISO 8601 with the zone's offset, such as `2024-05-01T10:00:00+02:00`.
        package let timestamp: String
    }

    /// The commit's object name, 40 or 64 hex digits.
    package let sha: String
    /// Its tree's object name.
    package let tree: String
    /// The object names of its parents.
    package let parents: [String]
    /// The author.
    package let author: Signature
    /// The committer.
    package let committer: Signature
    /// The whole message without the line breaks at its end.
    package let message: String
    /// True as in every push that brings a commit to its branch for the first time.
    package var distinct: Bool { true }

    /// Forty zeros, GitHub's name for "no commit".
    package static let zeros = String(repeating: "0", count: 40)
}

extension GitCommit {
    /// The fields of one commit in the order of `init(fields:)`, each ended by a NUL byte.
    static let format =
        "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%D%x00%B"

    /// The number of fields in `format`.
    static let fieldCount = 11

    /// Reads what `git log` printed with `format`; the tags are the bare names of those on it.
    static func parse(_ bytes: [UInt8]) -> [(commit: GitCommit, tags: [String])] {
        let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: fields.count - fieldCount + 1, by: fieldCount).map {
            parse(fields: fields[$0..<($0 + fieldCount)])
        }
    }

    private static func parse(fields: ArraySlice<String>) -> (commit: GitCommit, tags: [String]) {
        let f = Array(fields)
        var message = f[10][...]
        while message.last?.isNewline == true { message.removeLast() }
        let commit = GitCommit(
            sha: String(f[0].drop { $0.isNewline }),
            tree: f[1],
            parents: f[2].split(separator: " ").map(String.init),
            author: Signature(name: f[3], email: f[4], timestamp: f[5]),
            committer: Signature(name: f[6], email: f[7], timestamp: f[8]),
            message: String(message)
        )
        let tags = f[9].split(separator: ", ").compactMap { name -> String? in
            let prefix = "tag: refs/tags/"
            return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
        }
        return (commit, tags)
    }
}
