import InitProtocol
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Volumes that keep what jobs' own Docker engines have built and pulled, from one run to the next.
///
/// An engine needs a volume for itself: each is taken with a lock of this machine's processes, the
/// first free one, so that jobs one after the other share the first.
package struct DockerCache: Sendable {
    /// A volume, for as long as the value lives.
    struct Place: Sendable {
        /// The volume's name.
        let volume: String
        /// Keeps others from it.
        let lock: FileLock
    }

    private static let capacity = 1000

    private let folder: String
    private let name: String

    /// A cache whose locks are files of `folder`; `machine` tells machines apart that share an
    /// engine.
    package init(folder: String, machine: String) {
        self.folder = folder
        let hash = SHA256.hexadecimal(SHA256.digest(of: "\(machine)\n\(folder)".utf8))
        name = "actlocal-docker-\(hash.prefix(12))"
    }

    /// The labels of every such volume: what it is, and whose.
    var labels: [String: String] { ["actlocal.cache": "docker", "actlocal.folder": folder] }

    /// Takes the first volume that no other engine has.
    ///
    /// - Throws: when the folder cannot be written.
    func take() throws -> Place? {
        try SmallFile.makeFolder(folder, mode: 0o700)
        for number in 1...Self.capacity {
            if let lock = try FileLock(ifFree: "\(folder)/\(number).lock", .exclusive) {
                // Its time tells when the volume was last of use.
                try? FileManager.default.setAttributes(
                    [.modificationDate: Date()],
                    ofItemAtPath: "\(folder)/\(number).lock"
                )
                return Place(volume: "\(name)-\(number)", lock: lock)
            }
        }
        return nil
    }
}
