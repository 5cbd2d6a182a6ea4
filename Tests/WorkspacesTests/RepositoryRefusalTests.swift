import HostProcesses
import Testing
import Workspaces

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Repositories that cannot or must not be had", .timeLimit(.minutes(20)))
struct RepositoryRefusalTests {
    private let tool: RepositoryName

    init() throws {
        tool = try #require(RepositoryName(parsing: "acme/tool"))
    }

    @Test("what is wrong with a reference is said in GitHub's words")
    func wording() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let other = try #require(RepositoryName(parsing: "acme/other"))
        let unknown = String(repeating: "a", count: 40)
        let short = String(commit.prefix(7))
        for (name, ref, message) in [
            (other, "v1", "Unable to resolve action. Repository not found: acme/other"),
            (tool, "v2", "Unable to resolve action `acme/tool@v2`, unable to find version `v2`"),
            (tool, "v*", "Unable to resolve action `acme/tool@v*`, unable to find version `v*`"),
            (
                tool, unknown,
                "Unable to resolve action `acme/tool@\(unknown)`, unable to find version "
                    + "`\(unknown)`"
            ),
            (
                tool, short,
                "Unable to resolve action `acme/tool@\(short)`, the provided ref `\(short)` is the "
                    + "shortened version of a commit SHA, which is not supported. Please use the "
                    + "full commit SHA `\(commit)` instead."
            ),
        ] {
            let error = await #expect(throws: RepositoryError.self) {
                try await host.store().fetch(name, ref: ref)
            }
            #expect(error?.description == message)
        }
        #expect(host.contents.isEmpty)
    }

    @Test("a host that does not answer is named, with what to look at")
    func unreachable() async throws {
        let host = try await GitHost()
        let mirror = RepositoryHosts.Mirror(
            pattern: "*",
            url: "https://127.0.0.1:1/{owner}/{name}"
        )
        let error = await #expect(throws: RepositoryError.self) {
            try await host.store(mirrors: [mirror]).fetch(tool, ref: "v1")
        }
        #expect(error?.help?.contains("check the network") == true)
        #expect(error?.description.contains("https://127.0.0.1:1/acme/tool") == true)
    }

    @Test("links that lead out of the repository are left out and listed; those to nothing stay")
    func links() async throws {
        let host = try await GitHost()
        try host.project.write("lib/real", "x")
        let root = host.project.root
        for (name, target) in [
            ("inner", "lib/real"), ("lib/sideways", "../inner"), ("absolute", "/etc/passwd"),
            ("up", "../../../etc/passwd"), ("top", "."), ("lib/top", ".."),
            ("step", "top/../etc"), ("chain", "up"), ("nothing", "missing"), ("loop", "loop"),
            ("lib/later", "../made/by/../it"), ("hop", "missing/../../x"), ("via", "absolute/x"),
        ] {
            symlink(target, "\(root)/\(name)")
        }
        try await host.project.commit()
        let commit = try await host.pushHead(to: "acme/tool", ["refs/tags/v1"])
        let stored = try await host.store().fetch(tool, ref: "v1")
        let dropped = ["absolute", "chain", "hop", "loop", "step", "up", "via"]
        #expect(stored.droppedLinks == dropped)
        #expect(
            tree(stored.folder)
                == [
                    "inner", "lib/", "lib/later", "lib/real", "lib/sideways", "lib/top", "nothing",
                    "top",
                ]
        )
        #expect(try await host.store().fetch(tool, ref: commit).droppedLinks == dropped)
    }

    @Test("a submodule is an empty folder, and its address is asked nothing")
    func submodule() async throws {
        let host = try await GitHost()
        let marker = host.project.folder + "/was-run"
        try host.project.write(
            ".gitmodules",
            "[submodule \"sub\"]\n\tpath = sub\n\turl = ext::touch \(marker)\n"
        )
        try host.project.write("a", "1")
        try await host.project.commit()
        let head = try await host.project.line("git", "rev-parse", "HEAD")
        try await host.project.run(
            "git",
            "update-index",
            "--add",
            "--cacheinfo",
            "160000,\(head),sub"
        )
        try await host.project.run("git", "commit", "-q", "-m", "Add a submodule")
        try await host.pushHead(to: "acme/tool", ["refs/tags/v1"])
        let stored = try await host.store().fetch(tool, ref: "v1")
        #expect(tree(stored.folder) == [".gitmodules", "a", "sub/"])
        #expect(fileStatus(marker) == nil)
    }

    @Test("a tree that names `.git` is refused, and nothing of it is kept")
    func gitFolderInTree() async throws {
        let host = try await GitHost()
        try host.project.write("hooks/post-checkout", "#!/bin/sh\nexit 1\n", mode: 0o755)
        try await host.project.commit()
        let tree = try await host.project.line("git", "rev-parse", "HEAD^{tree}")
        let entries = host.project.folder + "/entries"
        try writeFile(entries, "040000 tree \(tree)\t.git\n")
        let outer = try await host.project.line("sh", "-c", "git mktree < \(entries)")
        let commit = try await host.project.line("git", "commit-tree", "-m", "Trap", outer)
        try await host.create("acme/tool")
        try await host.project.run(
            "git",
            "push",
            "-q",
            "\(host.folder)/acme/tool",
            "\(commit):refs/tags/v1"
        )
        await #expect(throws: RepositoryError.self) {
            try await host.store().fetch(tool, ref: "v1")
        }
        #expect(host.contents.isEmpty)
    }

    @Test("a repository with too many or too large files is refused before they are written")
    func huge() async throws {
        let host = try await GitHost()
        try await host.push(
            ["a": String(repeating: "x", count: 5000), "b": "", "c": ""],
            to: "acme/tool",
            "refs/tags/v1"
        )
        var few = RepositoryLimits()
        few.files = 2
        var small = RepositoryLimits()
        small.bytes = 4999
        for limits in [few, small] {
            let error = await #expect(throws: RepositoryError.self) {
                try await host.store(limits: limits).fetch(tool, ref: "v1")
            }
            guard case .tooLarge = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(host.contents.isEmpty)
    }

    @Test("the user's git settings have no say")
    func userSettings() async throws {
        let host = try await GitHost()
        let commit = try await host.push(["a": "1"], to: "acme/tool", "refs/tags/v1")
        let marker = host.project.folder + "/was-run"
        try writeFile(
            host.project.folder + "/home/.gitconfig",
            """
            [url "file:///nowhere/"]
                insteadOf = \(host.server)/
            [core]
                fsmonitor = touch \(marker)
            [filter "trap"]
                smudge = touch \(marker)
                required = true
            """
        )
        try await host.push([".gitattributes": "* filter=trap\n"], to: "acme/tool", "refs/tags/v2")
        let store = host.store(home: host.project.folder + "/home")
        #expect(try await store.fetch(tool, ref: "v1").commit == commit)
        _ = try await store.fetch(tool, ref: "v2")
        #expect(fileStatus(marker) == nil)
    }

    @Test("a token goes where it was meant for and nowhere else, and no askpass program is asked")
    func tokens() async throws {
        let host = try await GitHost()
        let log = host.project.folder + "/environment"
        let path = try host.fakeGit(
            "env | grep -e ^GIT_CONFIG_ -e ^GIT_ASKPASS -e ^HOME= > \(log)\nexit 128"
        )
        for (url, beginning, isSent) in [
            ("https://git.example.com/acme/tool", "https://git.example.com/", true),
            ("https://git.example.com/acme/tool", "https://git.example.com", true),
            ("https://git.example.com/acme/tool", "https://git.example.com/acme/tool", true),
            ("https://git.example.com/acme/tool", "https://git.example.com/ac", false),
            ("https://git.example.com.evil.example/acme/tool", "https://git.example.com", false),
            ("http://git.example.com/acme/tool", "https://git.example.com/", false),
        ] {
            let store = RepositoryStore(
                root: host.cache,
                hosts: RepositoryHosts(
                    mirrors: [.init(pattern: "*", url: url)],
                    // Of those that fit the longest counts.
                    tokens: [beginning: "hunter2", "https:/": "1", "https:": "2"]
                ),
                environment: ["PATH": path, "HOME": "/home/me", "SSH_ASKPASS": "/bin/trap"]
            )
            let error = await #expect(throws: RepositoryError.self) {
                try await store.fetch(tool, ref: "v1")
            }
            #expect(error?.description.contains("hunter2") == false)
            let environment = try #require(text(log))
            // `x-access-token:hunter2`
            let login = "eC1hY2Nlc3MtdG9rZW46aHVudGVyMg=="
            #expect(environment.contains("Authorization: basic \(login)") == isSent)
            #expect(environment.contains("GIT_ASKPASS=\n"))
            #expect(!environment.contains("/home/me"))
        }
    }

    @Test("of several mirrors the closest counts, and parts go where the address has them")
    func mirrors() throws {
        let hosts = RepositoryHosts(
            server: "https://git.example.com/",
            mirrors: [
                .init(pattern: "*", url: "https://all.example.com/{owner}/{name}.git"),
                .init(pattern: "Actions/*", url: "file:///srv/{owner}-{name}.git"),
                .init(pattern: "actions/cache", url: "file:///srv/cache"),
            ]
        )
        for (name, url) in [
            ("actions/cache", "file:///srv/cache"),
            ("actions/checkout", "file:///srv/actions-checkout.git"),
            ("acme/tool", "https://all.example.com/acme/tool.git"),
        ] {
            #expect(hosts.url(of: try #require(RepositoryName(parsing: name))) == url)
        }
        let plain = RepositoryHosts(server: "https://git.example.com/")
        #expect(plain.url(of: tool) == "https://git.example.com/acme/tool")
        #expect(RepositoryHosts().url(of: tool) == "https://github.com/acme/tool")
    }

    @Test(
        "a name that could change the address is none",
        arguments: ["a", "a/b/c", "/b", "a/", "../b", "a/..", "-a/b", "a b/c", "a/b?c", "a/b@c"]
    )
    func names(_ text: String) {
        #expect(RepositoryName(parsing: text) == nil)
    }
}
