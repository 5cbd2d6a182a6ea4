import ContainerEngine
import Diagnostics
import InitProtocol

/// The folder of a Dockerfile in a job, as the engine gets it for a build.
struct BuildContext: Sendable {
    /// Where the folder is.
    let host: any StepHost
    /// The folder as the job's steps see it.
    let folder: String
    /// The Dockerfile's name in it.
    let dockerfile: String
    /// What is left out.
    let rules: IgnoreRules

    /// The largest `.dockerignore` that is read, in bytes.
    private static let largestRules = 1 << 20

    /// The folder of a Dockerfile, without what its `.dockerignore` names.
    ///
    /// A file that is called like the Dockerfile, with `.dockerignore` behind, comes first.
    init(_ path: String, on host: any StepHost) async throws {
        var parts = PathText.absolute(path).split(separator: "/")
        dockerfile = parts.popLast().map(String.init) ?? ""
        folder = "/" + parts.joined(separator: "/")
        self.host = host
        var bytes: [UInt8]?
        for name in ["\(dockerfile).dockerignore", ".dockerignore"] where bytes == nil {
            bytes = try await host.read("\(folder)/\(name)", limit: Self.largestRules)
        }
        rules = IgnoreRules(String(decoding: bytes ?? [], as: UTF8.self), dockerfile: dockerfile)
    }

    /// A digest of the names, rights and contents of all files.
    func digest() async throws -> String {
        let hash = ContextHash(ContextFilter(rules: rules, keepsTimes: false))
        try await host.pack(folder) { bytes in _ = await hash.take(bytes) }
        return try await hash.finish(with: dockerfile)
    }

    /// Gives `body` the files as a tar stream, which it need not read to its end.
    func send<Value: Sendable>(
        to body: (ByteSource) async throws -> Value
    ) async throws -> Value {
        let pieces = PieceExchange()
        let packing = Task { await pack(into: pieces) }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(.stream { try await pieces.next() }))
        } catch {
            result = .failure(error)
        }
        await pieces.finish(CancellationError())
        packing.cancel()
        await packing.value
        return try result.get()
    }

    private func pack(into pieces: PieceExchange) async {
        let filter = ContextHash(ContextFilter(rules: rules, keepsTimes: true))
        do {
            try await host.pack(folder) { bytes in
                let part = await filter.take(bytes)
                if !part.isEmpty { await pieces.give(part) }
            }
            _ = try await filter.finish(with: "")
            await pieces.give(TarWriter.end)
            await pieces.finish(nil)
        } catch {
            await pieces.finish(error)
        }
    }
}

/// Makes a build's context of a folder's archive: relative to the folder, owned by root, without
/// what is ignored.
struct ContextFilter: Sendable {
    private let rules: IgnoreRules
    private let keepsTimes: Bool
    private var reader = TarReader()
    private var current: TarEntry?

    /// Starts before the archive, whose names begin with the folder's own.
    init(rules: IgnoreRules, keepsTimes: Bool) {
        self.rules = rules
        self.keepsTimes = keepsTimes
    }

    /// Takes the next bytes of the folder's archive; gives bytes of the context's.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(TarError) -> [UInt8] {
        reader.append(Array(bytes))
        var made: [UInt8] = []
        while let item = try reader.next() {
            switch item {
            case .entry(let entry):
                current = inContext(entry)
                if let current { made += TarWriter.header(of: current) }
            case .contents(let part):
                if current != nil { made += part }
            case .endOfFile:
                if let current { made += TarWriter.padding(after: current) }
                current = nil
            }
        }
        return made
    }

    private func inContext(_ entry: TarEntry) -> TarEntry? {
        guard let path = Self.inside(entry.path), !rules.excludes(path) else { return nil }
        var made = entry
        made.path = path
        if case .hardLink(let target) = entry.kind {
            guard let target = Self.inside(target) else { return nil }
            made.kind = .hardLink(target)
        }
        if case .other = entry.kind { return nil }
        (made.userID, made.groupID) = (0, 0)
        if !keepsTimes { made.modified = 0 }
        return made
    }

    /// A path without the name of the folder that was packed; nil for that folder itself.
    private static func inside(_ path: String) -> String? {
        let parts = path.split(separator: "/").drop { $0 == "." }.dropFirst()
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }
}

/// A filter that is fed from a stream, and the digest of what it lets through.
private actor ContextHash {
    private var filter: ContextFilter
    private var hash = SHA256()
    private var problem: TarError?

    init(_ filter: ContextFilter) {
        self.filter = filter
    }

    func take(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard problem == nil else { return [] }
        do {
            let made = try filter.take(bytes)
            hash.update(made)
            return made
        } catch {
            problem = error
            return []
        }
    }

    func finish(with name: String) throws(TarError) -> String {
        if let problem { throw problem }
        hash.update(Array(name.utf8))
        return SHA256.hexadecimal(hash.finalize())
    }
}
