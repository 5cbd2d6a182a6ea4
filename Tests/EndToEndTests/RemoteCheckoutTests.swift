import HostProcesses
import RunEvents
import Testing

/// `actions/checkout` of other repositories, fetched from a git host of the test.
@Suite("Checkouts of other repositories", .needsDocker)
struct RemoteCheckoutTests {
    @Test("a branch, a tag, a commit and the default branch go where `path` says, with their git")
    func refs() async throws {
        try await ProgramFixture.with { fixture in
            let first = try await fixture.publish("acme/data", ["a": "1"], as: "refs/tags/v1")
            let second = try await fixture.publish(
                "acme/data",
                ["a": "2"],
                as: "refs/heads/main",
                "refs/heads/next"
            )
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - id: main
                        uses: actions/checkout@v4
                        with: { repository: acme/data, path: main }
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, path: next, ref: next, fetch-depth: 0 }
                      - id: tag
                        uses: actions/checkout@v4
                        with: { repository: acme/data, path: tag, ref: v1 }
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, path: sha, ref: \(first) }
                      - run: |
                          for place in main next tag sha; do
                            cd "$GITHUB_WORKSPACE/$place"
                            echo "$place=$(cat a) $(git symbolic-ref --short -q HEAD)" \\
                              "$(git log --format=%H | wc -l) $(git status --porcelain | wc -l)"
                          done
                          echo "url=$(git remote get-url origin)"
                          echo "written=$(echo x > a && cat a)"
                      - run: |
                          echo "main-out=${{ join(steps.main.outputs.*, ' ') }}"
                          echo "tag-out=${{ join(steps.tag.outputs.*, ' ') }}"
                """
            )
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("main", in: "a") == "2 main 1 0")
            #expect(run.value("next", in: "a") == "2 next 2 0")
            #expect(run.value("tag", in: "a") == "1  1 0")
            #expect(run.value("sha", in: "a") == "1  1 0")
            #expect(run.value("url", in: "a") == "file://\(fixture.host)/acme/data")
            #expect(run.value("written", in: "a") == "x")
            #expect(run.value("main-out", in: "a") == "\(second) refs/heads/main")
            #expect(run.value("tag-out", in: "a") == "\(first) v1")
            #expect(run.substitutions.contains { $0.replacement == second })
            try await fixture.execute("rm", ["-r", fixture.host])
            let offline = try await fixture.run("ci", "--action-offline-mode")
            #expect(offline.exitStatus == 0, "\(offline)")
        }
    }

    @Test("what is not there fails the step, and what has no effect is listed")
    func refused() async throws {
        try await ProgramFixture.with { fixture in
            try await fixture.publish("acme/data", ["a": "1"], as: "refs/heads/main")
            try fixture.workflow(
                """
                jobs:
                  ref:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { repository: acme/data, ref: v9 } }
                  repository:
                    runs-on: ubuntu-latest
                    steps: [{ uses: actions/checkout@v4, with: { repository: acme/none } }]
                  inputs:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, token: hunter2 }
                """
            )
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            let missing = "A branch or tag with the name 'v9' could not be found"
            #expect(run.steps("ref").first?.reason == missing)
            let reason = run.steps("repository").first?.reason
            #expect(reason?.contains("acme/none/' not found") == true)
            #expect(run.conclusion("inputs") == .success)
            #expect(run.notHonoured.contains { $0.subject.contains("`token`") })
            #expect(!run.standardOutput.contains("hunter2"))
        }
    }

    @Test("submodules are fetched from the run's git host, those of the own repository, too")
    func submodules() async throws {
        try await ProgramFixture.with { fixture in
            let deep = try await fixture.publish("acme/deep", ["a": "deep"], as: "refs/heads/main")
            func publish(_ name: String, with path: String, _ url: String, _ commit: String)
                async throws -> String
            {
                try await fixture.publish(name, ["a": name], as: "refs/heads/main")
                let source = "\(fixture.folder)/source/\(name)"
                try await Self.add(path, url, commit, to: source, fixture)
                return try await fixture.publish(name, [:], as: "refs/heads/main")
            }
            let lib = try await publish("acme/lib", with: "in/deep", "../deep.git", deep)
            let data = try await publish(
                "acme/data",
                with: "lib",
                "file://\(fixture.host)/acme/lib",
                lib
            )
            try await fixture.git("remote", "add", "origin", "file://\(fixture.host)/acme/own.git")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { submodules: true } }
                      - run: |
                          echo "own=$(cat libs/one/a) $(ls libs/one/in/deep | wc -l)"
                          echo "status=$(git submodule status | cut -c 1-41)"
                          echo "clean=[$(git status --porcelain)] $(git -C libs/one rev-parse HEAD)"
                      - uses: actions/checkout@v4
                        with: { repository: acme/data, path: data, submodules: recursive }
                      - run: |
                          cd data && echo "deep=$(cat lib/in/deep/a) $(git rev-parse HEAD)"
                          echo "data-clean=[$(git status --porcelain)] $(cat lib/.git)"
                      - { uses: actions/checkout@v4, with: { path: without } }
                      - run: echo "without=$(ls -A without/libs/one | wc -l)"
                """
            )
            try await Self.add("libs/one", "../lib.git", lib, to: fixture.project, fixture)
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("own", in: "a") == "acme/lib 0")
            #expect(run.value("status", in: "a") == " \(lib)")
            #expect(run.value("clean", in: "a") == "[] \(lib)")
            #expect(run.value("deep", in: "a") == "deep \(data)")
            #expect(run.value("data-clean", in: "a") == "[] gitdir: ../.git/modules/lib")
            #expect(run.value("without", in: "a") == "0")
        }
    }

    @Test("a submodule on another host keeps its job from running, unless a mirror stands for it")
    func foreignSubmodule() async throws {
        try await ProgramFixture.with { fixture in
            let lib = try await fixture.publish("acme/lib", ["a": "lib"], as: "refs/heads/main")
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { submodules: true } }
                      - run: echo "lib=$(cat lib/a)"
                """
            )
            let url = "https://ann:hush@git.invalid/other/library.git"
            try await Self.add("lib", url, lib, to: fixture.project, fixture)
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 5, "\(run)")
            let reason = try #require(run.job("a")?.reason)
            #expect(reason.contains("`--repository-mirror other/library=URL`"), "\(reason)")
            #expect(!reason.contains("hush"))
            let mirror = "other/library=file://\(fixture.host)/acme/lib"
            let mirrored = try await fixture.run("ci", "--repository-mirror", mirror)
            #expect(mirrored.exitStatus == 0, "\(mirrored)")
            #expect(mirrored.value("lib", in: "a") == "lib")
        }
    }

    @Test("submodules of a checkout from `github-server-url` are fetched from that server")
    func submodulesElsewhere() async throws {
        try await ProgramFixture.with { fixture in
            let lib = try await fixture.publish("acme/lib", ["a": "lib"], as: "refs/heads/main")
            try await fixture.publish("acme/data", ["a": "data"], as: "refs/heads/main")
            let source = "\(fixture.folder)/source/acme/data"
            try await Self.add("in/lib", "../lib.git", lib, to: source, fixture)
            try await fixture.publish("acme/data", [:], as: "refs/heads/main")
            for name in ["data", "lib"] {
                let bare = "\(fixture.host)/acme/\(name)"
                try await fixture.git("-C", bare, "update-server-info")
            }
            let (server, serving) = try await Self.serve(fixture.host)
            defer { serving.cancel() }
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with:
                          repository: acme/data
                          github-server-url: \(server)
                          fetch-depth: 0
                          submodules: true
                      - run: echo "lib=$(cat in/lib/a) $(git -C in/lib config remote.origin.url)"
                """
            )
            let run = try await fixture.run("ci", "--host")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.value("lib", in: "a") == "lib \(server)/acme/lib.git", "\(run)")
        }
    }

    /// Serves a folder's files until the task is cancelled.
    private static func serve(
        _ folder: String
    ) async throws -> (address: String, serving: Task<Void, any Error>) {
        let program = """
            import functools, http.server as h
            files = functools.partial(h.SimpleHTTPRequestHandler, directory='.')
            server = h.ThreadingHTTPServer(("127.0.0.1", 0), files)
            print(server.server_port, flush=True)
            server.serve_forever()
            """
        let command = HostCommand(
            "python3",
            ["-c", program],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
            directory: folder
        )
        let (ports, port) = AsyncStream.makeStream(of: String.self)
        let serving = Task {
            _ = try await command.stream { _ in
            } to: { bytes in
                port.yield(String(decoding: bytes, as: UTF8.self))
            }
        }
        var first = ports.makeAsyncIterator()
        let text = try #require(await first.next()).filter(\.isNumber)
        return ("http://127.0.0.1:\(text)", serving)
    }

    @Test("a submodule without an address fails the checkout that asks for it, in git's words")
    func submoduleWithoutAddress() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                      - { uses: actions/checkout@v4, with: { submodules: true } }
                """
            )
            try await fixture.commit()
            let commit = try await fixture.git("rev-parse", "HEAD").filter { !$0.isNewline }
            let entry = "160000,\(commit),lib"
            try await fixture.git("update-index", "--add", "--cacheinfo", entry)
            try await fixture.git("commit", "-qm", "lib")
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 1, "\(run)")
            #expect(run.steps("a").map(\.outcome).prefix(2) == [.success, .failure], "\(run)")
            let words = "No url found for submodule path 'lib' in .gitmodules"
            #expect(run.annotations.contains { $0.message.contains(words) }, "\(run)")
        }
    }

    @Test("`lfs` of a checkout is honoured where the files are there, and reported where not")
    func largeFiles() async throws {
        try await ProgramFixture.with { fixture in
            try fixture.workflow(
                """
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - { uses: actions/checkout@v4, with: { lfs: true } }
                """
            )
            try fixture.write(".gitattributes", "*.bin filter=lfs -text\n")
            try fixture.write("here.bin", "the content itself\n")
            try await fixture.commit()
            let complete = try await fixture.run("ci")
            #expect(complete.exitStatus == 0, "\(complete)")
            #expect(complete.notHonoured.isEmpty)

            let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"
            try fixture.write("there.bin", pointer)
            try fixture.write("text.md", pointer)
            try await fixture.commit()
            let run = try await fixture.run("ci")
            #expect(run.exitStatus == 0, "\(run)")
            #expect(run.notHonoured.map(\.subject) == ["actions/checkout with `lfs`"])
            #expect(run.notHonoured.first?.reason.hasPrefix("a file is only") == true, "\(run)")
        }
    }

    /// Adds a submodule to a working tree without fetching it.
    private static func add(
        _ path: String,
        _ url: String,
        _ commit: String,
        to folder: String,
        _ fixture: ProgramFixture
    ) async throws {
        try await fixture.execute("mkdir", ["-p", "\(folder)/\(path)"])
        let modules = "\(folder)/.gitmodules"
        for (key, value) in [("path", path), ("url", url)] {
            try await fixture.git("config", "-f", modules, "submodule.\(path).\(key)", value)
        }
        let entry = "160000,\(commit),\(path)"
        try await fixture.git("-C", folder, "update-index", "--add", "--cacheinfo", entry)
    }
}
