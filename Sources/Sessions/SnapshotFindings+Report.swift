import Diagnostics
import RunEvents
import Workspaces

extension SnapshotFindings {
    /// That the workspace has files which a push would not bring to GitHub.
    var untrackedNote: Diagnostic? {
        guard untrackedCount > 0 else { return nil }
        let isOne = untrackedCount == 1
        let names = untracked.map { "`\($0)`" }.joined(separator: ", ")
        let more = untrackedCount > untracked.count ? ", …" : ""
        return Diagnostic(
            code: .project,
            severity: .note,
            message: (isOne ? "one file" : "\(untrackedCount) files")
                + " of the workspace \(isOne ? "is" : "are") not in git: \(names)\(more)",
            span: nil,
            help: "`git add` what GitHub is to have, too; `--commit HEAD` runs without the rest"
        )
    }

    /// What the checkout lacks, as a report says it.
    var notHonoured: [NotHonoured] {
        [
            (submodules, "submodule", "its folder is empty until a checkout asks for `submodules`"),
            (largeFilePointers, "Git LFS file", "the workspace has its pointer, not its content"),
            (nestedRepositories, "nested repository", "it is left out of the workspace"),
            (specialFiles, "special file", "git does not know sockets, pipes and devices"),
            (leftOut, "file", "it holds secrets, so no workspace has it; add it to `.gitignore`"),
        ].flatMap { paths, kind, reason in
            paths.map { NotHonoured(subject: "\(kind) `\($0)`", reason: reason) }
        }
    }
}
