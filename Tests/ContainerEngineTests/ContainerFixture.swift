import ContainerEngine
import Synchronization
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A real engine for one test: everything it makes bears the test's label and is removed after
/// it, last made first, whether the test passes or throws.
final class ContainerFixture: Sendable {
    let engine: Engine
    /// The value of the label `actlocal.test` on everything of this test.
    let label: String
    private let cleanUps = Mutex<[@Sendable () async throws -> Void]>([])

    /// The name of an image with only busybox in it, made once for an engine; its tag changes
    /// with its content.
    static let image = "actlocal-test-busybox:1"

    private init(engine: Engine) {
        self.engine = engine
        label = "t\(UInt64.random(in: 0...UInt64.max))"
    }

    /// Runs a test with a fixture of its own.
    static func with(_ body: (ContainerFixture) async throws -> Void) async throws {
        let engine = try await Engine.connect(
            to: EngineEndpoint(.unix(path: "/var/run/docker.sock"))
        )
        try await BusyboxImage.shared.provide(to: engine)
        let fixture = ContainerFixture(engine: engine)
        do {
            try await body(fixture)
        } catch {
            await fixture.cleanUp()
            throw error
        }
        await fixture.cleanUp()
    }

    /// Sends a container a line and reads that line and ten megabytes back, over its attached
    /// streams.
    static func exchange(with engine: Engine) async throws {
        var definition = ContainerDefinition(image: image)
        definition.process.command = [
            "/bin/sh", "-c", "read x; echo $x; dd if=/dev/zero bs=65536 count=160 2>/dev/null",
        ]
        definition.streams = .attached
        definition.network.mode = "none"
        let id = try await engine.createContainer(definition)
        do {
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            try await stream.send(Array("hello\n".utf8))
            var bytes: [UInt8] = []
            while let chunk = try await stream.receive() { bytes += chunk.bytes }
            #expect(bytes.prefix(6).elementsEqual("hello\n".utf8))
            #expect(bytes.count == 6 + 160 * 65_536)
        } catch {
            Issue.record(error)
        }
        try await engine.alone { try await engine.removeContainer(id) }
    }

    /// The labels that everything of this test bears.
    var labels: [String: String] { ["actlocal.test": label] }

    /// The filter that finds everything of this test.
    var filter: LabelFilter { LabelFilter("actlocal.test", label) }

    /// Remembers what to undo.
    func onCleanUp(_ action: @escaping @Sendable () async throws -> Void) {
        cleanUps.withLock { $0.append(action) }
    }

    /// A definition of a busybox container without a network, which runs a shell script and
    /// is attached.
    func definition(_ script: String) -> ContainerDefinition {
        var definition = ContainerDefinition(image: Self.image)
        definition.labels = labels
        definition.process.command = ["/bin/sh", "-c", script]
        definition.streams = .attached
        definition.streams.closesInputAfterFirstClient = true
        definition.lifecycle.logDriver = .none
        definition.network.mode = "none"
        return definition
    }

    /// Creates a container that the clean-up removes.
    func create(_ definition: ContainerDefinition) async throws -> String {
        let engine = engine
        let id = try await engine.createContainer(definition)
        onCleanUp { try await engine.alone { try await engine.removeContainer(id) } }
        return id
    }

    /// Creates a network of this test that the clean-up removes.
    func createNetwork(isInternal: Bool = false) async throws -> NetworkDefinition {
        let engine = engine
        var network = NetworkDefinition(name: "actlocal-\(label)")
        network.labels = labels
        network.isInternal = isInternal
        let id = try await engine.createNetwork(network)
        onCleanUp { try await engine.removeNetwork(id) }
        return network
    }

    /// Undoes everything in a task of its own, so that a test out of time is cleaned up too.
    private func cleanUp() async {
        let actions = cleanUps.withLock { $0 }
        await Task {
            for action in actions.reversed() {
                do {
                    try await action()
                } catch EngineError.notFound {
                    // The test removed it itself.
                } catch {
                    Issue.record(error, "clean-up failed")
                }
            }
        }.value
    }
}

/// The busybox image, imported once.
actor BusyboxImage {
    static let shared = BusyboxImage()
    private var provision: Task<Void, any Error>?

    /// Imports the image unless the engine has it.
    func provide(to engine: Engine) async throws {
        let provision = self.provision ?? Task { try await Self.make(on: engine) }
        self.provision = provision
        try await provision.value
    }

    private static func make(on engine: Engine) async throws {
        if try await engine.hasImage(ContainerFixture.image) { return }
        let program = try Data(contentsOf: URL(fileURLWithPath: "/bin/busybox"))
        var archive = TarArchive()
        archive.add(folder: "bin")
        archive.add(folder: "tmp")
        archive.add(file: "bin/busybox", bytes: Array(program), mode: 0o755)
        for name in ["sh", "cat", "dd", "echo", "sleep", "id", "env", "head", "wc", "ls", "true"] {
            archive.add(link: "bin/\(name)", to: "busybox")
        }
        try await engine.importImage(
            .bytes(archive.finished()),
            as: ContainerFixture.image,
            changes: ["ENV FROM_IMAGE=yes", "CMD [\"/bin/sh\"]"]
        )
    }
}

/// A tar archive being written, in the ustar format.
struct TarArchive {
    private var bytes: [UInt8] = []

    /// Adds a folder.
    mutating func add(folder: String) { add(folder + "/", type: "5", mode: 0o755, link: "", []) }

    /// Adds a file.
    mutating func add(file: String, bytes: [UInt8], mode: Int = 0o644) {
        add(file, type: "0", mode: mode, link: "", bytes)
    }

    /// Adds a symbolic link.
    mutating func add(link: String, to target: String) {
        add(link, type: "2", mode: 0o777, link: target, [])
    }

    /// The whole archive.
    func finished() -> [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    private mutating func add(
        _ name: String,
        type: Character,
        mode: Int,
        link: String,
        _ content: [UInt8]
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        put(name, at: 0)
        put(octal(mode, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(content.count, 11), at: 124)
        put(octal(0, 11), at: 136)
        put("        ", at: 148)
        put(String(type), at: 156)
        put(link, at: 157)
        put("ustar\u{0}00", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
}
