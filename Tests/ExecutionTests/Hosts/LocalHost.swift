import Execution
import Glibc
import InitProtocol
import Testing

/// A step host served by the `actlocal-init` of this build, for the length of one test.
struct LocalHost {
    let host: InitStepHost
    let folder: String

    /// Runs a test's body beside a fresh init and an empty folder, and removes both after it.
    static func with(_ body: (LocalHost) async throws -> Void) async throws {
        let transport = try LocalInitTransport(
            program: program,
            environment: ["PATH": defaultPath, "MARK": "from the host"]
        )
        let host = try await InitStepHost(transport: transport)
        let folder = "/tmp/actlocal-host-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o755) == 0)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(LocalHost(host: host, folder: folder)))
        } catch {
            result = .failure(error)
        }
        try? await host.remove(folder)
        await host.close()
        try result.get()
    }

    static let defaultPath = "/usr/local/bin:/usr/bin:/bin"

    /// Makes a folder for `PATH` in which there are a shell and no node.
    static func pathWithoutNode() throws -> String {
        let folder = "/tmp/actlocal-path-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o755) == 0)
        try #require(symlink("/bin/bash", "\(folder)/bash") == 0)
        return folder
    }

    /// Whether this machine has a node for JavaScript actions.
    static var hasNode: Bool {
        defaultPath.split(separator: ":").contains { access("\($0)/node", X_OK) == 0 }
    }

    /// The program that was built beside these tests.
    static var program: String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count)
        let tests = String(
            decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        let folders =
            [tests, CommandLine.arguments[0]]
            + CommandLine.arguments.filter { $0.contains(".xctest") || $0.contains("/debug/") }
        for file in folders {
            guard let slash = file.lastIndex(of: "/") else { continue }
            let candidate = file[..<slash] + "/actlocal-init"
            if access(String(candidate), X_OK) == 0 { return String(candidate) }
        }
        return "actlocal-init"
    }

    /// The bytes of a file of this machine.
    static func bytes(of path: String) async throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&part, 1, part.count, file), count > 0 {
            bytes += part.prefix(count)
        }
        return bytes
    }

    /// A request for a bash script.
    func bash(_ script: String) -> ProcessRequest {
        ProcessRequest(
            arguments: ["bash", "-c", script],
            environment: ["PATH": LocalHost.defaultPath],
            workingDirectory: folder
        )
    }

    /// Runs a bash script and gathers its output.
    func run(_ script: String) async throws -> (exit: ProcessExit, output: String) {
        try await run(bash(script))
    }

    /// Runs a request and gathers its output.
    func run(_ request: ProcessRequest) async throws -> (exit: ProcessExit, output: String) {
        let output = OutputLog()
        let exit = try await host.run(request) { await output.append($0) }
        return (exit, await output.text)
    }
}

/// Gathers output and lets a test wait for a part of it.
actor OutputLog {
    private(set) var bytes: [UInt8] = []
    private var waiters: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func append(_ part: ArraySlice<UInt8>) {
        bytes.append(contentsOf: part)
        let all = text
        let done = waiters.filter { all.contains($0.text) }
        waiters.removeAll { waiter in all.contains(waiter.text) }
        for waiter in done { waiter.continuation.resume() }
    }

    /// Waits until the output holds a text.
    func wait(for text: String) async {
        if self.text.contains(text) { return }
        await withCheckedContinuation { waiters.append((text, $0)) }
    }
}
