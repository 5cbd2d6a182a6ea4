import HostProcesses
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

/// A folder of its own for one test, with a project in `project` and a cache in `cache`; removed
/// with everything in it when the test lets it go.
final class TemporaryProject: Sendable {
    let folder: String
    let git: GitCommand

    private static let environment = [
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ann Author",
        "GIT_AUTHOR_EMAIL": "ann@example.com",
        "GIT_AUTHOR_DATE": "2024-05-01T10:00:00+02:00",
        "GIT_COMMITTER_NAME": "Carl Committer",
        "GIT_COMMITTER_EMAIL": "carl@example.com",
        "GIT_COMMITTER_DATE": "2024-05-02T11:00:00+00:00",
    ]

    /// A job trusts its checkout although it belongs to the job's user, not to us.
    private static let commands = environment.merging([
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
    ]) { $1 }

    /// An empty folder, or with `initialised` an empty repository on the branch `main`.
    init(initialised: Bool = true) async throws {
        var template = Array(("/tmp/actlocal-test." + String(repeating: "X", count: 6)).utf8CString)
        let made = try #require(mkdtemp(&template))
        folder = String(cString: made)
        git = GitCommand(environment: Self.environment)
        mkdir(root, 0o755)
        if initialised { try await run("git", "init", "-q", "-b", "main") }
    }

    deinit { removeTree(folder) }

    var root: String { folder + "/project" }
    var store: SnapshotStore { SnapshotStore(root: folder + "/cache") }
    var scratch: ScratchFolder { ScratchFolder(root: folder + "/scratch") }

    /// Runs a program in the project's folder and gives what it wrote; a failure fails the test.
    @discardableResult
    func run(
        _ program: String,
        _ arguments: String...,
        in directory: String? = nil,
        adding variables: [String: String] = [:]
    ) async throws -> String {
        let outcome = try await HostCommand(
            program,
            arguments,
            environment: Self.commands.merging(variables) { $1 },
            directory: directory ?? root
        ).run()
        try #require(
            outcome.status.isSuccess,
            "\(program) \(arguments): \(outcome.errorText) \(outcome.outputText)"
        )
        return outcome.outputText
    }

    /// What the program wrote, without the line break at its end.
    func line(
        _ program: String,
        _ arguments: String...,
        in directory: String? = nil
    ) async throws -> String {
        let outcome = try await HostCommand(
            program,
            arguments,
            environment: Self.commands,
            directory: directory ?? root
        ).run()
        try #require(outcome.status.isSuccess, "\(program) \(arguments): \(outcome.errorText)")
        return String(outcome.outputText.drop { $0.isNewline }.prefix { !$0.isNewline })
    }

    /// Writes a file of the project, with the folders above it.
    func write(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
        try writeFile("\(root)/\(path)", text, mode: mode)
    }

    /// Adds all files and commits them.
    func commit(_ message: String = "Change things") async throws {
        try await run("git", "add", "-A")
        try await run("git", "commit", "-q", "--allow-empty", "-m", message)
    }

    func open(_ subfolder: String = "") async throws -> GitRepository {
        try await GitRepository.open(at: root + subfolder, git: git)
    }

    func snapshot(
        _ selection: SnapshotSelection = .workingTree,
        fetchDepth: Int = 1,
        subfolder: String = ""
    ) async throws -> WorkspaceSnapshot {
        try await store.snapshot(
            of: try await open(subfolder),
            selecting: selection,
            options: SnapshotOptions(fetchDepth: fetchDepth)
        )
    }
}

func writeFile(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
    for (index, character) in zip(path.indices, path) where character == "/" {
        mkdir(String(path[..<index]), 0o755)
    }
    let file = try #require(fopen(path, "w"), "cannot write \(path)")
    fputs(text, file)
    fclose(file)
    chmod(path, mode)
}

/// The text of a file; nil when there is none.
func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
}

/// What the file system says of a path itself; nil when there is nothing.
func fileStatus(_ path: String) -> stat? {
    var value = stat()
    return lstat(path, &value) == 0 ? value : nil
}

/// All paths below a folder without `.git`, folders with a `/` at their end, sorted.
func tree(_ folder: String) -> [String] {
    var found: [String] = []
    func visit(_ path: String, _ prefix: String) {
        guard let stream = opendir(path) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", !(prefix.isEmpty && name == ".git") else { continue }
            let isFolder =
                fileStatus("\(path)/\(name)").map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
            found.append(prefix + name + (isFolder ? "/" : ""))
            if isFolder { visit("\(path)/\(name)", "\(prefix)\(name)/") }
        }
    }
    visit(folder, "")
    return found.sorted()
}

func removeTree(_ path: String) {
    removeTree(bytes: Array(path.utf8CString.dropLast()))
}

/// Names may be no text, so the path is bytes.
private func removeTree(bytes path: [CChar]) {
    if unlink(path + [0]) == 0 || errno == ENOENT { return }
    chmod(path + [0], 0o700)
    if let stream = opendir(path + [0]) {
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
                }
            )
        }
        closedir(stream)
        for name in names where name != [0x2E] && name != [0x2E, 0x2E] {
            removeTree(bytes: path + [0x2F] + name)
        }
    }
    rmdir(path + [0])
}
