import ContainerEngine
import Synchronization
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("images, networks, volumes and files", .needsDocker, .timeLimit(.minutes(20)))
struct EngineResourceTests {
    @Test("the engine tells what it is")
    func information() async throws {
        try await ContainerFixture.with { fixture in
            let information = try await fixture.engine.information()
            #expect(["1", "2"].contains(information.controlGroupVersion))
            #expect(fixture.engine.apiVersion >= APIVersion(major: 1, minor: 41))
        }
    }

    @Test("an imported image is inspected, tagged, listed and removed")
    func images() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let image = try await engine.image(ContainerFixture.image)
            #expect(image.configuration.variable("FROM_IMAGE") == "yes")
            #expect(image.configuration.command == ["/bin/sh"])
            let name = "actlocal-test-\(fixture.label):one"
            try await engine.tagImage(ContainerFixture.image, as: name)
            #expect(try await engine.image(name).id == image.id)
            #expect(try await engine.images().contains { $0.tags.contains(name) })
            try await engine.removeImage(name)
            #expect(try await engine.hasImage(name) == false)
        }
    }

    @Test("an image streamed in pieces arrives whole")
    func streamedImport() async throws {
        try await ContainerFixture.with { fixture in
            var archive = TarArchive()
            archive.add(file: "data", bytes: [UInt8](repeating: 7, count: 3_000_000))
            let pieces = PieceSource(archive.finished(), size: 100_000)
            let name = "actlocal-test-\(fixture.label):streamed"
            let engine = fixture.engine
            try await engine.importImage(.stream(next: { await pieces.next() }), as: name)
            fixture.onCleanUp { try await engine.removeImage(name) }
            #expect(try await engine.image(name).sizeBytes == 3_000_000)
        }
    }

    @Test("an image is built from a Dockerfile, and a failing instruction is an error")
    func builds() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            var build = ImageBuild()
            build.dockerfile = "sub/Dockerfile"
            build.tags = ["actlocal-test-\(fixture.label):built"]
            build.network = "none"
            build.arguments = ["WORD": "from argument"]
            let text = """
                FROM \(ContainerFixture.image)
                ARG WORD
                ENV WORD=$WORD
                COPY note /note
                RUN ["sh", "-c", "cat /note; echo built"]
                """
            var archive = TarArchive()
            archive.add(file: "sub/Dockerfile", bytes: Array(text.utf8))
            archive.add(file: "note", bytes: Array("noted\n".utf8))
            let output = Mutex("")
            let id = try await engine.buildImage(
                build,
                context: .bytes(archive.finished()),
                output: { text in output.withLock { $0 += text } }
            )
            fixture.onCleanUp { try await engine.removeImage(id, force: true) }
            #expect(output.withLock { $0 }.contains("noted\nbuilt\n"))
            let image = try await engine.image(build.tags[0])
            #expect(image.id == id)
            #expect(image.configuration.variable("WORD") == "from argument")

            var broken = TarArchive()
            let failing = "FROM \(ContainerFixture.image)\nRUN [\"sh\", \"-c\", \"exit 3\"]\n"
            broken.add(file: "Dockerfile", bytes: Array(failing.utf8))
            do {
                _ = try await engine.buildImage(
                    ImageBuild(),
                    context: .bytes(broken.finished())
                )
                Issue.record("the build succeeded")
            } catch EngineError.buildFailed(let detail) {
                #expect(detail.contains("code: 3"))
            }
        }
    }

    @Test("a pull from a registry that is not there says that the network failed")
    func failedPull() async throws {
        try await ContainerFixture.with { fixture in
            do {
                try await fixture.engine.pullImage("127.0.0.1:9/none:1")
                Issue.record("the pull succeeded")
            } catch EngineError.pullFailed(let image, .network) {
                #expect(image == "127.0.0.1:9/none:1")
            }
        }
    }

    @Test("containers of one network reach each other by alias, and it goes when they are gone")
    func networks() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let network = try await fixture.createNetwork(isInternal: true)
            let id = try await engine.network(network.name).id
            #expect(try await engine.network(id).isInternal)
            #expect(try await engine.networks(labelled: [fixture.filter]).map(\.id) == [id])
            await #expect(throws: EngineError.self) { _ = try await engine.createNetwork(network) }

            var server = fixture.definition("echo hello | /bin/busybox nc -l -p 80")
            server.network.mode = network.name
            server.network.aliases = ["web"]
            let serverID = try await fixture.create(server)
            try await engine.startContainer(serverID)
            await #expect(throws: EngineError.self) { try await engine.removeNetwork(id) }
            let attachment = try await engine.container(serverID).networks[network.name]
            #expect(attachment?.aliases.contains("web") == true)

            var client = fixture.definition(
                "until /bin/busybox nc web 80 </bin/sh; do sleep 0.02; done"
            )
            client.network.mode = id
            let clientID = try await fixture.create(client)
            let stream = try await engine.attach(to: clientID)
            try await engine.startContainer(clientID)
            #expect(try await stream.readAll()[.stdout] == "hello\n")
        }
    }

    @Test("an overlay volume shows the lower files and keeps changes above them")
    func overlayVolume() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let base = FileManager.default.temporaryDirectory.path + "/overlay-\(fixture.label)"
            for name in ["lower", "upper", "work"] {
                try FileManager.default.createDirectory(
                    atPath: "\(base)/\(name)",
                    withIntermediateDirectories: true
                )
            }
            fixture.onCleanUp { try FileManager.default.removeItem(atPath: base) }
            try Data("low".utf8).write(to: URL(fileURLWithPath: "\(base)/lower/file"))
            var definition = VolumeDefinition.overlay(
                name: "actlocal-\(fixture.label)",
                lower: ["\(base)/lower"],
                upper: "\(base)/upper",
                work: "\(base)/work"
            )
            definition.labels = fixture.labels
            let volume = try await engine.createVolume(definition)
            fixture.onCleanUp { try await engine.removeVolume(volume.name) }
            #expect(
                try await engine.volumes(labelled: [fixture.filter]).map(\.name) == [volume.name]
            )

            var container = fixture.definition("cat /w/file; echo new > /w/file")
            container.storage.mounts = [.volume(volume.name, at: "/w")]
            let id = try await fixture.create(container)
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            #expect(try await stream.readAll()[.stdout] == "low")
            _ = try await engine.waitForContainer(id)
            let lower = try String(contentsOfFile: "\(base)/lower/file", encoding: .utf8)
            let upper = try String(contentsOfFile: "\(base)/upper/file", encoding: .utf8)
            #expect(lower == "low")
            #expect(upper == "new\n")
            await #expect(throws: EngineError.self) { try await engine.removeVolume(volume.name) }
        }
    }

    @Test("an archive put into a container that does not run comes back out of it")
    func archives() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(fixture.definition("true"))
            let content = [UInt8]("content".utf8)
            var archive = TarArchive()
            archive.add(file: "note", bytes: content)
            try await engine.putArchive(.bytes(archive.finished()), into: id, at: "/tmp")
            let stream = try await engine.archive(of: "/tmp/note", in: id)
            var bytes: [UInt8] = []
            while let piece = try await stream.next() { bytes += piece }
            #expect(bytes.count >= 1024)
            #expect(Array(bytes[512..<512 + content.count]) == content)
            await #expect(throws: EngineError.notFound(.file, name: "/none")) {
                _ = try await engine.archive(of: "/none", in: id)
            }
            await #expect(throws: EngineError.self) {
                try await engine.putArchive(.bytes(archive.finished()), into: id, at: "/none")
            }
        }
    }

    @Test("a process run in a container gets its input and gives its output and exit status")
    func exec() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(fixture.definition("while :; do sleep 0.05; done"))
            try await engine.startContainer(id)
            let output = Collector()
            let status = try await engine.run(
                ["sh", "-c", "cat; echo $A; /bin/busybox pwd; id -u >&2; exit 5"],
                in: id,
                environment: ["A=b"],
                user: "9",
                workingDirectory: "/tmp",
                input: Array("in\n".utf8),
                output: { await output.take($0) }
            )
            #expect(status == 5)
            #expect(await output.texts == [.stdout: "in\nb\n/tmp\n", .stderr: "9\n"])
            do {
                _ = try await engine.run(["no-such-program"], in: id)
                Issue.record("a missing program ran")
            } catch EngineError.cannotExecute(let command, _) {
                #expect(command == "no-such-program")
            }
            #expect(try await engine.run(["sh", "-c", "exit 127"], in: id) == 127)
        }
    }

    @Test("everything with a label is removed, containers that run included")
    func removal() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let network = try await fixture.createNetwork()
            var volume = VolumeDefinition()
            volume.labels = fixture.labels
            let name = try await engine.createVolume(volume).name
            var definition = fixture.definition("while :; do sleep 0.05; done")
            definition.network.mode = network.name
            definition.storage.mounts = [.volume(name, at: "/v")]
            let id = try await fixture.create(definition)
            try await engine.startContainer(id)
            let report = try await engine.removeEverything(labelled: [fixture.filter])
            #expect(report.containers == [id])
            #expect(report.networks == [network.name])
            #expect(report.volumes == [name])
            #expect(report.failures.isEmpty)
            #expect(try await engine.removeEverything(labelled: [fixture.filter]).isEmpty)
        }
    }
}

/// Gives out bytes in pieces.
private actor PieceSource {
    private var rest: ArraySlice<UInt8>
    private let size: Int

    init(_ bytes: [UInt8], size: Int) {
        rest = bytes[...]
        self.size = size
    }

    func next() -> [UInt8]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    }
}

/// Gathers what a process wrote.
private actor Collector {
    private(set) var texts: [OutputStream: String] = [:]

    func take(_ chunk: OutputChunk) {
        texts[chunk.stream, default: ""] += String(decoding: chunk.bytes, as: UTF8.self)
    }
}
