import Execution
import InitProtocol
import Testing

@Suite("Archives through actlocal-init")
struct InitArchiveTests {
    /// Gives an archive out in parts of a size.
    private actor Parts {
        private var rest: ArraySlice<UInt8>
        private let size: Int

        init(_ bytes: [UInt8], of size: Int) {
            rest = bytes[...]
            self.size = size
        }

        func next() -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
    }

    private func archive(_ entries: [(TarEntry, String)]) -> [UInt8] {
        entries.flatMap { entry, text in
            TarWriter.header(of: entry) + Array(text.utf8) + TarWriter.padding(after: entry)
        } + TarWriter.end
    }

    private func file(_ path: String, _ text: String) -> (TarEntry, String) {
        (TarEntry(path: path, kind: .file, mode: 0o644, size: UInt64(text.utf8.count)), text)
    }

    private func unpack(
        _ bytes: [UInt8],
        to folder: String,
        on host: InitStepHost,
        partSize: Int = 10_000,
        _ change: (inout UnpackRequest) -> Void = { _ in }
    ) async throws {
        let parts = Parts(bytes, of: partSize)
        var request = UnpackRequest(destination: folder)
        change(&request)
        try await host.unpack(request) { await parts.next() }
    }

    @Test("tar's own archive unpacks as tar itself would, and packs back")
    func realArchive() async throws {
        try await LocalHost.with { local in
            let name = String(repeating: "n", count: 120)
            _ = try await local.run(
                """
                mkdir -p in/sub/\(name) && cd in && echo one > sub/one && ln -s one sub/link
                ln sub/one sub/hard && echo deep > sub/\(name)/file && chmod 750 sub && chmod 4755 sub/one
                head -c 300000 /dev/urandom > random; touch -d @1234567890.5 sub/one sub/\(name); cd ..
                tar --format=gnu -cf gnu.tar -C in . ; tar --format=pax -cf pax.tar -C in .
                """
            )
            let list = "find . -printf '%P %m %s %T@ %l\\n' | sort; cat random | sha256sum"
            let (_, expected) = try await local.run("cd in; \(list)")
            for format in ["gnu", "pax"] {
                let path = "\(local.folder)/\(format).tar"
                let bytes = try #require(try await local.host.read(path, limit: 10_000_000))
                let target = "\(local.folder)/\(format)"
                try await unpack(bytes, to: target, on: local.host, partSize: 777)
                let (_, found) = try await local.run("cd \(format); \(list)")
                if format == "pax" { #expect(found == expected) }
                #expect(found.split(separator: "\n").count == expected.split(separator: "\n").count)
                #expect(try await local.run("stat -c %h \(format)/sub/one").output == "2\n")
            }
            let packed = OutputLog()
            try await local.host.pack("\(local.folder)/in") { await packed.append($0) }
            try await local.host.write(
                await packed.bytes,
                to: "\(local.folder)/back.tar",
                .file
            )
            let (_, found) = try await local.run("mkdir b; tar -xf back.tar -C b; cd b/in; \(list)")
            #expect(found == expected)
        }
    }

    @Test(
        "an archive that leads out of its directory is refused",
        arguments: ["../out", "a/../../out", "/../out"]
    )
    func traversal(path: String) async throws {
        try await LocalHost.with { local in
            await #expect(
                throws: StepHostError.failed(
                    .archive("`\(path)` leads out of the directory it is unpacked to")
                )
            ) {
                try await unpack(
                    archive([file(path, "x")]),
                    to: "\(local.folder)/in",
                    on: local.host
                )
            }
            let hasEscaped = try await local.host.exists("\(local.folder)/out")
            #expect(!hasEscaped)
        }
    }

    @Test("an absolute name stays inside and a link is no way out")
    func linksAreNoWayOut() async throws {
        try await LocalHost.with { local in
            let target = "\(local.folder)/in"
            _ = try await local.run("mkdir outside")
            try await unpack(archive([file("/abs/file", "x")]), to: target, on: local.host)
            #expect(try await local.host.exists("\(target)/abs/file"))
            let link = TarEntry(
                path: "way",
                kind: .symbolicLink("\(local.folder)/outside"),
                mode: 0o777
            )
            await #expect(throws: StepHostError.self) {
                try await unpack(
                    archive([(link, ""), file("way/in", "x")]),
                    to: target,
                    on: local.host
                )
            }
            // A file of the link's own name replaces the link instead of its target.
            try await unpack(archive([file("way", "new")]), to: target, on: local.host)
            let hard = TarEntry(path: "hard", kind: .hardLink("../outside"), mode: 0o644)
            await #expect(throws: StepHostError.self) {
                try await unpack(archive([(hard, "")]), to: target, on: local.host)
            }
            let (_, output) = try await local.run("ls outside; cat in/way")
            #expect(output == "new")
        }
    }

    @Test("limits, damage, devices and a cut end are all told")
    func refusals() async throws {
        try await LocalHost.with { local in
            let target = "\(local.folder)/in"
            let good = archive([file("a", "hello"), file("b", "world")])
            await #expect(
                throws: StepHostError.failed(.tooLarge(path: "b", size: 10, limit: 8))
            ) { try await unpack(good, to: target, on: local.host) { $0.byteLimit = 8 } }
            await #expect(
                throws: StepHostError.failed(.archive("it has more than 1 entries"))
            ) { try await unpack(good, to: target, on: local.host) { $0.entryLimit = 1 } }
            var damaged = good
            damaged[3] ^= 1
            await #expect(throws: StepHostError.failed(.archive("a header is damaged"))) {
                try await unpack(damaged, to: target, on: local.host)
            }
            await #expect(
                throws: StepHostError.failed(.archive("it ends in the middle of an entry"))
            ) { try await unpack(Array(good.prefix(514)), to: target, on: local.host) }
            let device = TarEntry(path: "dev", kind: .other(UInt8(ascii: "3")), mode: 0o644)
            await #expect(
                throws: StepHostError.failed(.archive("`dev` is a device or pipe"))
            ) { try await unpack(archive([(device, "")]), to: target, on: local.host) }
        }
    }

    @Test("a source that fails stops the unpacking")
    func failingSource() async throws {
        struct Broken: Error {}
        try await LocalHost.with { local in
            await #expect(throws: StepHostError.self) {
                try await local.host.unpack(
                    UnpackRequest(destination: "\(local.folder)/in")
                ) { throw Broken() }
            }
            let (_, output) = try await local.run("echo fine")
            #expect(output == "fine\n")
        }
    }
}
