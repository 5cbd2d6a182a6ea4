import Synchronization

/// The releases that jobs of a run believe they made: later requests of the run find them.
///
/// They are kept in memory alone and end with the server.
final class MadeReleases: Sendable {
    private let releases = Mutex<[Int: [APIValue]]>([:])

    /// Those of a run, the newest first.
    func all(of run: Int) -> [APIValue] {
        releases.withLock { $0[run] ?? [] }
    }

    /// Keeps a release, or what changed of one that is known; gives all that is known of it now.
    ///
    /// - Parameters:
    ///   - release: All that a new one has.
    ///   - changes: What the job said of it.
    ///   - run: The run that makes it.
    ///   - page: Where releases are shown, without the tag.
    /// - Returns: the release.
    func keep(
        _ release: APIValue,
        changes: APIValue,
        of run: Int,
        page: String
    ) -> APIValue {
        releases.withLock { releases in
            var all = releases[run] ?? []
            let index = all.firstIndex { $0["id"] == release["id"] }
            var kept = index.map { all[$0].adding(changes.fields) } ?? release
            if kept["draft"] == true {
                kept = kept.adding(["published_at": .null])
            } else if kept["published_at"] == .null {
                kept = kept.adding(["published_at": release["updated_at"]])
            }
            if let tag = kept["tag_name"].text {
                kept = kept.adding(["html_url": .text("\(page)/tag/\(tag)")])
            }
            if let index { all[index] = kept } else { all.insert(kept, at: 0) }
            releases[run] = all
            return kept
        }
    }

    /// Adds a file to a release.
    func add(_ asset: APIValue, to release: Int, of run: Int) {
        change(release, of: run) { $0 + [asset] }
    }

    /// Takes a file from whichever release has it.
    func removeAsset(_ asset: Int, of run: Int) {
        for release in all(of: run) {
            change(release["id"].integer ?? 0, of: run) { assets in
                assets.filter { $0["id"].integer != asset }
            }
        }
    }

    /// Removes a release.
    func remove(_ release: Int, of run: Int) {
        releases.withLock { $0[run]?.removeAll { $0["id"].integer == release } }
    }

    private func change(_ release: Int, of run: Int, _ body: ([APIValue]) -> [APIValue]) {
        releases.withLock { releases in
            guard let index = releases[run]?.firstIndex(where: { $0["id"].integer == release }),
                let found = releases[run]?[index]
            else { return }
            releases[run]?[index] = found.adding(["assets": .list(body(found["assets"].items))])
        }
    }
}
