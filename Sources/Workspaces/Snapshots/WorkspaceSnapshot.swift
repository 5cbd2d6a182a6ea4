/// The files of a project at one moment, kept in the cache and never written again.
///
/// Shape: `<folder>/lower/_checkout/` holds the files and `.git`, `<folder>/record` the developer's
/// files as they were, `<folder>/snapshot.json` the facts. While a value of this type lives, no
/// process removes the folder.
package struct WorkspaceSnapshot: Sendable {
    /// The folder in the cache, absolute.
    package let folder: String
    /// The commit the snapshot stands for, `GITHUB_SHA`; 40 zeros without one.
    package let sha: String
    /// The ref whose checkout leaves its `.git` as it is; nil for what no checkout leaves.
    package let head: CheckoutRef?
    /// What it does not hold as the developer's folder does.
    package let findings: SnapshotFindings
    /// The number of files and links without `.git`.
    package let fileCount: Int
    /// The size of the files without `.git`.
    package let byteCount: Int
    /// Whether an earlier run made it and nothing had changed since.
    package let isReused: Bool
    /// Who may use the files.
    package let access: FileAccess

    private let use: FileLock

    /// The name of the folder inside `lower` that holds the files until the checkout moves it.
    package static let checkoutName = "_checkout"

    /// The folder that is laid under a job's work root.
    package var lower: String { folder + "/lower" }

    /// The folder that holds the project's files.
    package var checkout: String { "\(lower)/\(Self.checkoutName)" }

    /// A snapshot on disk that is held by a lock.
    init(folder: String, description: SnapshotDescription, isReused: Bool, use: FileLock) {
        self.folder = folder
        sha = description.facts.sha
        head = description.facts.head.checkedOut
        findings = description.findings
        fileCount = description.fileCount
        byteCount = description.byteCount
        access = description.facts.access
        self.isReused = isReused
        self.use = use
    }
}
