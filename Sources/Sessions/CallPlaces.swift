import Diagnostics
import Execution
import Workflows
import Workspaces

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the workflow files of other repositories are, that jobs call.
struct CallPlaces: Sendable {
    /// A repository at a ref.
    struct Repository: Sendable, Hashable {
        /// `owner/name`, as written.
        let name: String
        /// The ref, as written.
        let ref: String
    }

    /// Where the files of one repository are.
    enum Place: Sendable {
        /// In a folder of this machine.
        case folder(String)
        /// In a folder with what a ref named earlier, and a note that says so.
        case earlier(String, note: String)
        /// They are not here yet.
        case none
        /// They are not to be had.
        case failed(CalledFile)
    }

    /// Places for whoever reads without a run: nothing is fetched for them.
    static func withoutFetching(
        _ request: RunRequest,
        _ configuration: ProjectConfiguration,
        root: String
    ) -> CallPlaces {
        let store = RepositoryPlaces(request, configuration).store(request)
        return CallPlaces(request, configuration, root: root, kept: store)
    }

    private let folders: [String: String]
    /// Holds what was fetched by earlier runs; nil where everything is fetched anew.
    private let kept: RepositoryStore?
    private var failures: [Repository: CalledFile] = [:]
    /// What was fetched, in the order it was asked for.
    private(set) var fetched: [StoredRepository] = []

    /// The folders that a request and the configuration name; those of the request come first.
    ///
    /// With `kept`, what an earlier run fetched has its place there, and nothing is fetched.
    init(
        _ request: RunRequest,
        _ configuration: ProjectConfiguration,
        root: String,
        kept: RepositoryStore? = nil
    ) {
        self.kept = kept
        var folders: [String: String] = [:]
        for (pattern, folder) in configuration.actions.sorted(by: { $0.key < $1.key }) {
            folders[pattern.lowercased()] = PathText.absolute(folder.value, from: root)
        }
        for (pattern, folder) in request.localRepositories.sorted(by: { $0.key < $1.key }) {
            folders[pattern.lowercased()] = folder
        }
        self.folders = folders
    }

    /// Where the files of a repository are; a folder for its ref comes before one for all refs.
    func place(of repository: Repository) -> Place {
        let name = repository.name.lowercased()
        let folder = folders["\(name)@\(repository.ref)".lowercased()] ?? folders[name]
        if let folder { return .folder(folder) }
        if let answer = failures[repository] { return .failed(answer) }
        let stored = fetched.first {
            "\($0.name)".lowercased() == name && $0.ref == repository.ref
        }
        if let stored { return .folder(stored.folder) }
        guard let name = RepositoryName(parsing: repository.name),
            let copy = kept?.kept(name, ref: repository.ref)
        else { return .none }
        return copy.isPinned ? .folder(copy.folder) : .earlier(copy.folder, note: copy.origin)
    }

    /// Fetches repositories, all at the same time; afterwards each has a place other than `none`.
    ///
    /// - Throws: the network's refusal, or once the run is cancelled; what is wrong with a
    ///   reference is told where it stands.
    mutating func fetch(
        _ repositories: Set<Repository>,
        from store: RepositoryStore,
        until signal: CancellationSignal
    ) async throws(SetupError) {
        let wanted = repositories.sorted { ($0.name, $0.ref) < ($1.name, $1.ref) }
        let tasks = wanted.map { repository in
            Task {
                guard let name = RepositoryName(parsing: repository.name) else {
                    return nil as StoredRepository?
                }
                return try await store.fetch(name, ref: repository.ref)
            }
        }
        let observer = signal.observe { _ in tasks.forEach { $0.cancel() } }
        defer {
            signal.stopObserving(observer)
            tasks.forEach { $0.cancel() }
        }
        for (repository, task) in zip(wanted, tasks) {
            do {
                if let stored = try await task.value {
                    fetched.append(stored)
                } else {
                    failures[repository] = .missing(help: nil)
                }
            } catch {
                if signal.isCancelled { throw .cancelled }
                guard let refusal = error as? RepositoryError else {
                    throw SetupError(engine: "\(error)", help: nil)
                }
                failures[repository] = try Self.answer(refusal)
            }
        }
    }

    /// What a refusal means for the call; in GitHub's words where the reference is wrong.
    private static func answer(_ error: RepositoryError) throws(SetupError) -> CalledFile {
        switch error {
        case .noRepository(let name, let url):
            return .missing(help: "there is no `\(name)` at `\(url)`, or it is private")
        case .noRef, .shortCommit:
            return .missing(
                reason: "failed to fetch workflow: reference to workflow should be either a valid "
                    + "branch, tag, or commit",
                help: nil
            )
        case .offline, .tooLarge, .unusable, .refusedLogin:
            let help = error.help.map { "; \($0)" } ?? ""
            return .unavailable(reason: error.description + help)
        case .unreachable, .tooSlow:
            throw SetupError(engine: error.description, help: error.help)
        }
    }
}

extension StoredRepository {
    /// Whether its ref can name no other commit.
    fileprivate var isPinned: Bool { ref.lowercased() == commit }

    /// Which copy this is, for whoever finds something in it that was mended since.
    fileprivate var origin: String {
        "read from the copy of `\(name)` that was fetched\(dayOfFetch): `\(ref)` was commit "
            + "\(commit.prefix(10)) then, and a run looks anew"
    }

    /// The day its files came here, such as ` on 2026-11-22`.
    private var dayOfFetch: String {
        var status = stat()
        guard stat(folder, &status) == 0 else { return "" }
        var seconds = status.modificationSeconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let number = { (value: Int32) in value < 10 ? "0\(value)" : "\(value)" }
        return " on \(1900 + parts.tm_year)-\(number(parts.tm_mon + 1))-\(number(parts.tm_mday))"
    }
}

extension stat {
    /// When it was last changed, in seconds since 1970.
    fileprivate var modificationSeconds: time_t {
        #if canImport(Glibc)
            st_mtim.tv_sec
        #else
            st_mtimespec.tv_sec
        #endif
    }
}
