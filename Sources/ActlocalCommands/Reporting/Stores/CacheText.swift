import Sessions

/// Shows cache entries.
enum CacheText {
    /// The form for people: a line for each entry.
    static func text(
        _ entries: [StoredCacheEntry],
        now: Double,
        isEverywhere: Bool,
        _ style: TextStyle
    ) -> String {
        guard !entries.isEmpty else { return "no cache entries\n" }
        var table = TextTable()
        for entry in entries {
            table.add([
                style.blue(LogText.oneLine(entry.key)), Wording.bytes(entry.size),
                LogText.oneLine(entry.ref),
                style.faint("used \(Wording.age(now - entry.used)) ago"),
                isEverywhere ? LogText.oneLine(entry.repository) : "",
            ])
        }
        let total = Wording.bytes(entries.reduce(0) { $0 + $1.size })
        return table.text() + style.faint("\(total) in all") + "\n"
    }

    /// The form for people of one entry with its files.
    static func text(
        _ entry: StoredCacheEntry,
        _ files: [StoredFiles.File],
        now: Double,
        _ style: TextStyle
    ) -> String {
        var facts = TextTable()
        facts.add(["ref", LogText.oneLine(entry.ref)])
        facts.add(["version", LogText.oneLine(entry.version)])
        facts.add(["saved", "\(Wording.age(now - entry.created)) ago"])
        facts.add(["used", "\(Wording.age(now - entry.used)) ago"])
        facts.add(["size", Wording.bytes(entry.size)])
        return style.bold(LogText.oneLine(entry.key)) + "\n" + facts.text(indent: "  ") + "\n"
            + FileListText.text(files, style)
    }

    /// The form for programs.
    ///
    /// Shape: `{"version": 1, "entries": [{"key", "version", "ref", "repository", "size",
    /// "created", "used"}]}`.
    static func json(_ entries: [StoredCacheEntry]) -> String {
        StoreJSON.text(List(entries: entries.map(Form.init)))
    }

    /// The form for programs of one entry: what the list has, and `files`.
    static func json(_ entry: StoredCacheEntry, _ files: [StoredFiles.File]) -> String {
        StoreJSON.text(Whole(entry: Form(entry), files: files.map(FileListText.Form.init)))
    }

    private struct List: Encodable {
        let version = 1
        let entries: [Form]
    }

    private struct Whole: Encodable {
        let version = 1
        let entry: Form
        let files: [FileListText.Form]
    }

    private struct Form: Encodable {
        let key: String
        let version: String
        let ref: String
        let repository: String
        let size: Int
        let created: String
        let used: String

        init(_ entry: StoredCacheEntry) {
            key = entry.key
            version = entry.version
            ref = entry.ref
            repository = entry.repository
            size = entry.size
            created = StoreJSON.time(entry.created)
            used = StoreJSON.time(entry.used)
        }
    }
}
