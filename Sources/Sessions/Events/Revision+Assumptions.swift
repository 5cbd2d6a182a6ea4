import Diagnostics
import Workspaces

extension Revision {
    /// What is taken for granted of the branches, because the repository does not tell.
    var assumptions: [Diagnostic] {
        guard !isRefChosen else { return otherCommitNote }
        var notes: [Diagnostic] = []
        if let branch = repository.assumedBranch, ref == repository.ref {
            notes.append(
                .assumption(
                    "`HEAD` is no branch: it is taken for the branch `\(branch)`",
                    at: nil,
                    help: "name another with `--ref`"
                )
            )
        }
        if repository.isDefaultBranchGuessed {
            notes.append(
                .assumption(
                    "the default branch is taken to be `\(repository.defaultBranch)`, because the "
                        + "repository does not tell",
                    at: nil,
                    help: "`git remote set-head origin --auto` makes it known"
                )
            )
        }
        return notes
    }

    /// That the files are not those of the ref that the user named.
    private var otherCommitNote: [Diagnostic] {
        guard let otherCommit else { return [] }
        let name = RefName.short(ref)
        return [
            .assumption(
                "`\(name)` is the commit \(otherCommit.prefix(7)) here, and the run has "
                    + "\(sha.prefix(7)) and the files as they are",
                at: nil,
                help: "`--commit \(name)` runs what it names"
            )
        ]
    }
}
