import InitProtocol
import Workspaces

/// A submodule as the checkout around it names it.
struct Submodule: Sendable, Hashable {
    /// Its folder, relative to the checkout around it.
    let path: String
    /// The commit that is wanted, 40 hex digits.
    let commit: String
    /// Where it is fetched from, as `.gitmodules` has it.
    let url: String

    /// The address, seen from a repository at `origin` when it is relative.
    ///
    /// Source: `git help submodule`, `add`
    func address(from origin: String) -> String {
        guard url.hasPrefix("./") || url.hasPrefix("../") else { return url }
        var base = origin[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        var parts = url.split(separator: "/", omittingEmptySubsequences: false)[...]
        while let part = parts.first, part == "." || part == ".." {
            if part == "..", let slash = base.lastIndex(of: "/") { base = base[..<slash] }
            parts = parts.dropFirst()
        }
        return "\(base)/\(parts.joined(separator: "/"))"
    }
}

extension StepRunner {
    /// Fetches the submodules of a checkout into their places.
    ///
    /// They are fetched as other repositories are: by the git of this machine, from the hosts that
    /// the run knows. The job's git tells what is wanted, and takes note of them.
    /// Source: actions/checkout `git-source-provider.ts`, `git submodule update --init --force`
    func fetchSubmodules(
        of place: String,
        _ inputs: CheckoutInputs,
        from store: RepositoryStore?,
        at hosts: RepositoryHosts?
    ) async throws {
        guard inputs.submodules != .without else { return }
        guard try await hasGit() else { throw SubmoduleError.withoutGit }
        let wanted = try await submodules(of: place)
        guard !wanted.isEmpty else { return }
        let origin = try? await text(of: ["config", "remote.origin.url"], in: place).first
        for module in wanted {
            let address = module.address(from: origin ?? "")
            guard let store,
                let name = hosts?.repository(at: address) ?? hosts?.mirrored(at: address)
            else { throw SubmoduleError.elsewhere(path: module.path, url: address) }
            let fetched = try await store.checkout(
                name,
                ref: module.commit,
                depth: inputs.depth,
                from: hosts,
                login: inputs.login
            )
            let folder = "\(place)/\(module.path)"
            try await empty(folder)
            try await job.room.host.unpack(
                UnpackRequest(destination: folder, owner: job.room.user),
                next: PackingPipe.stream { try await fetched.writeArchive(to: $0) }
            )
            try await trust(folder, inputs)
            guard inputs.submodules == .recursive else { continue }
            try await fetchSubmodules(of: folder, inputs, from: store, at: hosts)
        }
        let paths = wanted.map(\.path)
        for arguments in [["init", "--quiet"], ["absorbgitdirs"], ["sync", "--quiet"]] {
            _ = try await text(of: ["submodule"] + arguments + ["--"] + paths, in: place)
        }
    }

    /// What `.gitmodules` and the index of a checkout say together.
    private func submodules(of place: String) async throws -> [Submodule] {
        // `160000 <commit> 0\t<path>`; git lets no such path leave its folder.
        let listed = try await text(of: ["ls-files", "--stage", "-z"], in: place, separator: 0)
            .filter { $0.hasPrefix("160000 ") }
        guard !listed.isEmpty else { return [] }
        let pattern = "^submodule\\..*\\.(path|url)$"
        let isDescribed = try await job.room.host.exists(place + "/.gitmodules")
        let settings =
            isDescribed
            ? try await text(
                of: ["config", "--file", ".gitmodules", "--null", "--get-regexp", pattern],
                in: place,
                separator: 0
            ) : []
        var paths: [Substring: String] = [:]
        var urls: [Substring: String] = [:]
        for setting in settings {
            guard let end = setting.firstIndex(of: "\n") else { continue }
            let value = String(setting[setting.index(after: end)...])
            let key = setting[..<end]
            let name = key.dropLast(key.hasSuffix(".path") ? ".path".count : ".url".count)
            if key.hasSuffix(".path") { paths[name] = value } else { urls[name] = value }
        }
        var wanted: [Submodule] = []
        for entry in listed {
            let sides = entry.split(separator: "\t", maxSplits: 1)
            let words = sides.first?.split(separator: " ") ?? []
            guard sides.count == 2, words.count == 3 else { continue }
            guard let name = paths.first(where: { $0.value == sides[1] })?.key, let url = urls[name]
            else { throw SubmoduleError.withoutAddress(path: String(sides[1])) }
            wanted.append(Submodule(path: String(sides[1]), commit: String(words[1]), url: url))
        }
        return wanted
    }

    /// What the job's git writes, part by part.
    ///
    /// - Throws: `SubmoduleError` with git's words when it fails.
    private func text(
        of arguments: [String],
        in folder: String,
        separator: UInt8 = 0x0A
    ) async throws -> [String] {
        let output = OutputBytes()
        let exit = try await git(arguments, in: folder) { await output.add($0) }
        let bytes = await output.bytes
        guard exit.status == .exited(0) else {
            let text = String(decoding: bytes, as: UTF8.self)
            throw SubmoduleError.git(text.split(separator: "\n").last.map(String.init) ?? "")
        }
        return bytes.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Why submodules are not fetched.
enum SubmoduleError: Error, CustomStringConvertible {
    /// The job has no git.
    case withoutGit
    /// `.gitmodules` does not say where a submodule is.
    case withoutAddress(path: String)
    /// A submodule is on no git host of the run; its job cannot run here.
    case elsewhere(path: String, url: String)
    /// The job's git refused; its words.
    case git(String)

    /// The wording; the first is that of the action, the second git's.
    var description: String {
        switch self {
        case .withoutGit:
            "Input 'submodules' not supported when falling back to download using the GitHub REST "
                + "API. To create a local Git repository instead, add Git 2.18 or higher to the "
                + "PATH."
        case .withoutAddress(let path):
            "No url found for submodule path '\(path)' in .gitmodules"
        case .elsewhere(let path, let url):
            Self.elsewhere(path, GitRemote(name: "", url: url))
        case .git(let words): "git cannot tell of the submodules: \(words)"
        }
    }

    /// Whether it is this run, and not the workflow, that keeps the submodule from being fetched.
    var isOfRun: Bool {
        if case .elsewhere = self { true } else { false }
    }

    private static func elsewhere(_ path: String, _ remote: GitRemote) -> String {
        let start = "the submodule `\(path)` is at `\(remote.url)`, "
        guard let owner = remote.owner else { return start + "which is no git host's address" }
        return start + "which is not on the run's git host; say where it is fetched from by "
            + "`--repository-mirror \(owner)/\(remote.repository)=URL`"
    }
}
