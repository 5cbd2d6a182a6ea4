import InitProtocol
import RunEvents

/// Finds what the JavaScript actions of one job run on.
///
/// In this order: the nodes that this machine keeps for jobs, the job's tool cache, its `PATH`,
/// and, where the job has none at all, the node of this machine itself.
actor NodeRuntimes {
    /// One node in the job.
    struct Runtime: Sendable, Hashable {
        /// The executable as steps see it.
        let program: String
        /// Its version.
        let version: NodeVersion
        /// Whether it stands in though it was not made for jobs.
        var isHosts = false
    }

    /// How long a node may take to say its version.
    private static let patience = Duration.seconds(20)

    private let room: OpenJob
    private let searchPath: String
    private let sink: EventSink
    private var kept: [(runtime: Runtime, entry: NodeStore.Entry)]?
    private var own: [Runtime]?
    private var working: Set<Runtime> = []
    private var host: Runtime??
    private var told: Set<NodeDemand> = []
    /// Nodes that were copied into the job, by name.
    private let copied = SharedWork<String, Bool>()

    /// Looks for nodes in a job whose steps start with this `PATH`.
    init(_ room: OpenJob, searchPath: String, sink: EventSink) {
        self.room = room
        self.searchPath = searchPath
        self.sink = sink
    }

    /// The node for an action; nil when there is none that can stand for it.
    ///
    /// One of another release line than that which the action names is said as a substitution.
    ///
    /// - Throws: `StepHostError`; the error of a node of this machine that cannot be read.
    func runtime(for demand: NodeDemand) async throws -> Runtime? {
        guard let runtime = try await choice(for: demand) else { return nil }
        let isOther = "node\(runtime.version.major)" != demand.using || runtime.isHosts
        if isOther, told.insert(demand).inserted {
            let owner = runtime.isHosts ? " of this machine" : ""
            await sink.send(
                .substitution(
                    Substitution(
                        kind: .nodeRuntime,
                        original: demand.using,
                        replacement: "node \(runtime.version) (\(runtime.program)\(owner))",
                        source: demand.major == runtime.version.major ? "as on GitHub" : "built in"
                    )
                )
            )
        }
        return runtime
    }

    /// The newest of the line GitHub uses, else the oldest that is not too old.
    private func choice(for demand: NodeDemand) async throws -> Runtime? {
        while let exact = Self.newest(try await keptNodes().map(\.runtime), of: demand.major) {
            if try await bring(exact) { return exact }
        }
        let own = try await ownNodes()
        if let exact = Self.newest(own, of: demand.major) { return exact }
        while true {
            let all = try await keptNodes().map(\.runtime) + own
            let oldest = all.map(\.version.major).filter { $0 >= demand.least }.min()
            guard let other = oldest.flatMap({ Self.newest(all, of: $0) }) else { break }
            if try await bring(other) { return other }
        }
        guard let host = try await hostNode(), host.version.major >= demand.least else {
            return nil
        }
        return host
    }

    private static func newest(_ all: [Runtime], of major: Int) -> Runtime? {
        all.filter { $0.version.major == major }.max { $0.version < $1.version }
    }

    // MARK: Nodes that this machine keeps

    private func keptNodes() async throws -> [(runtime: Runtime, entry: NodeStore.Entry)] {
        if let kept { return kept }
        var found: [(runtime: Runtime, entry: NodeStore.Entry)] = []
        if let supply = room.nodes, !supply.store.isEmpty, let library = try await library() {
            let folder = supply.folder ?? copies
            found = supply.store.entries(for: library, room.platform.architecture).map { entry in
                (Runtime(program: "\(folder)/\(entry.program)", version: entry.version), entry)
            }
        }
        kept = found
        return found
    }

    /// The C library of the job's image; nil when it has none that a node is made for.
    private func library() async throws -> NodeStore.Library? {
        let names = ["X64": ("x86-64.so.2", "x86_64"), "ARM64": ("aarch64.so.1", "aarch64")]
        guard let (glibc, musl) = names[room.platform.architecture] else { return nil }
        for folder in ["/lib64", "/lib"]
        where try await room.host.exists("\(folder)/ld-linux-\(glibc)") {
            return .glibc
        }
        return try await room.host.exists("/lib/ld-musl-\(musl).so.1") ? .musl : nil
    }

    /// Where nodes are copied to in a job that cannot mount them.
    private var copies: String { room.paths.workRoot + "/_nodes" }

    /// Copies a node that this machine keeps into the job, where that has to be done.
    ///
    /// - Returns: whether it runs there; one that does not is forgotten.
    private func bring(_ runtime: Runtime) async throws -> Bool {
        guard let supply = room.nodes,
            let entry = kept?.first(where: { $0.runtime == runtime })?.entry,
            !working.contains(runtime)
        else { return true }
        let store = supply.store
        if supply.folder == nil {
            let files = store.files(of: entry).map { ("\(store.folder)/\($0)", $0) }
            try await copy(files, once: runtime.program)
        }
        guard try await version(of: runtime.program) != nil else {
            kept?.removeAll { $0.runtime == runtime }
            return false
        }
        working.insert(runtime)
        return true
    }

    /// Copies files into the job; steps that run beside each other must not write over a node that
    /// one of them has started.
    private func copy(_ files: [(source: String, path: String)], once name: String) async throws {
        let request = UnpackRequest(destination: copies, owner: room.user)
        _ = try await copied.value(of: name) { [host = room.host] in
            let copy = NodeCopy(files)
            try await host.unpack(request) { try await copy.next() }
            return true
        }
    }

    /// The node of this machine itself, when it runs in the job.
    private func hostNode() async throws -> Runtime? {
        if let host { return host }
        guard let program = room.nodes?.store.own, try await library() == .glibc else {
            return nil
        }
        try await copy([(program, "host/bin/node")], once: "host")
        let place = "\(copies)/host/bin/node"
        var runtime: Runtime?
        if let version = try await version(of: place) {
            runtime = Runtime(program: place, version: version, isHosts: true)
        }
        host = .some(runtime)
        return runtime
    }

    // MARK: Nodes of the job

    private func ownNodes() async throws(StepHostError) -> [Runtime] {
        if let own { return own }
        var found = try await toolCache()
        if let program = try await room.host.find("node", searchPath: searchPath),
            let version = try await version(of: program)
        {
            found.append(Runtime(program: program, version: version))
        }
        own = found
        return found
    }

    /// The nodes where `actions/setup-node` puts them.
    private func toolCache() async throws(StepHostError) -> [Runtime] {
        let folder = room.paths.toolCache + "/node"
        guard try await room.host.entry(at: folder)?.kind == .directory else { return [] }
        var found: [Runtime] = []
        for entry in try await room.host.entries(of: folder) {
            let architecture = room.platform.architecture.lowercased()
            let program = "\(folder)/\(entry.name)/\(architecture)/bin/node"
            guard let version = NodeVersion(entry.name), try await room.host.exists(program)
            else { continue }
            found.append(Runtime(program: program, version: version))
        }
        return found
    }

    /// What a node says its version is; nil when it does not run.
    private func version(of program: String) async throws(StepHostError) -> NodeVersion? {
        let output = OutputBytes()
        let request = ProcessRequest(
            arguments: [program, "--version"],
            environment: ["PATH": searchPath],
            workingDirectory: "/",
            user: room.user
        )
        let asking = Task { [room] () -> Result<ProcessExit, StepHostError> in
            do throws(StepHostError) {
                return .success(
                    try await room.host.run(request, ladder: .immediate) { await output.add($0) }
                )
            } catch {
                return .failure(error)
            }
        }
        // A program that is called `node` and never ends is none.
        let patience = Task {
            try await Task.sleep(for: Self.patience)
            asking.cancel()
        }
        defer { patience.cancel() }
        switch await asking.value {
        case .success(let exit) where exit.status == .exited(0): break
        case .success, .failure(.failed): return nil
        case .failure(let error): throw error
        }
        return NodeVersion(String(decoding: await output.bytes, as: UTF8.self))
    }
}
