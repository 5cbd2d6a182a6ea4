/// What two states of the repository differ in, one file.
struct APIChange: Sendable {
    /// The path, relative to the project.
    let path: String
    /// The path before, of a renamed or copied file.
    let formerPath: String?
    /// `added`, `removed`, `modified`, `renamed`, `copied` or `changed`.
    let status: String
    /// The blob's object name; before, of a file that was removed.
    let blob: String
    /// How many lines came and went.
    let lines: (added: Int, removed: Int)
    /// The hunks; nil for what is no text.
    let patch: String?
}

extension APIGit {
    /// The most files that the API lists of a comparison.
    ///
    /// - Source: <https://docs.github.com/rest/commits/commits#get-a-commit>
    private static let limit = 3000

    private static let words: [Character: String] = [
        "A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "copied",
        "T": "changed",
    ]

    /// The files that a commit changed, or that two commits differ in.
    func changes(_ base: String?, _ head: String) async -> [APIChange] {
        let states = Self.states(base, head)
        guard let bytes = await output(states.0 + ["--raw", "--numstat", "-z"] + states.1) else {
            return []
        }
        let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let patches = await patches(states)
        let (entries, counts) = Self.entries(fields)
        return zip(entries, counts).prefix(Self.limit).enumerated().map { index, pair in
            let (entry, lines) = pair
            return APIChange(
                path: entry.paths[entry.paths.count - 1],
                formerPath: entry.paths.count > 1 ? entry.paths[0] : nil,
                status: entry.words[4].first.flatMap { Self.words[$0] } ?? "changed",
                blob: String(entry.words[entry.words[4] == "D" ? 2 : 3]),
                lines: lines,
                patch: patches.count == entries.count ? patches[index] : nil
            )
        }
    }

    /// The comparison as a text that `git apply` takes.
    func diff(_ base: String?, _ head: String) async -> [UInt8] {
        let states = Self.states(base, head)
        return await output(states.0 + ["--patch", "--full-index"] + states.1) ?? []
    }

    /// Commits as mails that `git am` takes; empty for merges.
    func patches(_ revisions: [String]) async -> [UInt8] {
        let options = [
            "--stdout", "--full-index", "--find-renames", "--relative", "--no-ext-diff",
            "--no-textconv", "--no-attach", "--no-thread", "--no-signoff", "--no-cover-letter",
        ]
        return await output(["format-patch"] + options + revisions) ?? []
    }

    private static func states(_ base: String?, _ head: String) -> ([String], [String]) {
        (
            [
                "diff-tree", "-r", "--find-renames", "--relative", "--root", "--no-commit-id",
                "--no-ext-diff", "--no-textconv",
            ],
            ["--end-of-options"] + (base.map { [$0] } ?? []) + [head]
        )
    }

    /// The hunks of each file, in the order of the files.
    private func patches(_ states: ([String], [String])) async -> [String?] {
        let bytes = await output(states.0 + ["--patch"] + states.1) ?? []
        guard bytes.count <= 16 << 20 else { return [] }
        var patches: [String?] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("diff --git ") {
                patches.append(nil)
            } else if let last = patches.last, last != nil || text.hasPrefix("@@") {
                patches[patches.count - 1] = last.map { "\($0)\n\(text)" } ?? text
            }
        }
        return patches.map { $0.map { String($0.trimmingSuffix { $0.isNewline }) } }
    }

    private typealias Entry = (words: [Substring], paths: [String])

    /// What `--raw --numstat -z` wrote: the entries, then the counts of each.
    private static func entries(_ fields: [String]) -> ([Entry], [(Int, Int)]) {
        var entries: [Entry] = []
        var counts: [(Int, Int)] = []
        var rest = fields[...]
        while let field = rest.popFirst() {
            if field.hasPrefix(":") {
                let words = field.dropFirst().split(separator: " ")
                guard words.count == 5 else { continue }
                let pathCount = "RC".contains(words[4].prefix(1)) ? 2 : 1
                entries.append((words, Array(rest.prefix(pathCount))))
                rest = rest.dropFirst(pathCount)
            } else {
                let words = field.split(separator: "\t", omittingEmptySubsequences: false)
                guard words.count == 3 else { continue }
                counts.append((Int(words[0]) ?? 0, Int(words[1]) ?? 0))
                // A renamed file's paths follow as fields of their own.
                if words[2].isEmpty { rest = rest.dropFirst(2) }
            }
        }
        return (entries.filter { !$0.paths.isEmpty }, counts)
    }
}

extension String {
    /// The text without the characters at its end that fulfil a condition.
    fileprivate func trimmingSuffix(_ condition: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, condition(last) { rest.removeLast() }
        return rest
    }
}
