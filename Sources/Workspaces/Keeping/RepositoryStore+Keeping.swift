#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension RepositoryStore {
    /// The commits and working trees of other repositories that are kept below a root.
    package static func kept(in root: String) -> [KeptFolder] {
        SmallFile.names(in: root).flatMap { name -> [KeptFolder] in
            let shelf = RepositoryShelf(folder: "\(root)/\(name)")
            let address = RepositoryShelf.decoded(name)
            return shelf.places.compactMap { place in
                guard let used = KeptFolder.time(of: place.path) else { return nil }
                return KeptFolder(
                    name: "\(address) \(place.label)",
                    used: used,
                    path: place.path,
                    shelf: shelf.folder
                )
            }
        }
    }

    /// Removes what is kept of repositories, but nothing of one that a run uses, and nothing that
    /// was used since it was looked at.
    ///
    /// - Returns: those that are gone.
    package static func remove(_ folders: [KeptFolder]) async -> [KeptFolder] {
        var gone: [KeptFolder] = []
        for (folder, kept) in Dictionary(grouping: folders, by: \.shelf) {
            let shelf = RepositoryShelf(folder: folder)
            guard let use = try? FileLock(ifFree: shelf.use, .exclusive),
                let lock = try? FileLock(ifFree: shelf.lock, .exclusive)
            else { continue }
            for item in kept where KeptFolder.time(of: item.path) == item.used {
                // It goes at once, or the rest of it with the next download.
                guard let bin = try? shelf.building.make("old"),
                    rename(item.path, "\(bin)/old") == 0
                else { continue }
                do {
                    try await BlockingWork.run { _ in try FolderRemoval.remove(bin) }
                    gone.append(item)
                } catch {
                    // What is left of it takes room still.
                }
            }
            withExtendedLifetime((use, lock)) {}
        }
        return gone
    }
}

extension RepositoryShelf {
    /// A shelf that is there.
    init(folder: String) { self.folder = folder }

    /// The file that is locked by those who use what is on the shelf.
    var use: String { folder + "/use" }

    /// All commits and working trees, and what tells each from the others.
    fileprivate var places: [(path: String, label: String)] {
        SmallFile.names(in: folder + "/commits").map {
            (place(of: $0), String($0.prefix(12)))
        }
            + SmallFile.names(in: folder + "/checkouts").map {
                ("\(folder)/checkouts/\($0)", "checkout " + $0.prefix(12))
            }
    }
}
