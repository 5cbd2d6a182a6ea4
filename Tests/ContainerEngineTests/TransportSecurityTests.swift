import ContainerEngine
import Foundation
import Testing

/// Whether a TLS relay in front of the engine can be made here.
private let canRelay =
    DockerAvailability.isExpected
    && ["/usr/bin/openssl", "/usr/bin/python3"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

@Suite(
    "an engine behind TLS",
    .enabled(if: canRelay, "needs a container engine, openssl and python3")
)
struct TransportSecurityTests {
    @Test("requests and attached streams go through TLS with a certificate of ours")
    func trusted() async throws {
        let relay = try await TLSRelay.start()
        defer { relay.stop() }
        try await BusyboxImage.shared.provide(
            to: Engine.connect(to: EngineEndpoint(.unix(path: "/var/run/docker.sock")))
        )
        let settings = EngineSettings(environment: [
            "DOCKER_HOST": "tcp://localhost:\(relay.port)",
            "DOCKER_TLS_VERIFY": "1",
            "DOCKER_CERT_PATH": relay.folder,
        ])
        let engine = try await Engine.connect(to: EngineEndpoint.resolve(settings))
        try await ContainerFixture.exchange(with: engine)
    }

    @Test("a server that we do not trust, or that does not trust us, is an error of TLS")
    func untrusted() async throws {
        let relay = try await TLSRelay.start()
        defer { relay.stop() }
        let strangers: [EngineEndpoint.TLS] = [
            EngineEndpoint.TLS(
                certificate: "\(relay.folder)/cert.pem",
                key: "\(relay.folder)/key.pem"
            ),
            EngineEndpoint.TLS(authority: "\(relay.folder)/ca.pem"),
        ]
        for tls in strangers {
            let endpoint = EngineEndpoint(.tcp(host: "localhost", port: relay.port), tls: tls)
            do {
                _ = try await Engine.connect(to: endpoint)
                Issue.record("trust without a reason")
            } catch EngineError.unreachable(_, .untrusted) {
            } catch EngineError.connectionLost {
                // With TLS 1.3 the server refuses our certificate after the handshake.
                #expect(tls.certificate == nil)
            }
        }
    }
}

/// A TLS server on a free port that passes everything to the engine's socket and asks its
/// clients for a certificate.
private final class TLSRelay {
    /// Holds `ca.pem`, `cert.pem` and `key.pem`, as `DOCKER_CERT_PATH` does.
    let folder: String
    let port: Int
    private let process: Process

    private init(folder: String, port: Int, process: Process) {
        self.folder = folder
        self.port = port
        self.process = process
    }

    /// Makes a certificate and starts the relay, without blocking the threads of other tests.
    static func start() async throws -> TLSRelay {
        let folder = NSTemporaryDirectory() + "tls-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(folder)/key.pem",
            "-out", "\(folder)/cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            openssl.terminationHandler = { _ in done.resume() }
            do { try openssl.run() } catch { done.resume(throwing: error) }
        }
        try FileManager.default.copyItem(atPath: "\(folder)/cert.pem", toPath: "\(folder)/ca.pem")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program, folder]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = await withCheckedContinuation { (done: CheckedContinuation<String, Never>) in
            output.fileHandleForReading.readabilityHandler = { handle in
                handle.readabilityHandler = nil
                done.resume(returning: String(decoding: handle.availableData, as: UTF8.self))
            }
        }
        let port = try #require(Int(line.filter(\.isNumber)))
        return TLSRelay(folder: folder, port: port, process: process)
    }

    func stop() {
        process.terminate()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let program = """
        import socket, ssl, sys, threading
        folder = sys.argv[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
        context.load_verify_locations(folder + "/ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        server = socket.create_server(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        import selectors
        def serve(raw):
            try:
                client = context.wrap_socket(raw, server_side=True)
            except Exception:
                return
            engine = socket.socket(socket.AF_UNIX)
            engine.connect("/var/run/docker.sock")
            selector = selectors.DefaultSelector()
            selector.register(client, selectors.EVENT_READ, (client, engine))
            selector.register(engine, selectors.EVENT_READ, (engine, client))
            try:
                while True:
                    ready = selector.select(0 if client.pending() else None)
                    pairs = [key.data for key, _ in ready]
                    if client.pending() and (client, engine) not in pairs:
                        pairs.append((client, engine))
                    for source, sink in pairs:
                        data = source.recv(65536)
                        if not data:
                            return
                        sink.sendall(data)
            except Exception:
                pass
            finally:
                client.close()
                engine.close()
        while True:
            connection, _ = server.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()
        """
}
