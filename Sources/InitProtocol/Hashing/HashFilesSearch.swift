/// The search and digest of GitHub's `hashFiles`, over any tree of files.
///
/// - Source: actions/runner `src/Misc/expressionFunc/hashFiles` and actions/toolkit
///   `packages/glob/src/internal-globber.ts`
package struct HashFilesSearch {
    /// What a path is, as far as the search needs to know.
    package enum Kind: Sendable {
        /// Something with names in it.
        case directory
        /// Anything else.
        case file
    }

    /// How the tree is looked at; paths are absolute bytes.
    package struct Tree {
        /// What is at a path, through links or not; nil for nothing.
        package var kind: (_ path: [UInt8], _ followsLinks: Bool) throws(InitFailure) -> Kind?
        /// The names in a directory, in byte order.
        package var names: (_ path: [UInt8]) throws(InitFailure) -> [[UInt8]]
        /// The path without any link in it.
        package var realPath: (_ path: [UInt8]) throws(InitFailure) -> [UInt8]
        /// The SHA-256 of a file's contents, through links.
        package var digest: (_ path: [UInt8]) throws(InitFailure) -> [UInt8]

        /// Gathers the ways of looking.
        package init(
            kind: @escaping (_ path: [UInt8], _ followsLinks: Bool) throws(InitFailure) -> Kind?,
            names: @escaping (_ path: [UInt8]) throws(InitFailure) -> [[UInt8]],
            realPath: @escaping (_ path: [UInt8]) throws(InitFailure) -> [UInt8],
            digest: @escaping (_ path: [UInt8]) throws(InitFailure) -> [UInt8]
        ) {
            self.kind = kind
            self.names = names
            self.realPath = realPath
            self.digest = digest
        }
    }

    private struct Item {
        var path: [UInt8]
        var names: [[UInt16]]
        var level: Int

        func appending(_ name: [UInt8]) -> Item {
            let text = String(decoding: name, as: UTF8.self)
            return Item(
                path: path.last == 0x2F ? path + name : path + [0x2F] + name,
                names: names + [Array(text.utf16)],
                level: level + 1
            )
        }
    }

    private let request: HashFilesRequest
    private let patterns: HashFilesPatterns
    private let tree: Tree
    private var result = SHA256()
    private var hasMatch = false
    /// The real directories above the current item, to notice links that lead in circles.
    private var chain: [[UInt8]] = []

    /// The digest in lower hexadecimal digits; empty when no file matched.
    package static func digest(
        _ request: HashFilesRequest,
        in tree: Tree
    ) throws(InitFailure) -> String {
        var search = try HashFilesSearch(request, tree)
        try search.run()
        return search.hasMatch ? SHA256.hexadecimal(search.result.finalize()) : ""
    }

    private init(_ request: HashFilesRequest, _ tree: Tree) throws(InitFailure) {
        var request = request
        while request.root.count > 1, request.root.hasSuffix("/") { request.root.removeLast() }
        self.request = request
        self.tree = tree
        patterns = try HashFilesPatterns(
            request.patterns,
            root: request.root,
            homeDirectory: request.homeDirectory
        )
    }

    private mutating func run() throws(InitFailure) {
        var stack: [Item] = []
        for names in patterns.searchPaths.reversed() {
            var item = Item(path: [0x2F], names: [[]], level: 0)
            for name in names { item = item.appending(Array(name.utf8)) }
            item.level = 1
            if try tree.kind(item.path, false) != nil { stack.append(item) }
        }
        while let item = stack.popLast() {
            let match = patterns.match(item.names)
            let mayDescend = !match.isEmpty || patterns.mayMatch(below: item.names)
            guard mayDescend, let kind = try kind(of: item) else { continue }
            switch kind {
            case .directory:
                for name in try tree.names(item.path).reversed() {
                    stack.append(item.appending(name))
                }
            case .file where match.contains(.file):
                try add(item)
            case .file:
                continue
            }
        }
    }

    private mutating func kind(of item: Item) throws(InitFailure) -> Kind? {
        let kind = try tree.kind(item.path, request.followsSymbolicLinks)
        guard kind == .directory, request.followsSymbolicLinks else { return kind }
        let real = try tree.realPath(item.path)
        while chain.count >= item.level { chain.removeLast() }
        if chain.contains(real) { return nil }
        chain.append(real)
        return kind
    }

    private mutating func add(_ item: Item) throws(InitFailure) {
        let prefix = request.root == "/" ? [0x2F] : Array(request.root.utf8) + [0x2F]
        guard item.path.starts(with: prefix) else { return }
        // A link to a file counts with the file's contents; a link to a directory does not count.
        guard let target = try tree.kind(item.path, true) else {
            let text = String(decoding: item.path, as: UTF8.self)
            throw .hashFiles("ENOENT: no such file or directory, stat '\(text)'")
        }
        guard target == .file else { return }
        result.update(try tree.digest(item.path))
        hasMatch = true
    }
}
