import ContainerEngine
import Testing

@Suite("containers", .needsDocker, .timeLimit(.minutes(20)))
struct ContainerLifecycleTests {
    @Test("a container attached before its start loses no output and reports its exit status")
    func runsFromCreateToExit() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let id = try await fixture.create(
                fixture.definition("read line; echo got $line; echo oops >&2; exit 7")
            )
            let stream = try await engine.attach(to: id)
            let exit = try await engine.beginWaiting(for: id, until: .nextExit)
            try await engine.startContainer(id)
            try await stream.send(Array("hello\n".utf8))
            #expect(
                try await stream.readAll() == [.stdout: "got hello\n", .stderr: "oops\n"]
            )
            #expect(try await exit.exitStatus() == 7)
        }
    }

    @Test("closing the input ends a process that reads to the end")
    func closesInput() async throws {
        try await ContainerFixture.with { fixture in
            let id = try await fixture.create(fixture.definition("cat; echo done"))
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            try await stream.send(Array("text\n".utf8))
            stream.closeInput()
            #expect(try await stream.readAll() == [.stdout: "text\ndone\n"])
        }
    }

    @Test("with an engine that locks up else, containers leave one after the other")
    func leavesAlone() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let leaving = Leaving()
            let takesTurns = engine.apiVersion < APIVersion(major: 1, minor: 42)
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        await engine.alone {
                            await leaving.begin()
                            if takesTurns {
                                for _ in 1...100 { await Task.yield() }
                            } else {
                                await leaving.waitForTwo()
                            }
                            await leaving.end()
                        }
                    }
                }
            }
            #expect((await leaving.most == 1) == takesTurns)
        }
    }

    @Test("a container can be left and attached to again")
    func reattaches() async throws {
        try await ContainerFixture.with { fixture in
            var definition = fixture.definition("while read line; do echo $line; done")
            definition.streams = .attached
            let id = try await fixture.create(definition)
            for (index, text) in ["one", "two"].enumerated() {
                let stream = try await fixture.engine.attach(to: id)
                if index == 0 { try await fixture.engine.startContainer(id) }
                try await stream.send(Array("\(text)\n".utf8))
                let chunk = try await stream.receive()
                #expect(chunk?.bytes == Array("\(text)\n".utf8))
                stream.close()
            }
        }
    }

    @Test("what a definition says is what the container gets")
    func honoursDefinition() async throws {
        try await ContainerFixture.with { fixture in
            var definition = fixture.definition(
                "id -u; id -g; echo $A-$FROM_IMAGE; /bin/busybox pwd; /bin/busybox hostname; "
                    + "/bin/busybox df -m /shm | /bin/busybox grep -c tmpfs; "
                    + "/bin/busybox cat /sys/fs/cgroup/memory/memory.limit_in_bytes "
                    + "/sys/fs/cgroup/memory.max 2>/dev/null"
            )
            definition.process.user = "12:34"
            definition.process.environment = ["A=b c"]
            definition.process.workingDirectory = "/tmp"
            definition.network.hostname = "box"
            definition.limits.memoryBytes = 64 << 20
            definition.storage.mounts = [
                ContainerMount(.temporary(bytes: 1 << 20, mode: 0o755), at: "/shm")
            ]
            let id = try await fixture.create(definition)
            let stream = try await fixture.engine.attach(to: id)
            try await fixture.engine.startContainer(id)
            let lines = try await stream.readAll()[.stdout]?.split(separator: "\n").map(String.init)
            #expect(lines == ["12", "34", "b c-yes", "/tmp", "box", "1", "67108864"])
            let details = try await fixture.engine.container(id)
            #expect(details.labels["actlocal.test"] == fixture.label)
            #expect(details.variable("FROM_IMAGE") == "yes")
        }
    }

    @Test("stop, kill, inspection and listing see a container's life")
    func life() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            let definition = fixture.definition(
                "trap 'exit 3' TERM; echo up; while :; do sleep 0.02; done"
            )
            let id = try await fixture.create(definition)
            #expect(try await engine.container(id).state.status == .created)
            let stream = try await engine.attach(to: id)
            try await engine.startContainer(id)
            #expect(try await stream.receive()?.bytes == Array("up\n".utf8))
            #expect(try await engine.container(id).state.isRunning)
            #expect(try await engine.containers(labelled: [fixture.filter]).map(\.id) == [id])
            try await engine.stopContainer(id, timeoutSeconds: 5)
            #expect(try await engine.waitForContainer(id) == 3)
            await #expect(throws: EngineError.self) { try await engine.killContainer(id) }
            let running = try await engine.containers(labelled: [fixture.filter], all: false)
            #expect(running.isEmpty)
        }
    }

    @Test("refusals are errors that say which thing is meant")
    func refusals() async throws {
        try await ContainerFixture.with { fixture in
            let engine = fixture.engine
            await #expect(throws: EngineError.notFound(.image, name: "no-such-image:latest")) {
                _ = try await engine.createContainer(ContainerDefinition(image: "no-such-image"))
            }
            await #expect(throws: EngineError.notFound(.container, name: "no-such-one")) {
                try await engine.startContainer("no-such-one")
            }
            await #expect(throws: EngineError.notFound(.container, name: "no-such-one")) {
                _ = try await engine.attach(to: "no-such-one")
            }
            var named = fixture.definition("true")
            named.name = "actlocal-\(fixture.label)"
            _ = try await fixture.create(named)
            do {
                _ = try await engine.createContainer(named)
                Issue.record("the name was given twice")
            } catch EngineError.nameTaken(.container, let name, _) {
                #expect(name == named.name)
            }
            var program = fixture.definition("")
            program.process.command = ["/no/such/program"]
            let id = try await fixture.create(program)
            do {
                try await engine.startContainer(id)
                Issue.record("a missing program was started")
            } catch EngineError.cannotExecute(let command, _) {
                #expect(command == "/no/such/program")
            }
        }
    }

    @Test("logs come back demultiplexed, and followed ones end with the container")
    func logs() async throws {
        try await ContainerFixture.with { fixture in
            var definition = fixture.definition("echo out; echo err >&2; sleep 0.1; echo end")
            definition.lifecycle.logDriver = .engineDefault
            let id = try await fixture.create(definition)
            try await fixture.engine.startContainer(id)
            let log = try await fixture.engine.logs(of: id, follow: true)
            var outputs: [OutputStream: String] = [:]
            while let chunk = try await log.receive() {
                outputs[chunk.stream, default: ""] += String(decoding: chunk.bytes, as: UTF8.self)
            }
            #expect(outputs == [.stdout: "out\nend\n", .stderr: "err\n"])
        }
    }

    @Test("a health check of the options runs and is reported")
    func healthCheck() async throws {
        try await ContainerFixture.with { fixture in
            var definition = fixture.definition("while :; do sleep 0.05; done")
            _ = try ContainerOptions().apply(
                "--health-cmd \"echo fine\" --health-interval 100ms --health-retries 2",
                to: &definition
            )
            let id = try await fixture.create(definition)
            try await fixture.engine.startContainer(id)
            // The suite's limit ends a wait for what never comes.
            var health = try await fixture.engine.container(id).state.health
            while health == .starting {
                health = try await fixture.engine.container(id).state.health
            }
            #expect(health == .healthy)
        }
    }

    @Test("published ports are reported with the machine's side")
    func ports() async throws {
        try await ContainerFixture.with { fixture in
            var definition = fixture.definition("while :; do sleep 0.05; done")
            definition.network.mode = try await fixture.createNetwork().name
            definition.network.publishedPorts = try PortMapping.parse("127.0.0.1::6379")
            let id = try await fixture.create(definition)
            try await fixture.engine.startContainer(id)
            let bindings = try await fixture.engine.container(id).ports[ContainerPort(6379)]
            #expect(bindings?.first?.hostAddress == "127.0.0.1")
            #expect((bindings?.first?.hostPort ?? 0) > 0)
        }
    }
}

extension AttachedStream {
    /// Everything until the end, by stream.
    func readAll() async throws -> [OutputStream: String] {
        var bytes: [OutputStream: [UInt8]] = [:]
        while let chunk = try await receive() { bytes[chunk.stream, default: []] += chunk.bytes }
        return bytes.mapValues { String(decoding: $0, as: UTF8.self) }
    }
}

/// Counts how many leave at once.
private actor Leaving {
    private var now = 0
    private(set) var most = 0

    func begin() {
        now += 1
        most = max(most, now)
    }

    func end() { now -= 1 }

    /// Waits, no longer than half a minute, until two have been there at once.
    func waitForTwo() async {
        let deadline = ContinuousClock.now + .seconds(30)
        while most < 2, .now < deadline { await Task.yield() }
    }
}
