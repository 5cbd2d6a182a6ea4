import ContainerEngine
import InitProtocol

/// The job's folders as a second container of the same engine mounts them.
///
/// A folder inside a volume is bound from where the engine keeps that volume. A step of the job
/// may have put a link there, which the engine would follow anywhere on its machine. So the whole
/// volume is mounted too, read-only and out of the way, and nothing of the image is run before the
/// kernel's own table has shown that each folder is really one of that volume.
struct SharedFolders: Sendable {
    private struct Folder {
        let own: String
        let target: String
        let volume: String
    }

    private var folders: [Folder] = []
    /// What the second container mounts.
    private(set) var mounts: [ContainerMount] = []

    /// Shares folders of a container with the mounts that the engine tells of it.
    init(
        _ wanted: [(own: String, inAction: String)],
        of container: [MountDetails]
    ) throws(SharedFolderError) {
        var volumes: [String: String] = [:]
        for (own, target) in wanted {
            let around = container.filter { own == $0.target || own.hasPrefix($0.target + "/") }
            guard let mount = around.max(by: { $0.target.count < $1.target.count }),
                mount.kind == "volume"
            else { throw .notInVolume(own) }
            let whole =
                volumes[mount.name] ?? "\(JobMaking.filesFolder)/volumes/\(volumes.count)"
            if volumes.updateValue(whole, forKey: mount.name) == nil {
                mounts.append(.volume(mount.name, at: whole, isReadOnly: true))
            }
            mounts.append(.bind(mount.source + own.dropFirst(mount.target.count), at: target))
            folders.append(Folder(own: own, target: target, volume: whole))
        }
    }

    /// Makes sure that every folder is what it seems to be.
    func check(on host: InitStepHost) async throws {
        let bytes = try await host.read(MountTable.path, limit: MountTable.limit) ?? []
        let table = MountTable(String(decoding: bytes, as: UTF8.self))
        for folder in folders {
            guard let whole = table[folder.volume], let part = table[folder.target],
                part.isInside(whole)
            else { throw SharedFolderError.elsewhere(folder.own) }
        }
    }
}

/// Why a folder of the job is not shared with another container.
enum SharedFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is in no volume that a second container could mount.
    case notInVolume(String)
    /// A link leads from it to somewhere outside of the job.
    case elsewhere(String)

    /// What happened.
    var description: String {
        switch self {
        case .notInVolume(let path):
            "`\(path)` is mounted from elsewhere, and a container action cannot share it; leave "
                + "it out of the `volumes` of the job's container"
        case .elsewhere(let path):
            "`\(path)` is a link out of the job's files, which no container action follows"
        }
    }
}
