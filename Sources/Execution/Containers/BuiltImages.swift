package import ContainerEngine
import Workspaces

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whose the images are that an engine builds for actions, and which of them may go again.
package struct BuiltImages: Sendable {
    /// An image that the engine keeps for later runs.
    package struct Kept: Sendable, Hashable {
        /// Its name, or its id where a newer image has taken its name.
        package let name: String
        /// Its id.
        fileprivate let id: String
        /// The bytes of all its layers.
        package let size: Int
        /// When a run last built it, or found it built, in seconds since 1970.
        package let used: Double
        /// Whether no name leads to it: its action was changed since.
        package let isSuperseded: Bool
    }

    /// The label of every image that is built for an action; its value is the action.
    static let label = "actlocal.action"
    private static let owner = "actlocal.folder"

    private let folder: String

    /// The images of runs that keep things in `folder`, of this machine.
    package init(folder: String) {
        self.folder = folder
    }

    /// Whether an image was ever built: the engine need not be asked else.
    package var areThere: Bool { SmallFile.facts(of: mark) != nil }

    /// A file that says so, and that runs lock while they may use an image.
    private var mark: String { folder + "/images.use" }

    /// The labels of the image of an action.
    func labels(of action: String) -> [String: String] {
        [Self.label: action, Self.owner: folder]
    }

    /// Keeps all images for as long as the value lives; from now on the folder says that there are
    /// any.
    ///
    /// - Throws: when the folder cannot be written.
    func hold() async throws -> FileLock {
        try SmallFile.makeFolder(folder, mode: 0o700)
        return try await FileLock.acquire(mark, .shared)
    }

    /// The images that an engine keeps.
    ///
    /// - Throws: `EngineError`.
    package func kept(by engine: Engine) async throws -> [Kept] {
        let labels = [LabelFilter(Self.label), LabelFilter(Self.owner, folder)]
        var kept: [Kept] = []
        for image in try await engine.images(labelled: labels) {
            guard let details = try? await engine.image(image.id) else { continue }
            kept.append(
                Kept(
                    name: image.tags.first ?? image.id,
                    id: image.id,
                    size: Int(image.sizeBytes),
                    used: details.lastNamed.flatMap(Self.seconds) ?? Double(image.createdSeconds),
                    isSuperseded: image.tags.isEmpty
                )
            )
        }
        return kept
    }

    /// Removes images, but none while a run may use one; where that were all, nothing says any more
    /// that there are any.
    ///
    /// - Returns: those that are gone.
    package func remove(_ images: [Kept], ofAll count: Int, from engine: Engine) async -> [Kept] {
        guard let lock = try? FileLock(ifFree: mark, .exclusive) else { return [] }
        var gone: [Kept] = []
        for image in images {
            // By its name, if it has one still: an image of several names goes with the last.
            let now = try? await engine.image(image.name)
            let isSame = now.map { $0.id == image.id } ?? true
            guard isSame,
                await engineProblem({ try await engine.removeImage(image.name) }) == nil
            else { continue }
            gone.append(image)
        }
        if gone.count == count { SmallFile.remove(mark) }
        withExtendedLifetime(lock) {}
        return gone
    }

    /// Seconds since 1970 of a time of RFC 3339; an engine's year 1 is never.
    private static func seconds(_ text: String) -> Double? {
        let styles: [Date.ISO8601FormatStyle] = [
            .iso8601, .init(includingFractionalSeconds: true),
        ]
        let date = styles.lazy.compactMap { try? Date(text, strategy: $0) }.first
        return date.map(\.timeIntervalSince1970).flatMap { $0 > 0 ? $0 : nil }
    }
}
