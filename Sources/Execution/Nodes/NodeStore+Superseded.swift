#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension NodeStore {
    /// The nodes that no job chooses any more: there is a newer one of the same release line, C
    /// library and architecture, and has been since `time`, in seconds since 1970.
    package func superseded(before time: Double) -> [String] {
        let all = names.compactMap { name -> (name: String, kind: String, version: NodeVersion)? in
            let parts = name.split(separator: "-")
            guard parts.count == 3, let version = NodeVersion(parts[0]) else { return nil }
            return (name, "\(version.major)-\(parts[1])-\(parts[2])", version)
        }
        return all.filter { one in
            all.contains { other in
                other.kind == one.kind && one.version < other.version
                    && changed(other.name).map { $0 < time } == true
            }
        }.map(\.name)
    }

    /// Removes a node.
    ///
    /// - Returns: whether it is gone.
    package func remove(_ name: String) -> Bool {
        (try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")) != nil
    }

    private func changed(_ name: String) -> Double? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970
    }
}
