import Diagnostics
import Workspaces

/// The workflow files and `.actlocal.yml` as one commit has them.
struct CommitFiles: Sendable {
    /// What a path below the project's root holds.
    private let texts: [String: Result<SourceFile, InputError>]

    /// The most bytes that are read of one file.
    private static let limit = 16 << 20

    /// Reads what a commit has at the paths, and in them where they are folders.
    ///
    /// - Throws: `SessionError.repository`.
    init(_ revision: Revision, paths: [String]) async throws(SessionError) {
        let (git, root) = (revision.repository.git, revision.repository.root)
        var texts: [String: Result<SourceFile, InputError>] = [:]
        do {
            let listing = try await git.output(
                ["ls-tree", "-z", "-l", revision.sha, "--"] + paths + paths.map { $0 + "/" },
                in: root
            )
            for line in listing.split(separator: 0) {
                guard let entry = Entry(String(decoding: line, as: UTF8.self)) else { continue }
                if let refusal = entry.refusal {
                    texts[entry.path] = .failure(
                        .unreadable(path: entry.path, reason: refusal)
                    )
                    continue
                }
                let bytes = try await git.output(["cat-file", "blob", entry.object], in: root)
                let text = String(validating: bytes, as: UTF8.self)
                texts[entry.path] =
                    text.map { .success(SourceFile(path: entry.path, text: $0)) }
                    ?? .failure(.notText(path: entry.path))
            }
        } catch {
            throw .git(error)
        }
        self.texts = texts
    }

    /// The paths in a folder, or the path itself when it is a file, sorted.
    func paths(at path: String) -> [String] {
        if texts[path] != nil { return [path] }
        return texts.keys.filter { $0.hasPrefix(path + "/") }.sorted()
    }

    /// The text at a path; nil when the commit has none.
    func source(_ path: String) throws(InputError) -> SourceFile? {
        try texts[path]?.get()
    }

    /// One line of `git ls-tree -l`, such as `100644 blob 3f2a…     120\tci.yml`.
    private struct Entry {
        let path: String
        let object: String
        let refusal: String?

        /// Reads a line; nil for what is no file.
        init?(_ line: String) {
            let halves = line.split(separator: "\t", maxSplits: 1)
            let facts = halves.first?.split(separator: " ") ?? []
            guard halves.count == 2, facts.count == 4, facts[1] == "blob" else { return nil }
            path = String(halves[1])
            object = String(facts[2])
            if facts[0] == "120000" {
                refusal = "it is a symbolic link in this commit"
            } else {
                let size = Int(facts[3]) ?? .max
                refusal = size > CommitFiles.limit ? "it is larger than 16 MiB" : nil
            }
        }
    }
}
