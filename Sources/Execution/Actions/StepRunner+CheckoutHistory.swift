import InitProtocol
import Workspaces

extension StepRunner {
    /// Makes one commit without parents and other refs of a deeper history, as a fetch of depth 1
    /// brings it: what asks for more fails there and has to fail here.
    ///
    /// Other jobs may share the snapshot and ask for all of its history, so it is cut where it is
    /// used: git takes `.git/shallow` for the end of history, whatever objects there are.
    /// Source: actions/checkout `ref-helper.ts`, `getRefSpec`
    func shorten(_ place: String, to inputs: CheckoutInputs, ref: String) async throws {
        guard try await hasGit() else { return }
        let output = OutputBytes()
        let listed = try await git(["rev-list", "--max-count=2", "HEAD"], in: place) {
            await output.add($0)
        }
        let commits = await output.bytes.split(separator: 0x0A)
        // A repository without commits has none to cut.
        guard listed.status == .exited(0), let tip = commits.first else { return }
        let host = job.room.host
        let attributes = FileAttributes(mode: 0o644, owner: job.room.user)
        if commits.count > 1 {
            try await host.write(tip + [0x0A], to: place + "/.git/shallow", attributes)
        }
        let path = place + "/.git/packed-refs"
        guard let bytes = try await host.read(path, limit: 64 << 20) else { return }
        let refs = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let kept = refs.filter { line in
            let name = line.drop { $0 != " " }.dropFirst()
            if name.hasPrefix("refs/tags/") {
                return inputs.fetchesTags || name == ref || name == "refs/tags/\(ref)"
            }
            guard name.hasPrefix("refs/remotes/origin/") else { return true }
            // The branch that is checked out is the only one of its own.
            let branch = name.dropFirst("refs/remotes/origin/".count)
            return refs.contains { $0.hasSuffix(" refs/heads/\(branch)") }
        }
        guard kept.count < refs.count else { return }
        try await host.write(kept.flatMap { Array("\($0)\n".utf8) }, to: path, attributes)
    }
}
