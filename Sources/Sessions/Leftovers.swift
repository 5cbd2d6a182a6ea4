import ContainerEngine
import Execution
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What runs leave behind that were killed, told by labels and names.
struct Leftovers: Sendable {
    private static let ownerLabel = "actlocal.owner"
    private static let machineLabel = "actlocal.machine"

    /// The engine that may hold leftovers.
    let engine: Engine
    /// The folder that may hold leftovers.
    let scratch: ScratchFolder

    /// The labels of everything that this process creates in an engine.
    ///
    /// Shape: `actlocal.run` the run's id, `actlocal.owner` `<pid>.<start time>`,
    /// `actlocal.machine` an id of this machine, since an engine may serve several.
    static func labels(run: String) -> [String: String] {
        let owner = ProcessIdentity.current
        return [
            "actlocal.run": run, ownerLabel: "\(owner.process).\(owner.started)",
            machineLabel: machine,
        ]
    }

    /// Removes what dead processes of this machine left, in the engine and on disk.
    ///
    /// What cannot be removed now is left for the next run; it harms nobody.
    func remove() async {
        var owners: Set<String> = []
        let filter = [LabelFilter(Self.machineLabel, Self.machine)]
        if let containers = try? await engine.containers(labelled: filter) {
            owners.formUnion(containers.compactMap { $0.labels[Self.ownerLabel] })
        }
        if let volumes = try? await engine.volumes(labelled: filter) {
            owners.formUnion(volumes.compactMap { $0.labels[Self.ownerLabel] })
        }
        if let networks = try? await engine.networks(labelled: filter) {
            owners.formUnion(networks.compactMap { $0.labels[Self.ownerLabel] })
        }
        for owner in owners where !Self.isAlive(owner) {
            _ = try? await engine.removeEverything(
                labelled: filter + [LabelFilter(Self.ownerLabel, owner)]
            )
        }
        _ = try? await scratch.removeLeftovers()
    }

    private static func isAlive(_ owner: String) -> Bool {
        let parts = owner.split(separator: ".")
        guard parts.count == 2, let process = Int32(parts[0]), let started = UInt64(parts[1])
        else { return true }
        return ProcessIdentity(process: process, started: started).isAlive
    }

    /// An id of this machine's present start; process numbers mean nothing beyond it.
    private static let machine: String = {
        let bytes = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
        return String(decoding: bytes ?? Data(), as: UTF8.self).filter { !$0.isWhitespace }
    }()
}
