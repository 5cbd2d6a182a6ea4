import Diagnostics
import Workflows

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder with workflows, and what it sets for its local runs.
struct Project: Sendable {
    /// The folder that holds `.github/workflows`, absolute.
    let root: String
    /// The workflow files as named by the request, paths relative to `root`, sorted.
    let files: [String]
    /// The commit whose files are read; nil for the working tree.
    let revision: Revision?
    private let committed: CommitFiles?

    /// Finds the project of a request.
    ///
    /// - Throws: `SessionError.noWorkflows`, `.noWorkflowFiles`, `.unreadable`.
    init(_ request: RunRequest) throws(SessionError) {
        revision = nil
        committed = nil
        if let path = request.workflowsPath {
            root = request.projectRoot
            files = try Self.files(at: path, root: root)
        } else {
            root = try Self.root(from: request.projectRoot)
            files = try Self.files(at: ".github/workflows", root: root)
        }
        guard !files.isEmpty else { throw Self.nothing(request) }
    }

    /// Finds the project of a request in the commit it names, else in the working tree.
    ///
    /// - Throws: `SessionError.noWorkflows`, `.noWorkflowFiles`, `.unreadable`, `.repository`.
    static func open(_ request: RunRequest) async throws(SessionError) -> Project {
        guard case .commit(let name) = request.source else { return try Project(request) }
        let root = (try? Self.root(from: request.projectRoot)) ?? request.projectRoot
        let repository = try await Revision.repository(at: root, request)
        return try await Project(
            request,
            root: root,
            revision: Revision(named: name, in: repository)
        )
    }

    private init(
        _ request: RunRequest,
        root: String,
        revision: Revision
    ) async throws(SessionError) {
        self.root = root
        self.revision = revision
        var folder = ".github/workflows"
        if let path = request.workflowsPath {
            guard path.hasPrefix(root + "/") else {
                committed = try await CommitFiles(
                    revision,
                    paths: [".github/workflows"] + FileKind.configurationNames
                )
                files = try Self.files(at: path, root: root)
                return
            }
            folder = String(path.dropFirst(root.count + 1))
        }
        let folders = Set([folder, ".github/workflows"]).sorted()
        let found = try await CommitFiles(revision, paths: folders + FileKind.configurationNames)
        committed = found
        files = found.paths(at: folder).filter { $0 == folder || FileKind.isYAML($0) }
        guard files.isEmpty else { return }
        throw request.workflowsPath == nil
            ? .noWorkflows(folder: request.projectRoot)
            : .notInCommit(path: folder, commit: revision.sha)
    }

    /// Why there is no file.
    private static func nothing(_ request: RunRequest) -> SessionError {
        request.workflowsPath.map { .noWorkflowFiles(folder: $0) }
            ?? .noWorkflows(folder: request.projectRoot)
    }

    /// What a run stands for: the commit that was asked for, else the head.
    func currentRevision(_ request: RunRequest) async throws(SessionError) -> Revision {
        if let revision { return revision }
        return Revision(headOf: try await Revision.repository(at: root, request))
    }

    /// The nearest folder upwards that holds workflows.
    private static func root(from folder: String) throws(SessionError) -> String {
        guard let root = FolderSearch.nearest(from: folder, having: [".github/workflows/"]) else {
            throw .noWorkflows(folder: folder)
        }
        return root
    }

    /// A file itself, or all workflow files of a folder.
    private static func files(at path: String, root: String) throws(SessionError) -> [String] {
        let absolute = path.hasPrefix("/") ? path : "\(root)/\(path)"
        guard isFolder(absolute) else {
            guard FileManager.default.fileExists(atPath: absolute) else {
                throw .unreadable(path: path, reason: "no such file or directory")
            }
            return [path]
        }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: absolute)
                .filter { FileKind.isYAML($0) && !isFolder("\(absolute)/\($0)") }
                .sorted().map { "\(path)/\($0)" }
        } catch {
            throw .unreadable(path: path, reason: "the folder cannot be listed")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// One workflow file, read and parsed.
    struct Document: Sendable {
        /// The path relative to the project's root.
        let path: String
        /// The text, empty when the file cannot be read.
        let source: SourceFile
        /// The workflow; nil when it has errors that leave nothing to run.
        let workflow: Workflow?
        /// What is wrong with it, and with the files it calls once those are read.
        var diagnostics: [Diagnostic]
        /// The files it calls, once they are read.
        var called = CalledWorkflows()

        /// True when GitHub would not run it.
        var isBroken: Bool {
            workflow == nil || diagnostics.contains { $0.severity == .error }
        }

        /// The file's name without its ending.
        var stem: String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
        }

        /// Its text and those of the files it calls.
        var sources: [SourceFile] { [source] + called.files }

        /// The workflow's name, or its path as GitHub shows it.
        var name: String { workflow?.name?.value ?? path }
    }

    /// Reads and parses one workflow file; what is wrong is in its diagnostics.
    func document(_ path: String, _ machine: MachineFacts) -> Document {
        let source: SourceFile
        do {
            source = try read(path)
        } catch {
            let diagnostic = Diagnostic(
                code: .project,
                severity: .error,
                message: error.description,
                span: nil
            )
            return Document(
                path: path,
                source: SourceFile(path: path, text: ""),
                workflow: nil,
                diagnostics: [diagnostic]
            )
        }
        let size = source.text.utf8.count
        let (workflow, diagnostics) = WorkflowParser.parse(
            source,
            workers: .threads(machine, file: size)
        )
        let tooLong = WorkflowParser.sizeProblem(of: source, severity: .warning)
        let idle = workflow.flatMap { StepsRefusal.problem(in: $0, besides: diagnostics) }
        return Document(
            path: path,
            source: source,
            workflow: workflow,
            diagnostics: [tooLong].compactMap { $0 } + diagnostics + [idle].compactMap { $0 }
        )
    }

    /// The text of a file of the project; a path that is not below its root is one of the disk.
    func read(_ path: String) throws(InputError) -> SourceFile {
        if path.hasPrefix("/") { return try SourceFile.read(path) }
        if let committed {
            if let source = try committed.source(path) { return source }
            throw .unreadable(path: path, reason: "it is not in this commit")
        }
        return try SourceFile.read("\(root)/\(path)", shownAs: path)
    }

    /// What `.actlocal.yml` sets, and what is wrong in it.
    func configuration() -> (ProjectConfiguration, [Diagnostic]) {
        for name in FileKind.configurationNames where has(name) {
            do {
                let source = try read(name)
                let (parsed, diagnostics) = ProjectConfigurationParser.parse(source)
                let configuration = parsed ?? ProjectConfiguration()
                let paths = ConfiguredPaths(configuration, source: source, root: root)
                return (configuration, diagnostics + paths.diagnostics)
            } catch {
                let diagnostic = Diagnostic(
                    code: .project,
                    severity: .error,
                    message: error.description,
                    span: nil
                )
                return (ProjectConfiguration(), [diagnostic])
            }
        }
        return (ProjectConfiguration(), [])
    }

    private func has(_ name: String) -> Bool {
        if let committed { return !committed.paths(at: name).isEmpty }
        return FileManager.default.fileExists(atPath: "\(root)/\(name)")
    }
}
