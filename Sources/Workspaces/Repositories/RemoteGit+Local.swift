import HostProcesses

extension RemoteGit {
    /// Refuses a commit whose files would fill the disk, before any of them is written.
    func checkSize(of commit: String, in repository: String) async throws {
        let outcome: ProcessOutcome
        do {
            outcome = try await local(
                ["--git-dir=\(repository)", "ls-tree", "-r", "-l", "-z", commit],
                in: repository
            )
        } catch HostProcessError.outputTooLarge {
            throw tooLarge("it has more than \(limits.files) files")
        }
        var (files, bytes) = (0, 0)
        for entry in outcome.standardOutput.split(separator: 0) {
            files += 1
            // `100644 blob <commit>     <size>\t<path>`, and `-` as the size of a submodule.
            let size = entry.prefix { $0 != 0x09 }.split(separator: 0x20).last ?? []
            bytes += Int(String(decoding: size, as: UTF8.self)) ?? 0
        }
        guard files <= limits.files else {
            throw tooLarge("it has more than \(limits.files) files")
        }
        guard bytes <= limits.bytes else {
            throw tooLarge("its files have more than \(limits.bytes >> 20) MiB")
        }
    }

    private func tooLarge(_ what: String) -> RepositoryError {
        .tooLarge(name, ref: ref, what: what)
    }

    /// Runs git on what is here already.
    ///
    /// - Throws: `RepositoryError.unusable` when it fails.
    @discardableResult
    func local(_ arguments: [String], in folder: String) async throws -> ProcessOutcome {
        let outcome = try await git.run(
            arguments,
            in: folder,
            adding: variables,
            outputLimit: 64 << 20
        )
        guard outcome.status.isSuccess else {
            let reason = outcome.errorText.split(whereSeparator: \.isNewline).first ?? "git failed"
            throw RepositoryError.unusable(name, ref: ref, reason: String(reason))
        }
        return outcome
    }
}
