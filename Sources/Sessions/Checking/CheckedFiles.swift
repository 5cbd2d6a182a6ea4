import Diagnostics
import Workflows
import Workspaces

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds the files that a request wants checked.
enum CheckedFiles {
    /// One file, not read yet.
    struct File: Sendable {
        /// Where a text comes from.
        enum Origin: Hashable, Sendable {
            /// A path of the disk, absolute.
            case place(String)
            /// A text that was read already.
            case text(SourceFile)
        }

        /// The path that messages show.
        let shown: String
        /// Where its text comes from.
        let origin: Origin
        /// Whether it is left out when neither its path nor its text says what it is.
        var isOptional = false
        /// Whether the user named this very file, which may then be a pipe.
        var isNamed = false

        /// Its text.
        func read() throws(InputError) -> SourceFile {
            switch origin {
            case .place(let place):
                try SourceFile.read(place, shownAs: shown, mayBePipe: isNamed)
            case .text(let source):
                source
            }
        }

        /// Where it is; nil for a text that was read already.
        var place: String? {
            if case .place(let place) = origin { place } else { nil }
        }

        /// What it is; nil when it is none that was meant.
        func kind(_ source: SourceFile) -> FileKind? {
            place.flatMap { FileKind(path: $0) }
                ?? FileKind(text: source.text) ?? (isOptional ? nil : .workflow)
        }
    }

    /// The files of a request, each once, in the order of its subjects.
    ///
    /// - Throws: `SessionError.unreadable` for a named file that is not there, `.nothingToCheck`.
    static func find(_ request: CheckRequest) async throws(SessionError) -> [File] {
        var files: [File] = []
        var seen: Set<File.Origin> = []
        for subject in request.subjects {
            let found: [File]
            switch subject {
            case .project: found = try await ofProject(request)
            case .text(let source):
                found = [File(shown: source.path, origin: .text(source))]
            case .path(let named): found = try at(named)
            }
            files += found.filter { seen.insert($0.origin).inserted }
        }
        return files
    }

    // MARK: The project

    private static func ofProject(_ request: CheckRequest) async throws(SessionError) -> [File] {
        let root = request.projectRoot
        let git = GitCommand(environment: request.machine.environment)
        let workflows = SmallFile.names(in: "\(root)/.github/workflows")
            .filter { FileKind(path: ".github/workflows/\($0)") != nil }
            .map { ".github/workflows/\($0)" }
            .filter { !isFolder("\(root)/\($0)") }
        let single = (FileKind.dependabotPaths + FileKind.configurationNames)
            .filter { exists("\(root)/\($0)") }
        let paths = workflows + (await actions(below: root, git)) + single
        guard !paths.isEmpty else { throw .nothingToCheck(folder: root) }
        return paths.map { File(shown: $0, origin: .place("\(root)/\($0)")) }
    }

    /// The tracked metadata files of actions; all there are where git tracks nothing.
    private static func actions(below root: String, _ git: GitCommand) async -> [String] {
        let patterns = FileKind.manifestNames.map { ":(glob)**/\($0)" }
        guard let bytes = try? await git.output(["ls-files", "-z", "--"] + patterns, in: root)
        else {
            return walk(root).filter { FileKind(path: $0) == .action }.sorted()
        }
        return Set(bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
            .filter { exists("\(root)/\($0)") }
            .sorted()
    }

    // MARK: What was named

    private static func at(_ named: CheckRequest.Named) throws(SessionError) -> [File] {
        switch type(of: named.place) {
        case nil:
            throw .unreadable(
                path: named.shown,
                reason: String(cString: strerror(errno)).lowercased()
            )
        case S_IFDIR:
            let prefix = named.shown == "." ? "" : named.shown == "/" ? "/" : named.shown + "/"
            let found = walk(named.place).sorted().compactMap { path -> File? in
                let place = "\(named.place)/\(path)"
                let isKnown = FileKind(path: place) != nil
                // What stands directly in the folder may say in its text what it is.
                guard isKnown || !path.utf8.contains(UInt8(ascii: "/")) else { return nil }
                return File(shown: prefix + path, origin: .place(place), isOptional: !isKnown)
            }
            guard !found.isEmpty else { throw .nothingToCheck(folder: named.shown) }
            return found
        default:
            return [File(shown: named.shown, origin: .place(named.place), isNamed: true)]
        }
    }

    // MARK: The disk

    /// Folders that hold other people's files.
    private static let foreignFolders: Set<String> = [".git", "node_modules"]

    /// The YAML files below a folder, relative to it; links to folders are not followed.
    private static func walk(_ root: String) -> [String] {
        var found: [String] = []
        var open = [""]
        while let folder = open.popLast() {
            for name in SmallFile.names(in: root + "/" + folder) {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                if isFolder("\(root)/\(path)") {
                    if !foreignFolders.contains(name) { open.append(path) }
                } else if FileKind.isYAML(name) {
                    found.append(path)
                }
            }
        }
        return found
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The type of what is at a path, links followed; nil with `errno` when there is nothing.
    private static func type(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
