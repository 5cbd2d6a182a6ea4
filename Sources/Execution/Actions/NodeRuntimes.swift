import InitProtocol
import RunEvents

/// Finds what the JavaScript actions of one job run on.
actor NodeRuntimes {
    /// One node in the job.
    struct Runtime: Sendable, Hashable {
        /// The executable as steps see it.
        let program: String
        /// Its version, such as `20.18.0`.
        let version: NodeVersion
    }

    private let room: OpenJob
    private let searchPath: String
    private let sink: EventSink
    private var inToolCache: [Runtime]?
    private var onPath: [Runtime]?
    private var told: Set<NodeDemand> = []

    /// Looks in the job's tool cache and on the `PATH` that its steps start with.
    init(_ room: OpenJob, searchPath: String, sink: EventSink) {
        self.room = room
        self.searchPath = searchPath
        self.sink = sink
    }

    /// The node for an action; nil when the job has none that can stand for it.
    ///
    /// One of another release line than that which the action names is said as a substitution.
    func runtime(for demand: NodeDemand) async throws(StepHostError) -> Runtime? {
        guard let runtime = try await choice(for: demand) else { return nil }
        if "node\(runtime.version.major)" != demand.using, told.insert(demand).inserted {
            await sink.send(
                .substitution(
                    Substitution(
                        kind: .nodeRuntime,
                        original: demand.using,
                        replacement: "node \(runtime.version) (\(runtime.program))",
                        source: demand.major == runtime.version.major ? "as on GitHub" : "built in"
                    )
                )
            )
        }
        return runtime
    }

    /// The newest of the line GitHub uses, else the oldest that is not too old.
    private func choice(for demand: NodeDemand) async throws(StepHostError) -> Runtime? {
        var all = try await toolCache()
        if let exact = Self.newest(all, of: demand.major) { return exact }
        all += try await path()
        if let exact = Self.newest(all, of: demand.major) { return exact }
        let oldest = all.map(\.version.major).filter { $0 >= demand.least }.min()
        return oldest.flatMap { Self.newest(all, of: $0) }
    }

    private static func newest(_ all: [Runtime], of major: Int) -> Runtime? {
        all.filter { $0.version.major == major }.max { $0.version < $1.version }
    }

    /// The nodes where `actions/setup-node` puts them.
    private func toolCache() async throws(StepHostError) -> [Runtime] {
        if let inToolCache { return inToolCache }
        let folder = room.paths.toolCache + "/node"
        var found: [Runtime] = []
        if try await room.host.entry(at: folder)?.kind == .directory {
            for entry in try await room.host.entries(of: folder) {
                let architecture = room.platform.architecture.lowercased()
                let program = "\(folder)/\(entry.name)/\(architecture)/bin/node"
                guard let version = NodeVersion(entry.name),
                    try await room.host.exists(program)
                else { continue }
                found.append(Runtime(program: program, version: version))
            }
        }
        inToolCache = found
        return found
    }

    /// The node on `PATH`.
    private func path() async throws(StepHostError) -> [Runtime] {
        if let onPath { return onPath }
        var found: [Runtime] = []
        if let program = try await room.host.find("node", searchPath: searchPath),
            let version = try await version(of: program)
        {
            found = [Runtime(program: program, version: version)]
        }
        onPath = found
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
        let exit = try await room.host.run(request) { await output.add($0) }
        guard exit.status == .exited(0) else { return nil }
        return NodeVersion(String(decoding: await output.bytes, as: UTF8.self))
    }
}

/// A version of node.
struct NodeVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The release line.
    let major: Int
    private let rest: [Int]

    /// Reads `20.18.0` or `v20.18.0`; nil for anything else.
    init?(_ text: String) {
        let parts = text.drop { $0 == "v" }.prefix { !$0.isWhitespace }
            .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, case .some(let major) = parts[0] else { return nil }
        self.major = major
        rest = parts.dropFirst().compactMap(\.self)
        guard rest.count == 2 else { return nil }
    }

    /// The version as node writes it, without the `v`.
    var description: String { ([major] + rest).map(String.init).joined(separator: ".") }

    /// Whether one version is older.
    static func < (left: NodeVersion, right: NodeVersion) -> Bool {
        ([left.major] + left.rest).lexicographicallyPrecedes([right.major] + right.rest)
    }
}

/// The output of a short process.
private actor OutputBytes {
    private(set) var bytes: [UInt8] = []

    /// Takes the next bytes.
    func add(_ more: ArraySlice<UInt8>) { bytes += more }
}
