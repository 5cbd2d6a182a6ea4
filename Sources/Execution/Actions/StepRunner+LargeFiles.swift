import InitProtocol
import Workspaces

extension StepRunner {
    /// Lists `lfs` of a checkout as not honoured when files of git's large file storage are not
    /// there.
    ///
    /// A workspace of the own repository has them where the developer's working tree has; nothing
    /// is fetched from such a storage.
    func reportPointers(at place: String, _ inputs: CheckoutInputs, _ attempt: Attempt) async {
        guard inputs.wantsLargeFiles else { return }
        do {
            let count = try await pointers(at: place)
            guard count > 0 else { return }
            let subject = count == 1 ? "a file is" : "\(count) files are"
            let reason =
                "\(subject) only what points to git's large file storage, from which nothing is "
                + "fetched; `git lfs pull` in the project brings the project's own"
            await ignore("lfs", because: reason, attempt)
        } catch {
            let reason = "nobody can tell whether all files are there: \(error)"
            await ignore("lfs", because: reason, attempt)
        }
    }

    /// Why the files cannot be told from what points to them.
    private struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    /// How many files of a checkout only point to their content.
    ///
    /// Source: git-lfs `docs/spec.md`
    private func pointers(at place: String) async throws -> Int {
        guard try await hasGit() else { throw Unknown(description: "the job has no git") }
        let output = OutputBytes()
        let pattern = "^version https://git-lfs.github.com/spec/v1$"
        let exit = try await git(
            ["grep", "-I", "-l", "-z", "-e", pattern, "--", ":(attr:filter=lfs)"],
            in: place
        ) { await output.add($0) }
        // With 1 it tells that there is none.
        guard exit.status == .exited(0) || exit.status == .exited(1) else {
            let words = String(decoding: await output.bytes, as: UTF8.self)
            throw Unknown(description: words.split(separator: "\n").last.map(String.init) ?? "")
        }
        return await output.bytes.count { $0 == 0 }
    }
}
