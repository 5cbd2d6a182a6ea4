/// The `config` of a snapshot's `.git`.
struct GitFolderSettings: Sendable {
    /// What the snapshot is to hold.
    let facts: SnapshotFacts
    /// `sha1` or `sha256`.
    let objectFormat: String

    /// The file's text.
    ///
    /// `checkStat` makes git see by size and time alone whether a file changed: copies keep the
    /// developer's times, but not his inodes.
    var text: String {
        let isPlain = objectFormat == "sha1"
        var lines = [
            "[core]",
            "\trepositoryformatversion = \(isPlain ? 0 : 1)",
            "\tfilemode = true",
            "\tbare = false",
            "\tlogallrefupdates = true",
            "\tcheckStat = minimal",
        ]
        if !isPlain { lines += ["[extensions]", "\tobjectformat = \(objectFormat)"] }
        if let remote = facts.remote {
            lines += [
                "[remote \"origin\"]",
                "\turl = \(Self.quoted(remote.url))",
                "\tpushurl = \(Self.quoted(ClosedRemote.pushURL(of: remote.url)))",
                "\tfetch = +refs/heads/*:refs/remotes/origin/*",
            ]
        }
        lines += ["[gc]", "\tauto = 0"]
        let text = lines.joined(separator: "\n") + "\n"
        guard facts.remote != nil, let branch = facts.head.branch else { return text }
        return text + Self.following(branch)
    }

    /// The section that makes a branch follow that of `origin`.
    static func following(_ branch: String) -> String {
        "[branch \(quoted(branch))]\n\tremote = origin\n"
            + "\tmerge = \(quoted("refs/heads/\(branch)"))\n"
    }

    /// A value in quotation marks, as the file has it.
    static func quoted(_ value: String) -> String {
        let escaped = value.map { character -> String in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
