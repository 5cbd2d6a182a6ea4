package import ContainerEngine
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension DockerCache {
    /// A volume of the cache that may go.
    package struct Kept: Sendable, Hashable {
        /// The volume's name.
        package let name: String
        /// When an engine last took it, in seconds since 1970.
        package let used: Double
        /// The file that is locked by who uses it.
        fileprivate let lock: String
    }

    /// Whether engines of jobs have ever taken a volume of the cache in a folder.
    package static func isUsed(folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { $0.hasSuffix(".lock") }
    }

    /// The volumes of the cache in a folder that an engine keeps.
    ///
    /// - Throws: `EngineError`.
    package static func kept(in folder: String, by engine: Engine) async throws -> [Kept] {
        let volumes = try await engine.volumes(labelled: [LabelFilter("actlocal.folder", folder)])
        return volumes.map { volume in
            let number = volume.name.split(separator: "-").last ?? ""
            let lock = "\(folder)/\(number).lock"
            let attributes = try? FileManager.default.attributesOfItem(atPath: lock)
            let used = attributes?[.modificationDate] as? Date
            return Kept(name: volume.name, used: used?.timeIntervalSince1970 ?? 0, lock: lock)
        }
    }

    /// Removes volumes, but none that the engine of a job uses.
    ///
    /// - Returns: those that are gone.
    package static func remove(_ volumes: [Kept], from engine: Engine) async -> [Kept] {
        var gone: [Kept] = []
        for volume in volumes {
            guard let lock = try? FileLock(ifFree: volume.lock, .exclusive),
                await engineProblem({ try await engine.removeVolume(volume.name) }) == nil
            else { continue }
            withExtendedLifetime(lock) {}
            gone.append(volume)
        }
        return gone
    }
}
