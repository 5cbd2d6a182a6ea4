import Diagnostics
import Workflows

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An action's folder on this machine.
struct ActionFolder: Sendable {
    /// The folder, absolute.
    let path: String
    /// What the workflow names it by.
    let reference: ActionReference

    /// What a Dockerfile is called that is an action without a manifest.
    static let dockerfileNames = ["Dockerfile", "dockerfile"]

    /// The largest manifest that is read, in bytes.
    static let manifestLimit = 1 << 20

    /// Whether a folder holds an action.
    static func isAction(_ path: String) -> Bool {
        let bounds = FolderBounds(path)
        return (FileKind.manifestNames + dockerfileNames)
            .contains { isFile("\(path)/\($0)", bounds) }
    }

    /// Whether no link leads from what it is made of to a file outside of a folder.
    func isInside(_ root: String) -> Bool {
        guard let root = Self.real(root) else { return false }
        return (FileKind.manifestNames + Self.dockerfileNames).allSatisfy { name in
            Self.real("\(path)/\(name)").map { $0.hasPrefix(root + "/") } ?? true
        }
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// Its manifest; `$/` in it names the repository of a reference that has one.
    ///
    /// `isFetched` tells that the folder was chosen by the reference, not by the user.
    func manifest(isFetched: Bool = false) throws(ActionError) -> ActionManifest {
        let bounds = FolderBounds(path)
        for name in FileKind.manifestNames where Self.isFile("\(path)/\(name)", bounds) {
            let bytes = try Self.read("\(path)/\(name)", bounds)
            let manifest = try Self.parse(bytes, shownAs: "\(path)/\(name)")
            guard case .repository(let owner, let repository, _, let ref) = reference else {
                return manifest
            }
            return manifest.inside(owner: owner, name: repository, ref: ref)
        }
        for name in Self.dockerfileNames where Self.isFile("\(path)/\(name)", bounds) {
            return ActionManifest(image: name, file: "\(path)/\(name)")
        }
        for name in FileKind.manifestNames + Self.dockerfileNames
        where bounds.entry(at: "\(path)/\(name)") == .leadsOut {
            throw .unreadable(
                path: "\(path)/\(name)",
                reason: "it is a link that leads out of the action's folder, or to nothing"
            )
        }
        throw isFetched
            ? .notInRepository(action: "\(reference)")
            : .noManifest(folder: path, action: "\(reference)")
    }

    /// Reads a manifest's text.
    static func parse(
        _ bytes: [UInt8],
        shownAs path: String
    ) throws(ActionError) -> ActionManifest {
        let file = SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self))
        let (manifest, diagnostics) = ActionManifestParser.parse(file)
        guard let manifest, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw .wrong(path: path, diagnostics)
        }
        return manifest
    }

    private static func isFile(_ path: String, _ bounds: FolderBounds) -> Bool {
        if case .file = bounds.entry(at: path) { true } else { false }
    }

    private static func read(
        _ path: String,
        _ bounds: FolderBounds
    ) throws(ActionError) -> [UInt8] {
        guard case .file(let size) = bounds.entry(at: path), size <= manifestLimit else {
            let reason = "it has more than \(manifestLimit) bytes"
            throw .unreadable(path: path, reason: reason)
        }
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "permission denied")
        }
        return Array(contents)
    }
}
