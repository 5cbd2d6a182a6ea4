import ContainerEngine
import Diagnostics
package import InitProtocol

extension ExecStepHost {
    /// Writes a file by an archive of one entry; the engine replaces what is there.
    package func write(
        _ contents: [UInt8],
        to path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) {
        guard let slash = path.lastIndex(of: "/") else {
            throw .failed(.refused("`\(path)` is no absolute path"))
        }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        try await makeDirectory(folder, FileAttributes(mode: 0o755, owner: attributes.owner))
        var entry = TarEntry(
            path: String(path[path.index(after: slash)...]),
            kind: .file,
            mode: attributes.mode,
            size: UInt64(contents.count)
        )
        if !attributes.owner.isEmpty {
            let identity = try await lookUp(user: attributes.owner)
            entry.userID = identity.userID
            entry.groupID = identity.groupID
        }
        let archive =
            TarWriter.header(of: entry) + contents + TarWriter.padding(after: entry) + TarWriter.end
        let (engine, container) = (engine, container)
        try await ExecStepHost.shielded {
            try await engine.putArchive(.bytes(archive), into: container, at: folder)
        }
    }

    /// Reads a file out of the archive that the engine makes of it.
    package func read(_ path: String, limit: Int) async throws(StepHostError) -> [UInt8]? {
        let (engine, container) = (engine, container)
        return try await ExecStepHost.shielded {
            var path = path
            for _ in 0..<16 {
                guard let found = try await ExecStepHost.first(path, engine, container, limit)
                else {
                    return nil
                }
                guard case .symbolicLink(let target) = found.entry.kind else {
                    return try ExecStepHost.contents(found, path)
                }
                path = PathText.target(target, ofLinkAt: path)
            }
            throw InitFailure.file("read", path: path, SystemError(code: 40, text: "Symlink loop"))
        }
    }

    /// What is at a path, through links.
    package func entry(at path: String) async throws(StepHostError) -> FileEntry? {
        let (engine, container) = (engine, container)
        return try await ExecStepHost.shielded {
            var target = path
            for _ in 0..<16 {
                guard let found = try await ExecStepHost.first(target, engine, container, 0) else {
                    return nil
                }
                guard case .symbolicLink(let next) = found.entry.kind else {
                    return ExecStepHost.entry(found.entry, name: path)
                }
                target = PathText.target(next, ofLinkAt: target)
            }
            return nil
        }
    }

    /// What a directory holds.
    package func entries(of path: String) async throws(StepHostError) -> [FileEntry] {
        try await script(ContainerScript.list, [path]).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count == 6, let mode = UInt32(fields[0], radix: 16),
                let size = UInt64(fields[1]), let user = UInt32(fields[2]),
                let group = UInt32(fields[3]), let seconds = Int64(fields[4])
            else { return nil }
            let kinds: [UInt32: FileEntry.Kind] = [
                0o100000: .file, 0o040000: .directory, 0o120000: .symbolicLink,
            ]
            return FileEntry(
                name: String(fields[5].dropFirst(2)),
                kind: kinds[mode & 0o170000] ?? .other,
                mode: mode & 0o7777,
                size: size,
                userID: user,
                groupID: group,
                modified: seconds * 1_000_000_000
            )
        }.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    }

    /// Creates a directory and those above it.
    package func makeDirectory(
        _ path: String,
        _ attributes: FileAttributes
    ) async throws(StepHostError) {
        let mode = String(attributes.mode, radix: 8)
        _ = try await script(ContainerScript.makeDirectory, [path, mode, attributes.owner])
    }

    /// Removes a file or a whole tree.
    package func remove(_ path: String) async throws(StepHostError) {
        _ = try await script(ContainerScript.remove, [path])
    }

    /// Moves a prepared checkout to its place.
    package func installCheckout(
        from source: String,
        to path: String
    ) async throws(StepHostError) {
        _ = try await script(ContainerScript.install, [source, path])
    }

    /// Gives everything under a path to a user.
    package func changeOwner(of path: String, to owner: String) async throws(StepHostError) {
        _ = try await script(ContainerScript.changeOwner, [path, owner])
    }

    /// The first entry of a path's archive and up to `limit` bytes of it; nil for nothing.
    private static func first(
        _ path: String,
        _ engine: Engine,
        _ container: String,
        _ limit: Int
    ) async throws -> (entry: TarEntry, bytes: [UInt8], limit: Int)? {
        let stream: ByteStream
        do {
            stream = try await engine.archive(of: path, in: container)
        } catch EngineError.notFound {
            return nil
        }
        var reader = TarReader()
        var entry: TarEntry?
        var bytes: [UInt8] = []
        while let part = try await stream.next() {
            reader.append(part)
            while let item = try reader.next() {
                switch item {
                case .entry(let found):
                    guard case .file = found.kind, found.size <= limit else {
                        return (found, [], limit)
                    }
                    entry = found
                case .contents(let part):
                    bytes += part
                case .endOfFile:
                    return entry.map { ($0, bytes, limit) }
                }
            }
        }
        return nil
    }

    private static func contents(
        _ found: (entry: TarEntry, bytes: [UInt8], limit: Int),
        _ path: String
    ) throws -> [UInt8] {
        guard case .file = found.entry.kind else {
            throw InitFailure.file(
                "read",
                path: path,
                SystemError(code: 21, text: "Is a directory")
            )
        }
        guard found.entry.size <= found.limit else {
            throw InitFailure.tooLarge(
                path: path,
                size: found.entry.size,
                limit: UInt64(found.limit)
            )
        }
        return found.bytes
    }

    private static func entry(_ entry: TarEntry, name: String) -> FileEntry {
        let kind: FileEntry.Kind =
            switch entry.kind {
            case .file, .hardLink: .file
            case .directory: .directory
            case .symbolicLink: .symbolicLink
            case .other: .other
            }
        return FileEntry(
            name: name,
            kind: kind,
            mode: entry.mode,
            size: entry.size,
            userID: entry.userID,
            groupID: entry.groupID,
            modified: entry.modified
        )
    }
}
