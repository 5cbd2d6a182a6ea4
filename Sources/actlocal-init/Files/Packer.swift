import Glibc
import InitProtocol

/// Packs a file or a tree as a tar stream.
struct Packer {
    private let output: CInt
    /// The first name of each file with several, by device and number.
    private var names: [String: String] = [:]

    /// Packs `path`; names in the archive begin with its last part.
    static func pack(_ path: String, to output: CInt) throws(InitFailure) {
        var text = path
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        let name = text.split(separator: "/").last.map { Array($0.utf8) } ?? [0x2E]
        var packer = Packer(output: output)
        try packer.add(RawPath(text), as: name)
        try packer.write(TarWriter.end)
    }

    private init(output: CInt) {
        self.output = output
    }

    private mutating func add(_ path: RawPath, as name: [UInt8]) throws(InitFailure) {
        guard let information = path.status() else { throw .file("pack", path: path.text, .last) }
        guard let kind = kind(of: path, information, name) else { return }
        var entry = TarEntry(
            path: String(decoding: name, as: UTF8.self),
            kind: kind,
            mode: information.st_mode & 0o7777,
            userID: information.st_uid,
            groupID: information.st_gid,
            modified: information.modified
        )
        if kind == .file {
            entry.size = UInt64(information.st_size)
            return try addFile(path, entry)
        }
        try write(TarWriter.header(of: entry))
        guard kind == .directory else { return }
        let children: [[UInt8]]
        do { children = try DirectoryListing.sortedNames(in: path) } catch {
            throw .file("list", path: path.text, error)
        }
        for child in children { try add(path.appending(child), as: name + [0x2F] + child) }
    }

    private func addFile(_ path: RawPath, _ entry: TarEntry) throws(InitFailure) {
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else { throw .file("read", path: path.text, .last) }
        defer { close(descriptor) }
        try write(TarWriter.header(of: entry))
        var remaining = Int(entry.size)
        while remaining > 0 {
            var bytes: [UInt8]
            do { bytes = try Descriptor.read(descriptor, count: min(remaining, 256 << 10)) } catch {
                throw .file("read", path: path.text, error)
            }
            // A file that shrinks while it is read is filled up: its header is sent already.
            if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: min(remaining, 256 << 10)) }
            try write(bytes)
            remaining -= bytes.count
        }
        try write(TarWriter.padding(after: entry))
    }

    /// What a path is in an archive; nil for sockets, pipes and devices, which are left out.
    private mutating func kind(
        of path: RawPath,
        _ information: stat,
        _ name: [UInt8]
    ) -> TarEntry.Kind? {
        if information.isDirectory { return .directory }
        if information.isSymbolicLink {
            return path.linkTarget().map { .symbolicLink(String(decoding: $0, as: UTF8.self)) }
        }
        guard information.isRegular else { return nil }
        guard information.st_nlink > 1 else { return .file }
        let key = "\(information.st_dev):\(information.st_ino)"
        if let first = names[key] { return .hardLink(first) }
        names[key] = String(decoding: name, as: UTF8.self)
        return .file
    }

    private func write(_ bytes: [UInt8]) throws(InitFailure) {
        guard Descriptor.writeAll(output, bytes) else { throw .archive("nobody reads it") }
    }
}
