package import RunEvents
package import Workspaces

extension StoredRepository {
    /// What a run's report tells of it: the commit that its ref names, and what was left out of it.
    package var happenings: [Happening] {
        let links = droppedLinks.map { link in
            Happening.notHonoured(
                NotHonoured(
                    subject: "`\(link)` in `\(name)@\(ref)`",
                    reason: "the link leads out of its repository, and was left out",
                    job: nil,
                    span: nil
                )
            )
        }
        guard ref.lowercased() != commit else { return links }
        let origin = url + (movedFrom.map { ", moved from \($0)" } ?? "")
        let resolved = Substitution(
            kind: .commit,
            original: "\(name)@\(ref)",
            replacement: commit,
            source: origin
        )
        return [.substitution(resolved)] + links
    }
}
