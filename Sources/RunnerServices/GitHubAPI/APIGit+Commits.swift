/// One commit, as git has it.
struct APICommit: Sendable {
    /// Who wrote or committed it, and when.
    struct Signature: Sendable {
        /// The name.
        let name: String
        /// The address.
        let email: String
        /// Such as `2026-11-22T08:30:00Z`.
        let date: String
    }

    /// Its object name.
    let sha: String
    /// Its tree's.
    let tree: String
    /// Its parents'.
    let parents: [String]
    /// The author.
    let author: Signature
    /// The committer.
    let committer: Signature
    /// The message without the line breaks at its end.
    let message: String
}

extension APIGit {
    private static let format =
        "--format=tformat:%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x00"
    private static let fieldCount = 10

    /// Commits from the newest to the oldest.
    ///
    /// - Parameters:
    ///   - range: Commits to begin with, and with `^` before them to leave out.
    ///   - options: Options of `git log`.
    ///   - paths: What they have to change; none for anything.
    /// - Returns: the commits.
    func commits(_ range: [String], options: [String] = [], paths: [String] = []) async
        -> [APICommit]
    {
        let bytes = await output(
            ["log", "--no-show-signature", Self.format] + options + ["--end-of-options"] + range
                + ["--"] + paths
        )
        let fields = (bytes ?? []).split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: fields.count - Self.fieldCount + 1, by: Self.fieldCount).map {
            Self.commit(Array(fields[$0..<($0 + Self.fieldCount)]))
        }
    }

    /// One commit.
    func commit(sha: String) async throws(APIRefusal) -> APICommit {
        guard let commit = await commits([sha], options: ["--max-count=1"]).first else {
            throw .notFound
        }
        return commit
    }

    private static func commit(_ fields: [String]) -> APICommit {
        func signature(_ first: Int) -> APICommit.Signature {
            APICommit.Signature(
                name: fields[first],
                email: fields[first + 1],
                date: Timestamp.text(Double(fields[first + 2]) ?? 0)
            )
        }
        var message = fields[9][...]
        while message.last?.isNewline == true { message.removeLast() }
        return APICommit(
            sha: String(fields[0].drop { $0.isNewline }),
            tree: fields[1],
            parents: fields[2].split(separator: " ").map(String.init),
            author: signature(3),
            committer: signature(6),
            message: String(message)
        )
    }
}
