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
                "\turl = \(quoted(remote.url))",
                "\tpushurl = \(quoted(ClosedRemote.pushURL(of: remote.url)))",
                "\tfetch = +refs/heads/*:refs/remotes/origin/*",
            ]
            if let branch = facts.head.branch {
                lines += [
                    "[branch \(quoted(branch))]",
                    "\tremote = origin",
                    "\tmerge = \(quoted("refs/heads/\(branch)"))",
                ]
            }
        }
        lines += ["[gc]", "\tauto = 0"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ value: String) -> String {
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
