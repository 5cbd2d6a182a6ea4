import InitProtocol
import Testing

@Suite("hashFiles")
struct HashFilesTests {
    /// A tree in memory: paths of files with contents, of links with targets.
    private struct Tree {
        var files: [String: String] = [:]
        var links: [String: String] = [:]

        func resolve(_ path: String) -> String {
            var parts: [Substring] = []
            for part in path.split(separator: "/") {
                parts.append(part)
                let here = "/" + parts.joined(separator: "/")
                if let target = links[here] { parts = resolve(target).split(separator: "/") }
            }
            return "/" + parts.joined(separator: "/")
        }

        func isDirectory(_ path: String) -> Bool {
            path == "/"
                || (Array(files.keys) + Array(links.keys)).contains { $0.hasPrefix(path + "/") }
        }

        func search(hashed: @escaping (String) -> Void) -> HashFilesSearch.Tree {
            func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
            return HashFilesSearch.Tree(
                kind: { path, follows throws(InitFailure) in
                    let folder = text(path).split(separator: "/").dropLast().joined(separator: "/")
                    let name = text(path).split(separator: "/").last.map(String.init) ?? ""
                    let parent = resolve("/" + folder)
                    let own = (parent == "/" ? "" : parent) + "/" + name
                    if !follows, links[own] != nil { return .file }
                    let real = resolve(text(path))
                    if isDirectory(real) { return .directory }
                    return files[real] == nil ? nil : .file
                },
                names: { path throws(InitFailure) in
                    let folder = resolve(text(path))
                    let prefix = folder == "/" ? "/" : folder + "/"
                    let names = Set(
                        (Array(files.keys) + Array(links.keys)).filter { $0.hasPrefix(prefix) }
                            .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first }
                    )
                    return names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
                },
                realPath: { path throws(InitFailure) in Array(resolve(text(path)).utf8) },
                digest: { path throws(InitFailure) in
                    hashed(text(path))
                    return SHA256.digest(of: (files[resolve(text(path))] ?? "").utf8)
                }
            )
        }
    }

    /// The paths hashed, in order, relative to `/w`.
    private func hashed(_ patterns: String, _ tree: Tree, follow: Bool = false) throws -> [String] {
        var paths: [String] = []
        let digest = try HashFilesSearch.digest(
            HashFilesRequest(
                root: "/w",
                patterns: patterns,
                followsSymbolicLinks: follow,
                homeDirectory: "/home/me"
            ),
            in: tree.search { paths.append($0) }
        )
        let binary = paths.flatMap { path in
            SHA256.digest(of: (tree.files[tree.resolve(path)] ?? "").utf8)
        }
        #expect(digest == (paths.isEmpty ? "" : SHA256.hexadecimal(SHA256.digest(of: binary))))
        return paths.map { $0.hasPrefix("/w/") ? String($0.dropFirst(3)) : $0 }
    }

    private static func files(_ paths: String...) -> Tree {
        Tree(
            files: Dictionary(uniqueKeysWithValues: paths.map { ("/w/" + $0, "content of \($0)") })
        )
    }

    private static let tree = files(
        "a.txt",
        "a/b.txt",
        "a/z/c.txt",
        "a-b/d.txt",
        ".hidden/e.txt",
        "f[1].txt",
        "ab.js",
        "{x,y}.txt",
        "x.txt",
        "é.txt",
        "B.TXT"
    )

    @Test("a directory is walked whole before a sibling whose name continues it")
    func order() throws {
        #expect(
            try hashed("**/*.txt", HashFilesTests.tree) == [
                ".hidden/e.txt", "a/b.txt", "a/z/c.txt", "a-b/d.txt", "a.txt", "f[1].txt", "x.txt",
                "{x,y}.txt", "é.txt",
            ]
        )
    }

    @Test(
        "patterns match as minimatch matches them",
        arguments: [
            ("a", ["a/b.txt", "a/z/c.txt"]), ("a/", ["a/b.txt", "a/z/c.txt"]),
            ("a/*", ["a/b.txt", "a/z/c.txt"]), ("a/*.txt", ["a/b.txt"]), ("a.txt/", []),
            ("*.js", ["ab.js"]), ("?.txt", ["a.txt", "x.txt", "é.txt"]),
            ("[ax].txt", ["a.txt", "x.txt"]),
            ("[!a].txt", ["x.txt", "é.txt"]), ("[^a].txt", ["x.txt", "é.txt"]),
            ("[w-y].txt", ["x.txt"]),
            ("f[[]1].txt", ["f[1].txt"]), ("f\\[1\\].txt", ["f[1].txt"]), ("f[1].txt", []),
            ("{x,y}.txt", ["{x,y}.txt"]), ("+(a|x).txt", []), ("a/**/c.txt", ["a/z/c.txt"]),
            ("a/**/b.txt", ["a/b.txt"]), ("**/**/c.txt", ["a/z/c.txt"]), ("/w/a.txt", ["a.txt"]),
            ("./a.txt", ["a.txt"]), ("  a.txt  ", ["a.txt"]), ("#a.txt", []), ("", []),
            (
                "*",
                [
                    ".hidden/e.txt", "B.TXT", "a/b.txt", "a/z/c.txt", "a-b/d.txt", "a.txt", "ab.js",
                    "f[1].txt", "x.txt", "{x,y}.txt", "é.txt",
                ]
            ),
            ("~/x", []), ("/other/**", []), ("a**.txt", ["a.txt"]), ("[z-a].txt", []), ("[", []),
        ]
    )
    func patterns(pattern: String, expected: [String]) throws {
        #expect(try hashed(pattern, HashFilesTests.tree) == expected)
    }

    @Test("the last pattern that matches decides")
    func exclusion() throws {
        let tree = HashFilesTests.tree
        #expect(try hashed("a/**\n!a/z", tree) == ["a/b.txt"])
        #expect(try hashed("a/**\n!a/z\na/z/c.txt", tree) == ["a/b.txt", "a/z/c.txt"])
        #expect(try hashed("!a/z\na/**", tree) == ["a/b.txt", "a/z/c.txt"])
        #expect(try hashed("!!a.txt", tree) == ["a.txt"])
        #expect(try hashed("!a.txt", tree) == [])
        #expect(try hashed("! a.txt\nx.txt", tree) == ["x.txt"])
    }

    @Test("roots are searched in pattern order, and one inside another only once")
    func roots() throws {
        let tree = HashFilesTests.tree
        #expect(try hashed("x.txt\na.txt", tree) == ["x.txt", "a.txt"])
        #expect(try hashed("a/z/c.txt\na/*.txt", tree) == ["a/b.txt", "a/z/c.txt"])
    }

    @Test("files outside the workspace are found but do not count")
    func outside() throws {
        var tree = HashFilesTests.tree
        tree.files["/home/me/x"] = "home"
        tree.files["/workspace2/y"] = "near"
        #expect(try hashed("~/x\n/workspace2/**\nx.txt", tree) == ["x.txt"])
    }

    @Test("links to files count with their contents, links to directories only when followed")
    func links() throws {
        var tree = HashFilesTests.files("real/one", "two")
        tree.links = ["/w/l1": "/w/real", "/w/l2": "/w/two", "/w/real/loop": "/w"]
        #expect(try hashed("**", tree) == ["l2", "real/one", "two"])
        #expect(
            try hashed("**", tree, follow: true) == ["l1/one", "l2", "real/one", "two"]
        )
        tree.links["/w/broken"] = "/w/none"
        #expect(throws: InitFailure.self) { _ = try hashed("**", tree) }
        #expect(try hashed("**", tree, follow: true).count == 4)
    }

    @Test(
        "relative segments and an empty pattern are errors in GitHub's words",
        arguments: [
            ("../a", "Invalid pattern '../a'. Relative pathing '.' and '..' is not allowed."),
            ("a/./b", "Invalid pattern 'a/./b'. Relative pathing '.' and '..' is not allowed."),
            ("!a/..", "Invalid pattern 'a/..'. Relative pathing '.' and '..' is not allowed."),
            ("!", "pattern cannot be empty"),
        ]
    )
    func errors(pattern: String, message: String) {
        #expect(throws: InitFailure.hashFiles(message)) {
            _ = try hashed(pattern, HashFilesTests.tree)
        }
    }

    @Test("a workspace whose name looks like a pattern is taken literally")
    func oddRoot() throws {
        let tree = Tree(files: ["/w[a]*/x.txt": "1", "/wa/x.txt": "2"])
        var paths: [String] = []
        _ = try HashFilesSearch.digest(
            HashFilesRequest(root: "/w[a]*/", patterns: "*.txt"),
            in: tree.search { paths.append($0) }
        )
        #expect(paths == ["/w[a]*/x.txt"])
    }

    @Test("many globstars cost no exponential time")
    func hostile() throws {
        let deep = (0..<40).map { _ in "a" }.joined(separator: "/")
        let pattern = (0..<20).map { _ in "**/a" }.joined(separator: "/") + "/none"
        #expect(try hashed(pattern, HashFilesTests.files(deep)) == [])
    }
}
