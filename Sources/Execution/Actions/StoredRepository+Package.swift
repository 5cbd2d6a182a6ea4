import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension StoredRepository {
    private struct Package: Decodable {
        let version: String?
    }

    /// The version that `package.json` in its top folder names, such as `4.2.0`; nil without one.
    var packageVersion: String? {
        let path = "\(folder)/package.json"
        guard case .file(let bytes) = FolderBounds(folder).entry(at: path), bytes <= 1 << 20,
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return (try? JSONDecoder().decode(Package.self, from: data))?.version
    }
}
