import Diagnostics
import InitProtocol
import RunEvents
import Workflows
import Workspaces

/// Finds an action's manifest and puts its files where the job's steps see them.
struct ActionSource: Sendable {
    /// Where an action's files come from.
    enum Place: Sendable {
        /// A folder of this machine.
        case folder(String)
        /// A folder of a repository that was fetched.
        case repository(StoredRepository, path: String)
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

    let job: RunningJob
    let reference: ActionReference

    /// Loads the action, unpacking a folder of this machine into the job once.
    func load(_ place: Place) async throws(ActionError) -> Loaded {
        switch place {
        case .workspace(let path):
            let folder = job.room.paths.workspace + "/" + path
            return Loaded(
                manifest: try await manifest(inWorkspace: path, at: folder),
                path: Self.normalised(folder),
                repository: "",
                ref: ""
            )
        case .folder(let folder):
            let manifest = try ActionFolder(path: folder, reference: reference).manifest()
            return try await loaded(manifest, Target(of: reference, in: job.room.paths)) {
                target in
                let leftOut = try await FolderCopy(host: job.room.host, owner: job.room.user)
                    .copy(folder, to: target)
                for link in leftOut { await report(link: link, in: folder) }
            }
        case .repository(let repository, let path):
            let inside = path.isEmpty ? "" : "/\(path)"
            let folder = ActionFolder(path: repository.folder + inside, reference: reference)
            guard folder.isInside(repository.folder) else {
                throw .notInRepository(action: "\(reference)")
            }
            let manifest = try folder.manifest(isFetched: true)
            // Its files may name others of the repository, such as `../dist/index.js`.
            let whole = ActionReference.repository(
                owner: repository.name.owner,
                name: repository.name.name,
                path: path,
                ref: repository.ref
            )
            let target = try Target(of: whole, in: job.room.paths).wholeRepository
            return try await loaded(manifest, target) { target in
                try await job.room.host.unpack(
                    UnpackRequest(destination: target, owner: job.room.user),
                    next: PackingPipe.stream { try await repository.writeArchive(to: $0) }
                )
            }
        }
    }

    private func report(link: String, in folder: String) async {
        await job.sink.send(
            .notHonoured(
                NotHonoured(
                    subject: "`\(link)` in `\(folder)`",
                    reason: "the link leads out of the folder or to nothing, and was left out",
                    job: job.key,
                    span: nil
                )
            )
        )
    }

    private func manifest(
        inWorkspace path: String,
        at folder: String
    ) async throws(ActionError) -> ActionManifest {
        for name in FileKind.manifestNames {
            if let bytes = try await read("\(folder)/\(name)") {
                return try ActionFolder.parse(bytes, shownAs: "\(path)/\(name)")
            }
        }
        for name in ActionFolder.dockerfileNames where try await read("\(folder)/\(name)") != nil {
            return ActionManifest(image: name, file: "\(path)/\(name)")
        }
        let place = job.contexts.expressionPath(PathText.absolute(folder))
        throw .notInWorkspace(path: place)
    }

    private func read(_ path: String) async throws(ActionError) -> [UInt8]? {
        do {
            return try await job.room.host.read(path, limit: ActionFolder.manifestLimit)
        } catch {
            job.loss.note(error)
            throw .unreadable(path: path, reason: error.description)
        }
    }

    /// Where an action's files go in a job.
    private struct Target {
        /// `owner/name`.
        let repository: String
        /// The ref it is named with.
        let ref: String
        /// The folder of the repository.
        private let top: String
        /// The path of the action in it, with a `/` before; empty for its top.
        private let inside: String
        /// Whether all of the repository is unpacked.
        private var isWhole = false

        init(of reference: ActionReference, in paths: JobPaths) throws(ActionError) {
            guard case .repository(let owner, let name, let path, let ref) = reference else {
                preconditionFailure("only an action of a repository has files of its own")
            }
            let parts = [owner, name, ref] + (path.isEmpty ? [] : [path])
            let names = parts.flatMap { $0.split(separator: "/", omittingEmptySubsequences: false) }
            // Else the files would be put somewhere else in the job.
            guard !names.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
                throw .badReference("\(reference)")
            }
            repository = "\(owner)/\(name)"
            self.ref = ref
            top = "\(paths.actions)/\(repository)/\(ref)"
            inside = path.isEmpty ? "" : "/\(path)"
        }

        /// The same for all files of the repository.
        var wholeRepository: Target {
            var target = self
            target.isWhole = true
            return target
        }

        /// The folder that is unpacked to.
        var folder: String { isWhole ? top : action }
        /// The action's own folder.
        var action: String { top + inside }
    }

    /// Unpacks an action's files into the job, once.
    private func loaded(
        _ manifest: ActionManifest,
        _ target: Target,
        unpack: (_ folder: String) async throws -> Void
    ) async throws(ActionError) -> Loaded {
        let host = job.room.host
        // Without it the folder may be half of what it is to be, or another action's.
        let mark = target.folder + ".completed"
        do {
            if try await !host.exists(mark) {
                try await unpack(target.folder)
                try await host.write([], to: mark, FileAttributes(mode: 0o644))
            }
        } catch {
            job.loss.note(error)
            throw .cannotUnpack(action: "\(reference)", reason: "\(error)")
        }
        return Loaded(
            manifest: manifest,
            path: target.action,
            repository: target.repository,
            ref: target.ref
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
    case notInWorkspace(path: String)
    case noManifest(folder: String, action: String)
    case notInRepository(action: String)
    case unreadable(path: String, reason: String)
    case wrong(path: String, [Diagnostic])
    case cannotUnpack(action: String, reason: String)

    /// What is wrong in the manifest.
    var diagnostics: [Diagnostic] {
        if case .wrong(_, let diagnostics) = self { diagnostics } else { [] }
    }

    /// The wording; that of a missing action is GitHub's.
    var description: String {
        switch self {
        case .badReference(let action):
            "`\(action)` has an empty, `.` or `..` part; name the action without it"
        case .notInWorkspace(let path):
            "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '\(path)'. "
                + "Did you forget to run actions/checkout before running your local action?"
        case .noManifest(let folder, let action):
            "`\(folder)`, which stands for `\(action)`, has no `action.yml` and no `Dockerfile`"
        case .notInRepository(let action):
            "Can't find 'action.yml', 'action.yaml' or 'Dockerfile' for action '\(action)'."
        case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
        case .wrong(let path, let diagnostics):
            "Failed to load `\(path)`: \(diagnostics.first?.message ?? "it is empty")"
        case .cannotUnpack(let action, let reason):
            "cannot put `\(action)` into the job: \(reason)"
        }
    }
}
