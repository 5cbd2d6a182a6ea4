import RunEvents
import Workspaces

extension SnapshotFindings {
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
