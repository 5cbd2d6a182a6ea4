import ContainerEngine
import Execution
import Workspaces

/// What runs leave behind that were killed, told by labels and names.
struct Leftovers: Sendable {
    private static let ownerLabel = "actlocal.owner"
    private static let machineLabel = "actlocal.machine"
    private static let bootLabel = "actlocal.boot"

    /// The engine that may hold leftovers.
    let engine: Engine
    /// The folder that may hold leftovers.
    let scratch: ScratchFolder
    /// Empties folders that this user may not empty himself.
    let emptying: FolderEmptying

    /// The labels of everything that this process creates in an engine.
    ///
    /// Shape: `actlocal.run` the run's id, `actlocal.owner` `<pid>.<start time>`, `actlocal.boot`
    /// the machine's present start, `actlocal.machine` an id of this machine, since an engine may
    /// serve several.
    static func labels(run: String) -> [String: String] {
        let owner = ProcessIdentity.current
        return [
            "actlocal.run": run, ownerLabel: "\(owner.process).\(owner.started)",
            machineLabel: machine, bootLabel: MachineBoot.id,
        ]
    }

    /// Removes what dead processes of this machine left, in the engine and on disk.
    ///
    /// - Returns: what is still there and why; the next run tries again.
    func remove() async -> [String] {
        var problems: [String] = []
        do {
            for owner in try await deadOwners() {
                problems += await Self.remove(owner, from: engine)
            }
            try await removeFolders()
        } catch {
            problems.append(Self.reason(error))
        }
        return problems
    }

    /// Removes what carries some labels in an engine.
    ///
    /// - Returns: what is still there and why.
    static func remove(_ labels: [LabelFilter], from engine: Engine) async -> [String] {
        do {
            return try await engine.removeEverything(labelled: labels).failures.map {
                "\($0.kind.rawValue) `\($0.name)`: \($0.error.message)"
            }
        } catch {
            return [reason(error)]
        }
    }

    /// Removes the folders of dead processes, as far as that needs no container.
    ///
    /// - Returns: what is still there and why.
    static func removeFolders(of scratch: ScratchFolder) async -> [String] {
        do {
            let remaining = try await scratch.removeLeftovers()
            guard !remaining.isEmpty else { return [] }
            return [WorkspaceError.notRemovable(paths: remaining).description]
        } catch {
            return [reason(error)]
        }
    }

    private static func reason(_ error: any Error) -> String {
        (error as? EngineError)?.message ?? "\(error)"
    }

    /// The labels of each process that made something in the engine and does not run any more.
    private func deadOwners() async throws -> Set<[LabelFilter]> {
        let filter = [LabelFilter(Self.machineLabel, Self.machine)]
        let labels =
            try await engine.containers(labelled: filter).map(\.labels)
            + engine.volumes(labelled: filter).map(\.labels)
            + engine.networks(labelled: filter).map(\.labels)
        var dead: Set<[LabelFilter]> = []
        for labels in labels where !Self.isAlive(labels) {
            guard let owner = labels[Self.ownerLabel], let boot = labels[Self.bootLabel] else {
                continue
            }
            dead.insert(
                filter + [LabelFilter(Self.ownerLabel, owner), LabelFilter(Self.bootLabel, boot)]
            )
        }
        return dead
    }

    /// Removes folders of dead processes, those with other users' files through a container.
    private func removeFolders() async throws {
        let denied = try await scratch.removeLeftovers()
        guard !denied.isEmpty, let image = try await engine.images().first?.id else { return }
        let folders = Set(
            denied.compactMap { path in
                path.dropFirst(scratch.root.count).split(separator: "/").first
            }
        )
        for folder in folders {
            try await emptying.empty("\(scratch.root)/\(folder)", image: image)
        }
        let remaining = try await scratch.removeLeftovers()
        guard remaining.isEmpty else { throw WorkspaceError.notRemovable(paths: remaining) }
    }

    /// Whether the process with these labels runs; a process of an earlier start does not.
    private static func isAlive(_ labels: [String: String]) -> Bool {
        guard labels[bootLabel] == MachineBoot.id else { return false }
        let parts = labels[ownerLabel]?.split(separator: ".") ?? []
        guard parts.count == 2, let process = Int32(parts[0]), let started = UInt64(parts[1])
        else { return true }
        return ProcessIdentity(process: process, started: started).isAlive
    }

    /// An id of this machine; its present start's where it has none of its own.
    static let machine = {
        let bytes = SmallFile.read("/etc/machine-id") ?? []
        let id = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        return id.isEmpty ? MachineBoot.id : id
    }()
}
