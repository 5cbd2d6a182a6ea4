import InitProtocol
import Testing
import Workflows

@testable import ContainerEngine
@testable import Execution

@Suite("Container actions' parts")
struct ActionContainerTests {
    private static func mount(_ target: String, _ kind: String = "volume") -> MountDetails {
        MountDetails(
            kind: kind,
            name: "name-of-\(target)",
            source: "/engine\(target)",
            target: target,
            isReadOnly: false
        )
    }

    @Test("a runner's paths are found at GitHub's places, the most special one first")
    func translation() {
        for paths in [JobPaths.runner(repositoryName: "r"), .container(repositoryName: "r")] {
            let places = paths.actionTranslation
            let root = "/home/runner/work"
            #expect(places.container("\(root)/r/r/src") == "/github/workspace/src")
            #expect(
                places.container("\(root)/_temp/_runner_file_commands/x")
                    == "/github/file_commands/x"
            )
            #expect(
                places.container("\(root)/_temp/_github_workflow/event.json")
                    == "/github/workflow/event.json"
            )
            #expect(places.container("\(root)/_temp/_github_home") == "/github/home")
            #expect(places.container("\(root)/_temp/x") == "/github/runner_temp/x")
            #expect(places.container("\(root)/r") == "\(root)/r")
            #expect(places.host("/github/workspace/a") == "\(root)/r/r/a")
        }
    }

    @Test("folders are bound from where the engine keeps their volume, the innermost one")
    func shares() throws {
        let shared = try SharedFolders(
            [("/box/a/b", "/one"), ("/box/a/vol/c", "/two"), ("/box", "/three")],
            of: [Self.mount("/"), Self.mount("/box"), Self.mount("/box/a/vol")]
        )
        let binds = shared.mounts.compactMap { mount -> String? in
            guard case .bind(let path, _, _) = mount.source else { return nil }
            return "\(path) \(mount.target)"
        }
        #expect(
            binds == [
                "/engine/box/a/b /one", "/engine/box/a/vol/c /two", "/engine/box /three",
            ]
        )
        #expect(shared.mounts.filter(\.isReadOnly).count == 2, "each volume once, as a witness")
        #expect(throws: SharedFolderError.notInVolume("/x")) {
            try SharedFolders([("/x", "/y")], of: [Self.mount("/x", "bind"), Self.mount("/")])
        }
    }

    @Test("the kernel's table tells a folder of the volume from any other")
    func table() throws {
        let table = MountTable(
            """
            1 0 0:41 / /whole rw - overlay overlay rw
            2 0 0:41 /a/b /inside rw master:3 - overlay overlay rw
            3 0 8:1 / /host rw - ext4 /dev/sda rw
            4 0 8:1 /volumes/v /plain rw - ext4 /dev/sda rw
            5 0 8:1 /volumes/v/a /in rw - ext4 /dev/sda rw
            6 0 8:1 /volumes/vain /beside rw - ext4 /dev/sda rw
            """
        )
        let whole = try #require(table["/whole"])
        let plain = try #require(table["/plain"])
        #expect(table["/inside"]?.isInside(whole) == true)
        #expect(table["/host"]?.isInside(whole) == false)
        #expect(table["/in"]?.isInside(plain) == true)
        #expect(table["/host"]?.isInside(plain) == false)
        #expect(table["/beside"]?.isInside(plain) == false)
        #expect(table["/nowhere"] == nil)
    }

    @Test("a context is relative to its folder, owned by root and without what is ignored")
    func context() throws {
        var archive: [UInt8] = []
        let files: [(String, String?)] = [
            ("f/", nil), ("f/a", "1"), ("f/d/", nil), ("f/d/b", "2"), ("f/c", "3"),
        ]
        for (path, text) in files {
            let entry = TarEntry(
                path: path,
                kind: text == nil ? .directory : .file,
                mode: 0o644,
                size: UInt64(text?.utf8.count ?? 0),
                userID: 7,
                modified: 1_000_000_000
            )
            archive += TarWriter.header(of: entry) + Array((text ?? "").utf8)
            if text != nil { archive += TarWriter.padding(after: entry) }
        }
        let rules = IgnoreRules("d", dockerfile: "Dockerfile")
        for size in [1, 100, 512, archive.count] {
            var filter = ContextFilter(rules: rules, keepsTimes: false)
            var made: [UInt8] = []
            for start in stride(from: 0, to: archive.count, by: size) {
                made += try filter.take(archive[start..<min(start + size, archive.count)])
            }
            var reader = TarReader()
            reader.append(made + TarWriter.end)
            var entries: [TarEntry] = []
            while let item = try reader.next() {
                if case .entry(let entry) = item { entries.append(entry) }
            }
            #expect(entries.map(\.path) == ["a", "c"])
            #expect(entries.allSatisfy { $0.userID == 0 && $0.modified == 0 })
        }
    }

    @Test("base images are those that a Dockerfile writes out")
    func bases() {
        let images = ActionImages.baseImages(
            in: """
                ARG TAG=1
                FROM --platform=linux/amd64 ghcr.io/a/b:1 AS build
                # FROM commented
                from alpine
                FROM base:$TAG
                """
        )
        #expect(images == ["ghcr.io/a/b:1", "alpine"])
    }

    private func work(
        _ image: String,
        stage: ActionStage = .main,
        inputs: [(name: String, value: String)] = [],
        repository: String = ""
    ) throws -> ContainerWork {
        let manifest = ActionManifest(image: image, file: "a")
        guard case .docker(let docker) = manifest.runs else { throw CancellationError() }
        let action = ActionSource.Loaded(
            manifest: manifest,
            path: "/act",
            repository: repository,
            ref: ""
        )
        let call = ActionCall(action: action, inputs: inputs, saved: [])
        return ContainerWork(docker: docker, call: call, stage: stage)
    }

    @Test("an image is named, or a Dockerfile's; other names are for the workspace's own actions")
    func images() throws {
        #expect(try work("docker://a/b:1").image == .named("a/b:1"))
        #expect(try work("DOCKER://a").image == .named("a"))
        #expect(try work("Dockerfile").image == .dockerfile("/act/Dockerfile"))
        #expect(try work("x/ci.dockerfile").image == .dockerfile("/act/x/ci.dockerfile"))
        #expect(try work("Dockerfile.dev").image == .dockerfile("/act/Dockerfile.dev"))
        #expect(try work("alpine:3").image == .named("alpine:3"))
        #expect(try work("alpine:3", repository: "o/r").image == nil)
    }

    @Test("arguments are those of the manifest, else the input's words")
    func arguments() throws {
        let work = try work(
            "docker://a",
            inputs: [("Args", #"a "b c" 'd"#), ("entryPoint", "/bin/e")]
        )
        #expect(work.arguments(nil) == ["a", "b c", "'d"])
        #expect(work.arguments(["a b", "", #"say "x""#]) == ["a b", "", #"say "x""#])
        #expect(work.arguments([]) == [])
        #expect(work.entrypoint == "/bin/e")
        let post = ContainerWork(docker: work.docker, call: work.call, stage: .post)
        #expect(post.entrypoint == nil)
    }
}
