import Diagnostics
import InitProtocol

/// The tree in a tar archive with the digest of each file, as `hashFiles` searches it.
struct ArchivedTree: Sendable {
    private enum Node {
        case directory
        case file([UInt8])
        case link(String)
    }

    private let root: String
    private var nodes: [String: Node] = [:]
    private var names: [String: [[UInt8]]] = [:]
    private var reader = TarReader()
    private var current: (path: String, hash: SHA256)?

    /// Starts empty; the archive's first name stands for `root`.
    init(root: String) {
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// Takes the next bytes of the archive.
    mutating func append(_ bytes: [UInt8]) throws {
        reader.append(bytes)
        while let item = try reader.next() {
            switch item {
            case .entry(let entry): add(entry)
            case .contents(let part): current?.hash.update(Array(part))
            case .endOfFile:
                if let current { nodes[current.path] = .file(current.hash.finalize()) }
                current = nil
            }
        }
    }

    private mutating func add(_ entry: TarEntry) {
        let path = place(of: entry.path)
        switch entry.kind {
        case .directory: nodes[path] = .directory
        case .file: current = (path, SHA256())
        case .symbolicLink(let target): nodes[path] = .link(target)
        case .hardLink(let target): nodes[path] = nodes[place(of: target)]
        case .other: return
        }
        if let slash = path.lastIndex(of: "/"), path.count > root.count {
            names[String(path[..<slash]), default: []]
                .append(Array(path[path.index(after: slash)...].utf8))
        }
    }

    /// The absolute path of a name in the archive, whose first part is the root's own name.
    private func place(of name: String) -> String {
        let parts = name.split(separator: "/").drop { $0 == "." }.dropFirst(root == "/" ? 0 : 1)
        return parts.isEmpty ? root : (root == "/" ? "" : root) + "/" + parts.joined(separator: "/")
    }

    /// The ways the search looks at this tree; directories above the root count as directories.
    var search: HashFilesSearch.Tree {
        HashFilesSearch.Tree(
            kind: { path, followsLinks throws(InitFailure) in
                let path = String(decoding: path, as: UTF8.self)
                switch node(at: followsLinks ? real(path) : beside(path)) {
                case .directory: return .directory
                case .file, .link: return .file
                case nil: return root.hasPrefix(path == "/" ? "/" : path + "/") ? .directory : nil
                }
            },
            names: { path throws(InitFailure) in
                let path = String(decoding: path, as: UTF8.self)
                if let known = names[real(path)] {
                    return known.sorted { $0.lexicographicallyPrecedes($1) }
                }
                // Above the root only the way down to it is known, and only it can count.
                let prefix = path == "/" ? "/" : path + "/"
                guard root.hasPrefix(prefix), root != "/" else { return [] }
                return root.dropFirst(prefix.count).split(separator: "/").prefix(1)
                    .map { Array($0.utf8) }
            },
            realPath: { path throws(InitFailure) in
                Array(real(String(decoding: path, as: UTF8.self)).utf8)
            },
            digest: { path throws(InitFailure) in
                let path = String(decoding: path, as: UTF8.self)
                guard case .file(let digest) = node(at: real(path)) else {
                    throw .file("read", path: path, SystemError(code: 2, text: "No such file"))
                }
                return digest
            }
        )
    }

    private func node(at path: String) -> Node? { nodes[path] }

    /// The path with every link in it resolved; links that lead in circles end somewhere.
    private func real(_ path: String, depth: Int = 0) -> String {
        guard depth < 40, case let parent = beside(path, depth: depth),
            case .link(let target)? = nodes[parent]
        else { return beside(path, depth: depth) }
        return real(PathText.target(target, ofLinkAt: parent), depth: depth + 1)
    }

    /// The path with the links above its last name resolved.
    private func beside(_ path: String, depth: Int = 0) -> String {
        guard depth < 40, path.count > root.count, let slash = path.lastIndex(of: "/"),
            slash != path.startIndex
        else { return path }
        return real(String(path[..<slash]), depth: depth + 1) + String(path[slash...])
    }
}
