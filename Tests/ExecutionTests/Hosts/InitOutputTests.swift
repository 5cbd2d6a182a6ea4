import Execution
import Glibc
import InitProtocol
import Testing

@Suite("Much output through actlocal-init", .serialized)
struct InitOutputTests {
    /// Counts bytes and remembers whether all were expected.
    private actor Counter {
        private(set) var count = 0
        private(set) var sum: UInt64 = 0

        func add(_ bytes: ArraySlice<UInt8>) {
            count += bytes.count
            bytes.withUnsafeBufferPointer { for byte in $0 where byte != 0x78 { sum += 1 } }
        }

        func count(_ bytes: ArraySlice<UInt8>) { count += bytes.count }
    }

    private static func residentKiB(_ process: String) -> Int {
        guard let file = fopen("/proc/\(process)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            guard text.hasPrefix("VmRSS:") else { continue }
            return Int(text.split { $0 == " " || $0 == "\t" }.dropFirst().first ?? "") ?? 0
        }
        return 0
    }

    @Test("200 MB arrive whole, and init's memory stays flat")
    func muchOutput() async throws {
        try await LocalHost.with { local in
            let counter = Counter()
            _ = try await local.run("true")
            let initID = String(local.host.facts.processID)
            let initBefore = InitOutputTests.residentKiB(initID)
            let exit = try await local.host.run(
                local.bash("head -c 200000000 /dev/zero; exit 7")
            ) { await counter.count($0) }
            #expect(exit.status == .exited(7))
            #expect(await counter.count == 200_000_000)
            #expect(InitOutputTests.residentKiB(initID) - initBefore < 20_000)
        }
    }

    @Test("one line of 50 MB is nothing special")
    func longLine() async throws {
        try await LocalHost.with { local in
            let counter = Counter()
            let exit = try await local.host.run(
                local.bash("head -c 50000000 /dev/zero | tr '\\0' x")
            ) { await counter.add($0) }
            #expect(exit.status == .exited(0))
            #expect(await counter.count == 50_000_000)
            #expect(await counter.sum == 0)
        }
    }

    @Test("every byte value arrives as it was written")
    func binary() async throws {
        try await LocalHost.with { local in
            let all = (0...255).map { UInt8($0) }
            let bytes = (0..<400).flatMap { _ in all }
            try await local.host.write(bytes, to: "\(local.folder)/bytes", .file)
            let output = OutputLog()
            _ = try await local.host.run(local.bash("cat bytes")) { await output.append($0) }
            #expect(await output.bytes == bytes)
        }
    }

    @Test("the error output is told apart where it is asked for, and no flood holds it back")
    func separateErrors() async throws {
        try await LocalHost.with { local in
            let (output, errors) = (OutputLog(), OutputLog())
            let flood = Counter()
            let both = ProcessOutput(
                { await output.append($0) },
                errors: { await errors.append($0) }
            )
            let exit = try await local.host.run(
                local.bash("echo out; echo err > /dev/stderr; (sleep 1; echo late >&2) & exit 3"),
                ladder: .github,
                output: both
            )
            #expect(exit.status == .exited(3) && !exit.leftOutputOpen)
            #expect(await output.text == "out\n")
            #expect(await errors.text == "err\nlate\n")
            let cry = OutputLog()
            let flooding = Task {
                try await local.host.run(
                    local.bash("(sleep 0.2; echo cry >&2) & exec yes"),
                    ladder: .immediate,
                    output: ProcessOutput(
                        { await flood.count($0) },
                        errors: { await cry.append($0) }
                    )
                )
            }
            await cry.wait(for: "cry\n")
            flooding.cancel()
            #expect(try await flooding.value.wasKilled)
            #expect(await flood.count > 0)
        }
    }

    @Test("much of both outputs arrives whole")
    func muchOfBoth() async throws {
        try await LocalHost.with { local in
            let (output, errors) = (Counter(), Counter())
            let exit = try await local.host.run(
                local.bash("head -c 30000000 /dev/zero & head -c 20000000 /dev/zero >&2; wait"),
                ladder: .github,
                output: ProcessOutput(
                    { await output.count($0) },
                    errors: { await errors.count($0) }
                )
            )
            #expect(exit.status == .exited(0))
            #expect(await output.count == 30_000_000)
            #expect(await errors.count == 20_000_000)
        }
    }

    @Test("a consumer that does not read stops the process, and only that one")
    func backPressure() async throws {
        try await LocalHost.with { local in
            let gate = Gate()
            let counter = Counter()
            let progress = "\(local.folder)/progress"
            let slow = Task {
                try await local.host.run(
                    local.bash(
                        "for i in {1..40}; do head -c 1000000 /dev/zero; echo $i > progress; done"
                    )
                ) { bytes in
                    await gate.wait()
                    await counter.count(bytes)
                }
            }
            // The other process runs to its end while the first one is stuck.
            let (exit, output) = try await local.run("head -c 5000000 /dev/zero | wc -c")
            #expect(exit.status == .exited(0))
            #expect(output == "5000000\n")
            _ = try await local.run("sleep 0.3")
            let written = try await local.host.read(progress, limit: 100) ?? []
            let count = try #require(
                Int(String(decoding: written, as: UTF8.self).split(separator: "\n").first ?? "0")
            )
            #expect(count < 12)
            await gate.open()
            #expect(try await slow.value.status == .exited(0))
            #expect(await counter.count > 40_000_000 - 1)
        }
    }
}

/// Holds tasks back until it is opened.
actor Gate {
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    func open() {
        isOpen = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
