import Diagnostics
import InitProtocol
import Workflows

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds an action's manifest and puts its files where the job's steps see them.
struct ActionSource: Sendable {
    /// Where an action's files come from.
    enum Place: Sendable {
        /// A folder of this machine.
        case folder(String)
        /// A folder of the job's workspace, as the step names it.
        case workspace(String)
    }

    /// An action that is ready to run.
    struct Loaded: Sendable {
        /// Its `action.yml`.
        let manifest: ActionManifest
        /// Its folder as steps see it.
        let path: String
        /// `owner/name`, empty for a local action.
        let repository: String
        /// The ref it was named with, empty for a local action.
        let ref: String
    }

    /// The largest manifest that is read, in bytes.
    private static let manifestLimit = 1 << 20
    private static let manifestNames = ["action.yml", "action.yaml"]
    private static let dockerfileNames = ["Dockerfile", "dockerfile"]

    let job: RunningJob
    let reference: ActionReference

    /// Loads the action, unpacking a folder of this machine into the job once.
    func load(_ place: Place) async throws(ActionError) -> Loaded {
        switch place {
        case .workspace(let path):
            let folder = job.room.paths.workspace + "/" + path
            for name in Self.manifestNames {
                if let bytes = try await read("\(folder)/\(name)") {
                    let manifest = try parse(bytes, shownAs: "\(path)/\(name)")
                    return Loaded(
                        manifest: manifest,
                        path: Self.normalised(folder),
                        repository: "",
                        ref: ""
                    )
                }
            }
            for name in Self.dockerfileNames
            where try await read("\(folder)/\(name)") != nil {
                throw .containerAction("\(reference)")
            }
            throw .notInWorkspace(path: path)
        case .folder(let folder):
            return try await unpack(folder, try manifest(in: folder))
        }
    }

    /// The manifest of an action in a folder of this machine.
    func manifest(in folder: String) throws(ActionError) -> ActionManifest {
        for name in Self.manifestNames {
            let file = "\(folder)/\(name)"
            guard FileManager.default.isReadableFile(atPath: file) else { continue }
            let bytes = FileManager.default.contents(atPath: file).map { Array($0) } ?? []
            return try parse(bytes, shownAs: file)
        }
        throw .noManifest(folder: folder, action: "\(reference)")
    }

    private func read(_ path: String) async throws(ActionError) -> [UInt8]? {
        do {
            return try await job.room.host.read(path, limit: Self.manifestLimit)
        } catch {
            job.loss.note(error)
            throw .unreadable(path: path, reason: error.description)
        }
    }

    private func parse(
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

    private func unpack(
        _ folder: String,
        _ manifest: ActionManifest
    ) async throws(ActionError) -> Loaded {
        guard case .repository(let owner, let name, let path, let ref) = reference else {
            preconditionFailure("only an action of a repository is replaced by a folder")
        }
        let parts = [owner, name, ref] + (path.isEmpty ? [] : [path])
        let names = parts.flatMap { $0.split(separator: "/", omittingEmptySubsequences: false) }
        // Else the folder would be put somewhere else in the job.
        guard !names.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw .badReference("\(reference)")
        }
        let inside = path.isEmpty ? "" : "/\(path)"
        let target = "\(job.room.paths.actions)/\(owner)/\(name)/\(ref)\(inside)"
        do {
            if try await !job.room.host.exists(target) {
                try await FolderCopy(host: job.room.host, owner: job.room.user)
                    .copy(folder, to: target)
            }
        } catch {
            job.loss.note(error)
            throw .cannotUnpack(folder: folder, reason: "\(error)")
        }
        return Loaded(
            manifest: manifest,
            path: target,
            repository: "\(owner)/\(name)",
            ref: ref
        )
    }

    /// The path without `.` parts; `..` stays, since a link may be before it.
    private static func normalised(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}

/// Why an action cannot be run.
enum ActionError: Error, CustomStringConvertible {
    case badReference(String)
    case containerAction(String)
    case notInWorkspace(path: String)
    case noManifest(folder: String, action: String)
    case unreadable(path: String, reason: String)
    case wrong(path: String, [Diagnostic])
    case cannotUnpack(folder: String, reason: String)

    /// What is wrong in the manifest.
    var diagnostics: [Diagnostic] {
        if case .wrong(_, let diagnostics) = self { diagnostics } else { [] }
    }

    /// The wording; that of a missing action is GitHub's.
    var description: String {
        switch self {
        case .badReference(let action):
            "`\(action)` has an empty, `.` or `..` part; name the action without it"
        case .containerAction(let action):
            "`\(action)` is a container action; these are not run yet"
        case .notInWorkspace(let path):
            "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '\(path)'. "
                + "Did you forget to run actions/checkout before running your local action?"
        case .noManifest(let folder, let action):
            "`\(folder)`, which stands for `\(action)`, has no `action.yml`"
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .wrong(let path, let diagnostics):
            "Failed to load `\(path)`: \(diagnostics.first?.message ?? "it is empty")"
        case .cannotUnpack(let folder, let reason):
            "cannot put `\(folder)` into the job: \(reason)"
        }
    }
}
