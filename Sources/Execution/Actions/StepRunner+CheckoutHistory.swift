import InitProtocol
import Workspaces

extension StepRunner {
    /// Makes `HEAD` and the refs of a checkout those that a fetch of one ref leaves.
    ///
    /// Jobs share a snapshot and ask for several refs of it; only these files differ.
    func name(_ ref: CheckoutRef, at place: String, _ inputs: CheckoutInputs) async throws {
        let names = ["HEAD", "packed-refs", "config"]
        var texts: [String] = []
        for name in names {
            let bytes = try await job.room.host.read("\(place)/.git/\(name)", limit: 64 << 20)
            // Without commits there are no refs.
            guard let bytes else { return }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        let earlier = texts
        var files = CheckedOutFiles(
            head: texts[0],
            packedRefs: texts[1],
            configuration: texts[2]
        )
        files.checkOut(
            ref,
            keepsBranches: inputs.depth == 0,
            keepsTags: inputs.depth == 0 || inputs.fetchesTags
        )
        texts = [files.head, files.packedRefs, files.configuration]
        for (index, name) in names.enumerated() where texts[index] != earlier[index] {
            try await write(texts[index], to: "\(place)/.git/\(name)")
        }
    }

    /// Cuts a deeper history to so many commits from each ref: what asks for more fails after such
    /// a fetch and has to fail here.
    ///
    /// Other jobs may share the snapshot and ask for all of its history, so it is cut where it is
    /// used: git takes `.git/shallow` for the end of history, whatever objects there are.
    func shorten(_ place: String, to depth: Int) async throws {
        guard depth > 0, try await hasGit() else { return }
        let tips = try await revisions(["--no-walk=unsorted", "--all", "HEAD"], in: place)
        guard let tips else { return }
        let names = tips.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        let listing = depth == 1 ? tips : try await revisions(["--all", "HEAD"], in: place)
        let path = place + "/.git/shallow"
        let earlier = try await job.room.host.read(path, limit: 64 << 20) ?? []
        let ends = HistoryEnd.commits(
            in: listing ?? tips,
            from: names,
            depth: depth,
            earlier: Set(
                String(decoding: earlier, as: UTF8.self).split(separator: "\n").map(String.init)
            )
        )
        guard !ends.isEmpty else { return }
        try await write(ends.map { "\($0)\n" }.joined(), to: path)
    }

    /// The commits that git lists, each with its parents; nil where it lists none.
    ///
    /// Lines of anything else are git's warnings: a name of theirs would spoil `.git/shallow`.
    private func revisions(_ arguments: [String], in place: String) async throws -> String? {
        let output = OutputBytes(limit: 1 << 30)
        let exit = try await git(["rev-list", "--parents"] + arguments, in: place) {
            await output.add($0)
        }
        // A repository without commits has none to cut.
        guard exit.status == .exited(0) else { return nil }
        guard await !output.isCut else {
            throw CheckoutError.git("the history has more commits than can be listed")
        }
        let lines = String(decoding: await output.bytes, as: UTF8.self).split(separator: "\n")
        let names = lines.filter { line in
            line.split(separator: " ").allSatisfy { word in
                [40, 64].contains(word.utf8.count) && word.allSatisfy(\.isHexDigit)
            }
        }
        return names.joined(separator: "\n")
    }

    private func write(_ text: String, to path: String) async throws {
        let attributes = FileAttributes(mode: 0o644, owner: job.room.user)
        try await job.room.host.write(Array(text.utf8), to: path, attributes)
    }
}
