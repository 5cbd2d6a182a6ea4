import Testing

@testable import ActlocalCommands

@Suite("Artifacts at the command line")
struct ArtifactsCommandTests {
    private static let dist = StoreFixture.tar(["a.txt": "one", "in/b.txt": "three"])

    @Test("the artifacts of the repository's runs are listed, those of the newest run first")
    func list() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 1, id: 10, Self.dist)
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        try fixture.artifact("notes.txt", run: 2, id: 21, [1, 2], type: "text/plain")
        try fixture.artifact("other", run: 3, id: 30, [1], of: "https://github.com/o/r")
        let list = try await fixture.call("artifacts")
        #expect(list.status == 0)
        #expect(
            list.output == """
                run 2  CI, 5 minutes ago
                  dist       3.1 kB  build  expires in 89 days
                  notes.txt  2 B     build  expires in 89 days

                run 1  CI, 5 minutes ago
                  dist  3.1 kB  build  expires in 89 days

                """
        )
        let one = try await fixture.call("artifacts list --run 1 --json")
        #expect(one.output.contains(#""name" : "dist""#))
        #expect(one.output.contains(#""version" : 1"#))
        #expect(!one.output.contains("notes.txt"))
        let all = try await fixture.call("artifacts list --all-repositories")
        #expect(all.output.hasPrefix("run 3  local/project  CI"))
    }

    @Test("an artifact is shown with its files")
    func show() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        let shown = try await fixture.call("artifacts show dist")
        #expect(shown.output.contains("  run       2\n"))
        #expect(
            shown.output.hasSuffix(
                "  3 B  a.txt\n  5 B  in/b.txt\n2 files, 8 B unpacked\n"
            )
        )
        let json = try await fixture.call("artifacts show dist --json")
        #expect(json.output.contains(#""path" : "in/b.txt""#))
        try fixture.artifact("notes.txt", run: 2, id: 21, [1, 2], type: "text/plain")
        let plain = try await fixture.call("artifacts show notes.txt")
        #expect(plain.output.hasSuffix("  2 B  notes.txt\n1 file, 2 B unpacked\n"))
    }

    @Test("what is not there ends with 5 and says what is")
    func missing() async throws {
        let fixture = try StoreFixture()
        let empty = try await fixture.call("artifacts extract dist")
        #expect(empty.status == 5)
        #expect(empty.console.contains("no run of this repository has left artifacts"))
        #expect(try await fixture.call("artifacts").output == "no artifacts\n")
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        let name = try await fixture.call("artifacts show dits")
        #expect(name.status == 5)
        #expect(name.console.contains("no run has an artifact `dits`"))
        #expect(name.console.contains("did you mean `dist`?"))
        let run = try await fixture.call("artifacts show dist --run 7")
        #expect(run.status == 5)
        #expect(run.console.contains("there is `2`"))
    }

    @Test("one artifact is unpacked into the folder, several each into a folder of its name")
    func extract() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 1, id: 10, StoreFixture.tar(["a.txt": "old"]))
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        try fixture.artifact("notes.txt", run: 2, id: 21, Array("hi".utf8), type: "text/plain")
        let one = try await fixture.call("artifacts extract dist --to one")
        #expect(one.status == 0, "\(one)")
        #expect(one.output == "dist -> \(fixture.project.path)/one\n")
        #expect(StoreFixture.text(fixture.project.path + "/one/in/b.txt") == "three")
        let all = try await fixture.call("artifacts extract --to all")
        #expect(all.status == 0, "\(all)")
        #expect(StoreFixture.text(fixture.project.path + "/all/dist/a.txt") == "one")
        #expect(StoreFixture.text(fixture.project.path + "/all/notes.txt/notes.txt") == "hi")
        let old = try await fixture.call("artifacts extract dist --run 1 --to old")
        #expect(old.status == 0)
        #expect(StoreFixture.text(fixture.project.path + "/old/a.txt") == "old")
    }

    @Test("where a file is there already nothing is written, unless it is to be replaced")
    func existing() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        try fixture.project.file("out/in/b.txt", "mine")
        let refused = try await fixture.call("artifacts extract dist --to out")
        #expect(refused.status == 64)
        #expect(refused.console.contains("already has `in/b.txt`"))
        #expect(refused.console.contains("--overwrite"))
        #expect(!StoreFixture.exists(fixture.project.path + "/out/a.txt"))
        #expect(StoreFixture.text(fixture.project.path + "/out/in/b.txt") == "mine")
        let replaced = try await fixture.call("artifacts extract dist --to out --overwrite")
        #expect(replaced.status == 0)
        #expect(StoreFixture.text(fixture.project.path + "/out/in/b.txt") == "three")
    }

    @Test("of several artifacts none is unpacked when one of them cannot be")
    func severalAtOnce() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("a", run: 2, id: 20, Self.dist)
        try fixture.artifact("b", run: 2, id: 21, Self.dist)
        try fixture.project.file("out/b/in/b.txt", "mine")
        let refused = try await fixture.call("artifacts extract --to out")
        #expect(refused.status == 64)
        #expect(!StoreFixture.exists(fixture.project.path + "/out/a"))
    }

    @Test(
        "a path that leads out, or into a repository's own folder, is refused before all else",
        arguments: ["../evil", "/evil", "a/../../evil", ".git/hooks/pre-push", "x/.GIT/config"]
    )
    func escapes(path: String) async throws {
        let fixture = try StoreFixture()
        try fixture.project.folder("out/.git")
        try fixture.project.folder("out/x/.GIT")
        try fixture.artifact(
            "dist",
            run: 2,
            id: 20,
            StoreFixture.tar(["good": "1", path: "evil"])
        )
        let result = try await fixture.call("artifacts extract dist --to out --overwrite")
        #expect(result.status == 3)
        #expect(result.console.contains("`dist` was not unpacked: refused"))
        #expect(!StoreFixture.exists(fixture.project.path + "/out/good"))
    }

    @Test("a folder that cannot be made is named, with the reason")
    func below() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 2, id: 20, Self.dist)
        try fixture.artifact("notes.txt", run: 2, id: 21, [1, 2], type: "text/plain")
        try fixture.project.file("file", "here")
        for name in ["dist", "notes.txt"] {
            let result = try await fixture.call("artifacts extract \(name) --to file/in")
            #expect(result.status == 4)
            let folder = "\(fixture.project.path)/file/in"
            #expect(result.console.contains("cannot write `\(folder)`: not a directory"))
        }
    }

    @Test("what is damaged is refused")
    func damaged() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("dist", run: 2, id: 20, Array("no archive at all".utf8))
        for command in ["show", "extract"] {
            let result = try await fixture.call("artifacts \(command) dist")
            #expect(result.status == 3)
            #expect(result.console.contains("cannot read the archive"))
        }
    }

    @Test("pruning removes what has expired and what was asked for, and says so")
    func prune() async throws {
        let fixture = try StoreFixture()
        try fixture.artifact("old", run: 1, id: 10, [1], days: 91)
        try fixture.artifact("week", run: 2, id: 20, [1, 2], days: 8)
        try fixture.artifact("new", run: 3, id: 30, [1])
        try fixture.artifact("other", run: 4, id: 40, [1], days: 91, of: "https://github.com/o/r")
        let shown = try await fixture.call("artifacts prune -n")
        #expect(shown.output == "would remove old of run 1 (1 B)\nwould remove 1 artifact, 1 B\n")
        let first = try await fixture.call("artifacts prune")
        #expect(first.output.hasSuffix("removed 1 artifact, 1 B\n"))
        #expect(!StoreFixture.exists(fixture.home.path + "/state/runs/1"))
        #expect(StoreFixture.exists(fixture.home.path + "/state/runs/4/artifacts/40"))
        let second = try await fixture.call("artifacts prune --older-than 7 --json")
        #expect(second.output.contains(#""name" : "week of run 2""#))
        let third = try await fixture.call("artifacts prune --keep-runs 0")
        #expect(third.output.hasSuffix("removed 1 artifact, 1 B\n"))
        let all = try await fixture.call("artifacts prune --all --all-repositories")
        #expect(all.output.hasSuffix("removed 1 artifact, 1 B\n"))
        #expect(try await fixture.call("artifacts prune").output == "removed 0 artifacts, 0 B\n")
    }

    @Test(
        "wrong usage ends with 64",
        arguments: [
            ["artifacts", "prune", "--all", "--older-than", "1"],
            ["artifacts", "prune", "--keep-runs", "-1"], ["artifacts", "show"],
            ["cache", "prune", "--older-than", "x"], ["cache", "show"], ["artifacts", "lits"],
        ]
    )
    func usage(arguments: [String]) async throws {
        #expect(try await CommandResult.of(arguments).status == 64)
    }
}
