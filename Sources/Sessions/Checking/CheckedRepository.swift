import Diagnostics
import Synchronization
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

/// The repository around a checked file: what its local references lead to.
final class CheckedRepository: Sendable {
    /// Its folder, absolute.
    let root: String
    /// What messages show before a path below it: empty, or ending with `/`.
    private let shownPrefix: String
    private let values: KnownValues
    private let places: CallPlaces
    private let known = Mutex(Known())

    private struct Known {
        var workflows: [String: CheckSurroundings.WorkflowLookup] = [:]
        var actions: [String: CheckSurroundings.ActionLookup] = [:]
        /// The texts of all workflow files, once somebody asked who calls whom.
        var texts: [String]?
    }

    /// Takes the folder, and what messages show before the paths in it.
    init(root: String, shownPrefix: String, machine: MachineFacts) {
        self.root = root
        self.shownPrefix = shownPrefix
        let configuration = Self.configuration(root)
        values = KnownValues(root: root, configuration)
        places = .withoutFetching(
            RunRequest(projectRoot: root, machine: machine),
            configuration ?? ProjectConfiguration(),
            root: root
        )
    }

    /// The repository's `.actlocal.yml`, unless it names what it may not.
    private static func configuration(_ root: String) -> ProjectConfiguration? {
        for name in FileKind.configurationNames {
            guard let source = try? SourceFile.read("\(root)/\(name)", shownAs: name) else {
                continue
            }
            let configuration = ProjectConfigurationParser.parse(source).configuration
            return configuration.flatMap { found in
                let paths = ConfiguredPaths(found, source: source, root: root)
                return paths.diagnostics.isEmpty ? found : nil
            }
        }
        return nil
    }

    /// What the checks want to know of it; actions of other repositories are not known.
    var surroundings: CheckSurroundings {
        var surroundings = CheckSurroundings()
        surroundings.secrets = values.secrets
        surroundings.variables = values.variables
        surroundings.action = { self.action($0) }
        surroundings.calledWorkflow = { self.workflow($0) }
        surroundings.hasFile = { self.hasFile($1, beside: $0) }
        surroundings.passesSecretsByName = { self.passesSecretsByName(to: $0) }
        return surroundings
    }

    /// What there is of a called workflow, in other repositories as far as it was fetched before.
    func calledFile(_ reference: WorkflowReference, from caller: Workflow) -> CalledFile {
        places.file(of: reference, calledFrom: caller, own: own)
    }

    private func own(_ path: String) -> CalledFile {
        guard exists(path) else { return .missing(help: nil) }
        return (try? read(path)).map { .found($0) } ?? .unavailable(reason: "it cannot be read")
    }

    private func read(_ path: String) throws(InputError) -> SourceFile {
        try SourceFile.read("\(root)/\(path)", shownAs: shownPrefix + path)
    }

    private func workflow(_ reference: WorkflowReference) -> CheckSurroundings.WorkflowLookup {
        guard case .local(let path, _) = reference else { return .notKnown }
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
        for name in FileKind.manifestNames where exists("\(path)/\(name)") {
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

    /// Whether there is a file beside an action's; nil where its folder is not there, as before a
    /// build.
    private func hasFile(_ path: String, beside manifest: String) -> Bool? {
        guard manifest.hasPrefix(shownPrefix), !path.hasPrefix("/") else { return nil }
        func folder(of file: some StringProtocol) -> String {
            String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        }
        let file = folder(of: manifest.dropFirst(shownPrefix.count)) + "/" + path
        guard exists(folder(of: file)) else { return nil }
        return exists(file)
    }

    /// Whether a file of the repository calls a workflow, and none passes on all its secrets.
    ///
    /// Texts are asked, not workflows: a file that is broken may inherit as well.
    private func passesSecretsByName(to file: String) -> Bool {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let texts = known.withLock { $0.texts } ?? readTexts()
        return texts.contains { $0.contains("/.github/workflows/\(name)") }
            && !texts.contains { text in
                text.split(whereSeparator: \.isNewline).contains { line in
                    let code = line.prefix { $0 != "#" }
                    return code.contains("secrets:") && code.contains("inherit")
                }
            }
    }

    private func readTexts() -> [String] {
        let folder = ".github/workflows"
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
        let texts = (names ?? []).filter { FileKind(path: "\(folder)/\($0)") != nil }
            .compactMap { try? read("\(folder)/\($0)").text }
        known.withLock { $0.texts = texts }
        return texts
    }

    private func exists(_ path: String) -> Bool { access("\(root)/\(path)", F_OK) == 0 }
}

/// The repositories that checked files lie in, each made once.
struct CheckedRepositories {
    /// The folder for what lies nowhere.
    let projectRoot: String
    private let machine: MachineFacts
    private var known: [String: CheckedRepository] = [:]
    /// The repository of the file before: most files have many neighbours.
    private var last: (folders: [Substring], repository: CheckedRepository)?

    /// Knows none yet.
    init(projectRoot: String, machine: MachineFacts) {
        self.projectRoot = projectRoot
        self.machine = machine
    }

    /// The repository of a file: the nearest folder upwards with `.github` or `.git`.
    mutating func repository(of file: CheckedFiles.File) -> CheckedRepository {
        let folders = Self.folders(file)
        if let last, last.folders == folders { return last.repository }
        let repository = lookUp(file)
        last = folders.isEmpty ? nil : (folders, repository)
        return repository
    }

    /// The folder of a file, and the one that messages show; none where the name differs too.
    private static func folders(_ file: CheckedFiles.File) -> [Substring] {
        guard let place = file.place else { return [] }
        let (path, shown) = (cut(place), cut(file.shown))
        return path.name == shown.name ? [path.folder, shown.folder] : []
    }

    private static func cut(_ path: String) -> (folder: Substring, name: Substring) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let start = slash.map { path.utf8.index(after: $0) } ?? path.startIndex
        return (path[..<start], path[start...])
    }

    private mutating func lookUp(_ file: CheckedFiles.File) -> CheckedRepository {
        let root = file.place.map { Self.root(above: $0) } ?? projectRoot
        var prefix = ""
        if let place = file.place, place.hasPrefix(root + "/") {
            let path = place.dropFirst(root.count + 1)
            prefix = file.shown.hasSuffix(path) ? String(file.shown.dropLast(path.count)) : ""
        }
        let key = root + "\0" + prefix
        if let repository = known[key] { return repository }
        let repository = CheckedRepository(root: root, shownPrefix: prefix, machine: machine)
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
