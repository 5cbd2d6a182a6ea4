import InitProtocol

extension StepRunner {
    /// The job's environment as git is run in it for a checkout.
    private var gitEnvironment: [String: String] {
        var environment: [String: String] = [:]
        for entry in job.room.baseEnvironment {
            environment[entry.name] = entry.value
        }
        environment["HOME"] = job.room.paths.home ?? environment["HOME"]
        return environment
    }

    /// Whether the job has git.
    func hasGit() async throws -> Bool { try await program("git") != nil }

    /// Where a program is in the job; nil for nowhere.
    func program(_ name: String) async throws -> String? {
        try await job.room.host.find(name, searchPath: gitEnvironment["PATH"] ?? "")
    }

    /// Runs the job's git in a folder, as the user that steps run as.
    func git(
        _ arguments: [String],
        in folder: String,
        output: @escaping @Sendable (ArraySlice<UInt8>) async -> Void = { _ in }
    ) async throws -> ProcessExit {
        let request = ProcessRequest(
            arguments: ["git"] + arguments,
            environment: gitEnvironment,
            workingDirectory: folder,
            user: job.room.user
        )
        return try await job.room.host.run(request, output: output)
    }

    /// Lets git work in files that another user owns, as the action does.
    func trust(_ place: String, _ inputs: CheckoutInputs) async throws {
        guard inputs.setsSafeDirectory, try await !ownsCheckout(), try await hasGit()
        else { return }
        _ = try await git(["config", "--global", "--add", "safe.directory", place], in: "/")
    }

    /// Removes what git knows of a checkout and leaves everything else.
    ///
    /// - Returns: false when there is no checkout, or no git that could tell.
    /// - Source: actions/checkout `git-directory-helper.ts`
    func keepsUntracked(at place: String) async throws -> Bool {
        let repository = place + "/.git"
        guard try await job.room.host.entry(at: repository)?.kind == .directory,
            try await hasGit()
        else { return false }
        // The tree without files, by the name that git gives it in this repository.
        let tree = OutputBytes()
        let named = try await git(["hash-object", "-t", "tree", "/dev/null"], in: place) {
            await tree.add($0)
        }
        let name = String(decoding: await tree.bytes, as: UTF8.self).prefix(while: \.isHexDigit)
        guard named.status == .exited(0),
            try await git(["read-tree", "-u", "--reset", String(name)], in: place).status
                == .exited(0)
        else { return false }
        try await job.room.host.remove(repository)
        return true
    }

    /// Leaves only what `sparse-checkout` names, by git's own rules.
    ///
    /// - Returns: why everything is still there; nil when nothing was to be left out.
    /// - Throws: `CheckoutError` with git's words for patterns that git refuses.
    func narrow(_ place: String, to inputs: CheckoutInputs) async throws -> String? {
        guard !inputs.sparsePatterns.isEmpty else { return nil }
        guard try await hasGit() else { return "git is not in the job's image" }
        let mode = inputs.isCone ? "--cone" : "--no-cone"
        let output = OutputBytes()
        let exit = try await git(
            ["sparse-checkout", "set", mode] + inputs.sparsePatterns,
            in: place
        ) { await output.add($0) }
        guard exit.status == .exited(0) else {
            throw CheckoutError.git(String(decoding: await output.bytes, as: UTF8.self))
        }
        return nil
    }
}
