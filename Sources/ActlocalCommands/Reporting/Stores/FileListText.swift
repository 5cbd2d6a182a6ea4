import Sessions

/// Shows the files of an artifact or a cache entry.
enum FileListText {
    /// The form for people: a line for each file.
    static func text(_ files: [StoredFiles.File], _ style: TextStyle) -> String {
        var table = TextTable()
        for file in files {
            let target = file.target.map { style.faint(" -> \(LogText.oneLine($0))") } ?? ""
            table.add([
                file.size.map(Wording.bytes) ?? "-", LogText.oneLine(file.path) + target,
            ])
        }
        let count = files.count { $0.size != nil }
        let total = Wording.bytes(files.reduce(0) { $0 + ($1.size ?? 0) })
        return table.text(indent: "  ")
            + style.faint("\(Wording.count(count, "file")), \(total) unpacked") + "\n"
    }

    /// A file as programs see it; `size` is absent for folders and links, `target` for all else
    /// than symbolic links.
    struct Form: Encodable {
        private let path: String
        private let size: Int?
        private let target: String?

        /// Shows a file.
        init(_ file: StoredFiles.File) {
            path = file.path
            size = file.size
            target = file.target
        }
    }
}
