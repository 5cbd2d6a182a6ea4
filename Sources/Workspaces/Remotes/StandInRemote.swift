import HostProcesses

/// The repository that stands in for the project's remote while a run lasts.
///
/// Shape: `<scratch>/remote-…/repository.git`, bare, made when git first asks for it. It reads the
/// developer's objects as alternates and has the refs that the real remote would have; what jobs
/// push is in it alone. Nothing in the developer's repository is written and no hook runs.
package actor StandInRemote {
    /// What git asks of a remote.
    package enum Service: String, Sendable {
        /// Sends what is fetched.
        case fetch = "upload-pack"
        /// Takes what is pushed.
        case push = "receive-pack"
    }

    /// One request of git's and the answer to it, each in a file.
    package struct Exchange: Sendable {
        /// What is asked.
        package let service: Service
        /// The value of `Git-Protocol`; empty for none.
        package let version: String
        /// Whether the request is packed by gzip.
        package let isCompressed: Bool
        /// The file with the request.
        package let request: String
        /// The file that gets the answer.
        package let response: String

        /// Describes a request.
        package init(
            _ service: Service,
            version: String,
            isCompressed: Bool,
            request: String,
            response: String
        ) {
            self.service = service
            self.version = version
            self.isCompressed = isCompressed
            self.request = request
            self.response = response
        }
    }

    /// A ref that a push made, moved or removed.
    package struct Change: Sendable, Hashable {
        /// The full ref.
        package let ref: String
        /// What it named before; nil for a new one.
        package let old: String?
        /// What it names now; nil for one that is gone.
        package let new: String?
        /// Whether commits that were new with it change files of workflows.
        package let changesWorkflows: Bool
    }

    /// The most bytes that a push may have, as on GitHub.
    package static let pushLimit = 2 << 30
    /// The most bytes that a request for objects may have, unpacked.
    static let requestLimit = 64 << 20

    let repository: GitRepository
    /// The files of the run's snapshot, whose `.git` may have a commit of its own.
    let checkout: String
    private let scratch: ScratchFolder
    private var making: Task<String, any Error>?
    private var named: Set<String> = []
    private var pushes: Task<Void, Never>?
    private var isClosed = false

    /// The full refs that pushes changed.
    private var changed: Set<String> = []

    /// Whether a job has pushed something.
    package var hasPushes: Bool { !changed.isEmpty }

    /// A stand-in that is not made yet.
    package init(
        of repository: GitRepository,
        snapshot: WorkspaceSnapshot,
        in scratch: ScratchFolder
    ) {
        self.repository = repository
        checkout = snapshot.checkout
        self.scratch = scratch
    }

    /// Git without the settings of the machine and its user.
    var git: GitCommand { repository.git.withoutUserSettings }

    /// What git is told first: the refs, or what the remote can do.
    ///
    /// - Parameters:
    ///   - service: What is asked.
    ///   - version: The value of `Git-Protocol`; empty for none.
    ///   - refs: Commits by full ref that the remote has because of the event.
    /// - Returns: what git writes for it.
    /// - Throws: `GitError`, `WorkspaceError` when it cannot be made.
    package func advertise(
        _ service: Service,
        version: String,
        refs: [String: String]
    ) async throws -> [UInt8] {
        let folder = try await made(with: refs)
        return try await git.output(
            [service.rawValue, "--stateless-rpc", "--advertise-refs", folder],
            in: folder,
            adding: Self.variables(version)
        )
    }

    /// Carries out a request; a push waits for the one before it.
    ///
    /// - Returns: what a push changed.
    /// - Throws: `GitError`, `WorkspaceError` when it cannot be made.
    package func answer(
        _ exchange: Exchange,
        refs: [String: String]
    ) async throws -> [Change] {
        let folder = try await made(with: refs)
        guard exchange.service == .push else {
            try await perform(exchange, in: folder)
            return []
        }
        let earlier = pushes
        let push = Task {
            await earlier?.value
            let before = try await self.refs(in: folder)
            try await self.perform(exchange, in: folder)
            let after = try await self.refs(in: folder)
            return await self.changes(from: before, to: after, in: folder)
        }
        pushes = Task { _ = await push.result }
        let changes = try await withTaskCancellationHandler {
            try await push.value
        } onCancel: {
            push.cancel()
        }
        changed.formUnion(changes.map(\.ref))
        return changes
    }

    /// What git writes of the stand-in after a push; nil when it fails or nothing was pushed.
    package func output(_ arguments: [String]) async -> [UInt8]? {
        guard hasPushes, !isClosed, let folder = try? await making?.value else { return nil }
        return try? await git.output(arguments, in: folder, adding: Self.variables(""))
    }

    /// Where a ref or a commit is to be had that only a push of this run explains; nil for others.
    ///
    /// `ref` is as `actions/checkout` takes it: a branch, a tag, a full ref or a commit.
    package func address(ofPushed ref: String) async -> String? {
        guard hasPushes, !isClosed, !ref.isEmpty, let folder = try? await making?.value else {
            return nil
        }
        let names = [ref, "refs/heads/\(ref)", "refs/tags/\(ref)"]
        if !changed.isDisjoint(with: names) { return "file://\(folder)" }
        guard [40, 64].contains(ref.utf8.count), ref.allSatisfy(\.isHexDigit) else { return nil }
        let question = ["cat-file", "-e", "\(ref)^{commit}"]
        let own = try? await git.run(question, in: repository.root)
        guard own?.status.isSuccess == false, await output(question) != nil else { return nil }
        return "file://\(folder)"
    }

    /// Removes it with all that was pushed.
    package func remove() async {
        isClosed = true
        guard let folder = try? await making?.value else { return }
        await pushes?.value
        let place = String(folder.dropLast("/repository.git".count))
        try? await BlockingWork.run { _ in try FolderRemoval.remove(place) }
    }

    /// The repository, made once, with the refs of one more event.
    private func made(with refs: [String: String]) async throws -> String {
        guard !isClosed else { throw CancellationError() }
        if let making {
            let folder = try await making.value
            try await add(refs, in: folder)
            return folder
        }
        named = Set(refs.keys)
        let making = Task {
            let folder = try scratch.make("remote") + "/repository.git"
            try await StandInRepository(repository, checkout: checkout, at: folder).make(refs)
            return folder
        }
        self.making = making
        return try await making.value
    }

    /// Adds the refs that no event had before.
    private func add(_ refs: [String: String], in folder: String) async throws {
        for (name, commit) in refs where named.insert(name).inserted {
            _ = try await git.run(
                ["update-ref", "--end-of-options", name, commit, ""],
                in: folder
            )
        }
    }

    private func perform(_ exchange: Exchange, in folder: String) async throws {
        let limited = "gzip -dc <\"$in\" | head -c \(Self.requestLimit) | \"$@\""
        let command = exchange.isCompressed ? limited : "exec \"$@\" <\"$in\""
        let outcome = try await git.run(
            [exchange.service.rawValue, "--stateless-rpc", folder],
            in: folder,
            adding: Self.variables(exchange.version),
            launcher: [
                "sh", "-c", "in=$1 out=$2; shift 2; exec >\"$out\"; \(command)", "sh",
                exchange.request, exchange.response,
            ]
        )
        // What git has to say to the other end is in the answer already.
        guard outcome.status.isSuccess || (SmallFile.facts(of: exchange.response)?.size ?? 0) > 0
        else {
            throw GitError(
                arguments: [exchange.service.rawValue],
                directory: folder,
                outcome: outcome
            )
        }
    }

    private func refs(in folder: String) async throws -> [String: String] {
        let bytes = try await git.output(
            ["for-each-ref", "--format=%(objectname) %(refname)"],
            in: folder
        )
        var refs: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { refs[String(parts[1])] = String(parts[0]) }
        }
        return refs
    }

    private func changes(
        from before: [String: String],
        to after: [String: String],
        in folder: String
    ) async -> [Change] {
        let refs = Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }
        var changes: [Change] = []
        for ref in refs {
            var isOfWorkflows = false
            if let new = after[ref] {
                let known = Set(before.values).map { "^\($0)\n" }.joined()
                let commits = try? await git.output(
                    ["rev-list", "--max-count=1", "--stdin", "--", ".github/workflows"],
                    in: folder,
                    input: Array("\(new)\n\(known)".utf8),
                    adding: Self.variables("")
                )
                isOfWorkflows = commits?.isEmpty == false
            }
            changes.append(
                Change(
                    ref: ref,
                    old: before[ref],
                    new: after[ref],
                    changesWorkflows: isOfWorkflows
                )
            )
        }
        return changes
    }

    /// Only git's own words reach its environment.
    private static func variables(_ version: String) -> [String: String] {
        let known = ["version=0", "version=1", "version=2"]
        let own = ["GIT_NO_LAZY_FETCH": "1"]
        guard known.contains(version) else { return own }
        return own.merging(["GIT_PROTOCOL": version]) { $1 }
    }
}
