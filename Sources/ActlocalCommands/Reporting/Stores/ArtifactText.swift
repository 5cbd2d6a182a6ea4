import Sessions

/// Shows artifacts.
enum ArtifactText {
    /// The form for people: a line for each run, and below it one for each of its artifacts.
    static func text(
        _ artifacts: [StoredArtifact],
        now: Double,
        isEverywhere: Bool,
        _ style: TextStyle
    ) -> String {
        guard !artifacts.isEmpty else { return "no artifacts\n" }
        var blocks: [String] = []
        var rest = artifacts[...]
        while let first = rest.first {
            let run = rest.prefix { $0.run == first.run }
            rest = rest.dropFirst(run.count)
            let last = run.map(\.created).max() ?? first.created
            var table = TextTable()
            for artifact in run {
                table.add([
                    style.blue(LogText.oneLine(artifact.name)), Wording.bytes(artifact.size),
                    LogText.oneLine(artifact.job),
                    style.faint("expires in \(Wording.age(artifact.expires - now))"),
                ])
            }
            let repository = isEverywhere ? "  \(LogText.oneLine(first.repository))" : ""
            let title = style.bold("run \(first.run)") + repository
            let tail = "  \(LogText.oneLine(first.workflow)), \(Wording.age(now - last)) ago"
            blocks.append("\(title)\(style.faint(tail))\n" + table.text(indent: "  "))
        }
        return blocks.joined(separator: "\n")
    }

    /// The form for people of one artifact with its files.
    static func text(
        _ artifact: StoredArtifact,
        _ files: [StoredFiles.File],
        now: Double,
        _ style: TextStyle
    ) -> String {
        var facts = TextTable()
        facts.add(["run", "\(artifact.run)"])
        facts.add(["workflow", LogText.oneLine(artifact.workflow)])
        facts.add(["job", LogText.oneLine(artifact.job)])
        facts.add(["uploaded", "\(Wording.age(now - artifact.created)) ago"])
        facts.add(["expires", "in \(Wording.age(artifact.expires - now))"])
        facts.add(["size", Wording.bytes(artifact.size)])
        facts.add(["digest", artifact.digest])
        return style.bold(LogText.oneLine(artifact.name)) + "\n" + facts.text(indent: "  ")
            + "\n" + FileListText.text(files, style)
    }

    /// The form for programs.
    ///
    /// Shape: `{"version": 1, "artifacts": [{"id", "run", "workflow", "job", "repository", "name",
    /// "size", "digest", "created", "expires"}]}`.
    static func json(_ artifacts: [StoredArtifact]) -> String {
        StoreJSON.text(List(artifacts: artifacts.map(Form.init)))
    }

    /// The form for programs of one artifact: what the list has, and `files`.
    static func json(_ artifact: StoredArtifact, _ files: [StoredFiles.File]) -> String {
        StoreJSON.text(Whole(artifact: Form(artifact), files: files.map(FileListText.Form.init)))
    }

    private struct List: Encodable {
        let version = 1
        let artifacts: [Form]
    }

    private struct Whole: Encodable {
        let version = 1
        let artifact: Form
        let files: [FileListText.Form]
    }

    private struct Form: Encodable {
        let id: Int
        let run: Int
        let workflow: String
        let job: String
        let repository: String
        let name: String
        let size: Int
        let digest: String
        let created: String
        let expires: String

        init(_ artifact: StoredArtifact) {
            id = artifact.id
            run = artifact.run
            workflow = artifact.workflow
            job = artifact.job
            repository = artifact.repository
            name = artifact.name
            size = artifact.size
            digest = artifact.digest
            created = StoreJSON.time(artifact.created)
            expires = StoreJSON.time(artifact.expires)
        }
    }
}
