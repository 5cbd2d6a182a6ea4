import Diagnostics
import Synchronization
import Workflows

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The repository around a checked file: what its local references lead to.
final class CheckedRepository: Sendable {
    /// Its folder, absolute.
    let root: String
    /// What messages show before a path below it: empty, or ending with `/`.
    private let shownPrefix: String
    private let values: KnownValues
    private let known = Mutex(Known())

    private struct Known {
        var workflows: [String: CheckSurroundings.WorkflowLookup] = [:]
        var actions: [String: CheckSurroundings.ActionLookup] = [:]
    }

    /// Takes the folder, and what messages show before the paths in it.
    init(root: String, shownPrefix: String) {
        self.root = root
        self.shownPrefix = shownPrefix
        values = KnownValues(root: root)
    }

    /// What the checks want to know of it; actions and workflows of other repositories are not
    /// known.
    var surroundings: CheckSurroundings {
        var surroundings = CheckSurroundings()
        surroundings.secrets = values.secrets
        surroundings.variables = values.variables
        surroundings.action = { self.action($0) }
        surroundings.calledWorkflow = { self.workflow($0) }
        return surroundings
    }

    /// What there is of a called workflow: files of other repositories are not looked for.
    func calledFile(_ reference: WorkflowReference) -> CalledFile {
        guard case .local(let path) = reference else {
            return .unavailable(reason: "it is in another repository")
        }
        guard exists(path) else { return .missing(help: nil) }
        return (try? read(path)).map { .found($0) } ?? .unavailable(reason: "it cannot be read")
    }

    private func read(_ path: String) throws(InputError) -> SourceFile {
        try SourceFile.read("\(root)/\(path)", shownAs: shownPrefix + path)
    }

    private func workflow(_ reference: WorkflowReference) -> CheckSurroundings.WorkflowLookup {
        guard case .local(let path) = reference else { return .notKnown }
        if let known = known.withLock({ $0.workflows[path] }) { return known }
        let found = lookUpWorkflow(path)
        known.withLock { $0.workflows[path] = found }
        return found
    }

    private func lookUpWorkflow(_ path: String) -> CheckSurroundings.WorkflowLookup {
        guard exists(path) else { return .noFile }
        guard let source = try? read(path) else { return .notKnown }
        return WorkflowParser.parse(source).workflow.map { .workflow($0) } ?? .notKnown
    }

    private func action(_ reference: ActionReference) -> CheckSurroundings.ActionLookup {
        let path: String
        switch reference {
        case .local(let local): path = local
        case .sameRepository(let local): path = local
        case .repository, .docker: return .notKnown
        }
        if let known = known.withLock({ $0.actions[path] }) { return known }
        let found = lookUpAction(path)
        known.withLock { $0.actions[path] = found }
        return found
    }

    private func lookUpAction(_ path: String) -> CheckSurroundings.ActionLookup {
        guard exists(path) else { return .noFolder }
        for name in ["action.yml", "action.yaml"] where exists("\(path)/\(name)") {
            guard let source = try? read("\(path)/\(name)"),
                let manifest = ActionManifestParser.parse(source).manifest
            else {
                return .notKnown
            }
            return .manifest(manifest)
        }
        let isImage = ["Dockerfile", "dockerfile"].contains { exists("\(path)/\($0)") }
        return isImage ? .notKnown : .noManifest
    }

    private func exists(_ path: String) -> Bool { access("\(root)/\(path)", F_OK) == 0 }
}

/// The repositories that checked files lie in, each made once.
struct CheckedRepositories {
    /// The folder for what lies nowhere.
    let projectRoot: String
    private var known: [String: CheckedRepository] = [:]

    /// Knows none yet.
    init(projectRoot: String) {
        self.projectRoot = projectRoot
    }

    /// The repository of a file: the nearest folder upwards with `.github` or `.git`.
    mutating func repository(of file: CheckedFiles.File) -> CheckedRepository {
        let root = file.place.map { Self.root(above: $0) } ?? projectRoot
        var prefix = ""
        if let place = file.place, place.hasPrefix(root + "/") {
            let path = place.dropFirst(root.count + 1)
            prefix = file.shown.hasSuffix(path) ? String(file.shown.dropLast(path.count)) : ""
        }
        let key = root + "\0" + prefix
        if let repository = known[key] { return repository }
        let repository = CheckedRepository(root: root, shownPrefix: prefix)
        known[key] = repository
        return repository
    }

    private static func root(above place: String) -> String {
        var folder = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
        let own = folder
        while !folder.isEmpty {
            if ["/.github", "/.git"].contains(where: { access(String(folder) + $0, F_OK) == 0 }) {
                return String(folder)
            }
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
        }
        return String(own)
    }
}
