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

    /// Finds the project of a request.
    ///
    /// - Throws: `SessionError.noWorkflows`, `.unreadable`.
    init(_ request: RunRequest) throws(SessionError) {
        if let path = request.workflowsPath {
            root = request.projectRoot
            files = try Self.files(at: path, root: root)
        } else {
            root = try Self.root(from: request.projectRoot)
            files = try Self.files(at: ".github/workflows", root: root)
        }
        guard !files.isEmpty else { throw .noWorkflows(folder: request.projectRoot) }
    }

    /// The nearest folder upwards that holds workflows.
    private static func root(from folder: String) throws(SessionError) -> String {
        var parts = folder.split(separator: "/")[...]
        while true {
            let candidate = "/" + parts.joined(separator: "/")
            let workflows =
                candidate == "/" ? "/.github/workflows" : "\(candidate)/.github/workflows"
            if isFolder(workflows) { return candidate }
            guard parts.popLast() != nil else { throw .noWorkflows(folder: folder) }
        }
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
                .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
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
        /// What is wrong with it.
        let diagnostics: [Diagnostic]

        /// True when GitHub would not run it.
        var isBroken: Bool {
            workflow == nil || diagnostics.contains { $0.severity == .error }
        }

        /// The file's name without its ending.
        var stem: String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
        }

        /// The workflow's name, or its path as GitHub shows it.
        var name: String { workflow?.name?.value ?? path }
    }

    /// Reads and parses one workflow file; what is wrong is in its diagnostics.
    func document(_ path: String) -> Document {
        let absolute = path.hasPrefix("/") ? path : "\(root)/\(path)"
        let source: SourceFile
        do {
            source = try SourceFile.read(absolute, shownAs: path)
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
        let (workflow, diagnostics) = WorkflowParser.parse(source)
        return Document(
            path: path,
            source: source,
            workflow: workflow,
            diagnostics: diagnostics
        )
    }

    /// What `.actlocal.yml` sets, and what is wrong in it.
    func configuration() -> (ProjectConfiguration, [Diagnostic]) {
        for name in [".actlocal.yml", ".actlocal.yaml"]
        where FileManager.default.fileExists(atPath: "\(root)/\(name)") {
            do {
                let source = try SourceFile.read("\(root)/\(name)", shownAs: name)
                let (configuration, diagnostics) = ProjectConfigurationParser.parse(source)
                return (configuration ?? ProjectConfiguration(), diagnostics)
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
}
