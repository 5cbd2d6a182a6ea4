import Glibc
import InitProtocol
import Testing

@testable import Execution

@Suite("Forwarding through actlocal-init")
struct InitForwardTests {
    @Test("a connection inside the job reaches the host and its answer comes back")
    func toHost() async throws {
        try await LocalHost.with { local in
            let forward = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .host)
            ) { channel in
                var request: [UInt8] = []
                while let bytes = await channel.read() { request += bytes }
                await channel.write(Array("you said ".utf8)[...] + request)
            }
            #expect(forward.port > 0)
            for address in ["127.0.0.1", "::1"] {
                let (exit, output) = try await local.run(
                    python("s.sendall(b'hi'); s.shutdown(1)", address, forward.port)
                )
                #expect(exit.status == .exited(0))
                #expect(output == "you said hi")
            }
            await forward.stop()
            let (exit, _) = try await local.run(python("pass", "127.0.0.1", forward.port))
            #expect(exit.status == .exited(1))
        }
    }

    @Test("a connection takes the socket that is there, and goes to the host while none is")
    func shortcut() async throws {
        try await LocalHost.with { local in
            let path = "\(local.folder)/shortcut.sock"
            let forward = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .unix(path: path))
            ) { channel in
                await channel.write(Array("by the stream".utf8)[...])
            }
            let ask = python("pass", "127.0.0.1", forward.port)
            #expect(try await local.run(ask).output == "by the stream")
            let server = try await local.host.forward(
                ForwardRequest(listener: .unix(path: path, mode: 0o600), target: .host)
            ) { channel in
                await channel.write(Array("by the socket".utf8)[...])
            }
            #expect(try await local.run(ask).output == "by the socket")
            await server.stop()
            #expect(try await local.run(ask).output == "by the stream")
        }
    }

    @Test("megabytes pass through a Unix socket while another channel is stuck")
    func unixSocketAndStuckChannel() async throws {
        try await LocalHost.with { local in
            let gate = Gate()
            let path = "\(local.folder)/run/service.sock"
            let forward = try await local.host.forward(
                ForwardRequest(listener: .unix(path: path, mode: 0o666), target: .host)
            ) { channel in
                guard var bytes = await channel.read() else { return }
                if bytes.first == UInt8(ascii: "S") { return await gate.wait() }
                repeat {
                    guard await channel.write(bytes) else { return }
                    bytes = await channel.read() ?? []
                } while !bytes.isEmpty
            }
            let script = """
                import socket, threading, hashlib, os
                def connect():
                    s = socket.socket(socket.AF_UNIX); s.connect('\(path)'); return s
                stuck = connect(); stuck.setblocking(False)
                try:
                    while True: stuck.send(b'S' * 65536)
                except BlockingIOError: pass
                s = connect(); data = os.urandom(12000000); got = []
                def reader():
                    while True:
                        b = s.recv(65536)
                        if not b: return
                        got.append(b)
                t = threading.Thread(target=reader); t.start()
                s.sendall(data); s.shutdown(1); t.join()
                print(b''.join(got) == data)
                """
            let (exit, output) = try await local.run(pythonRequest(script, local))
            #expect(output == "True\n")
            #expect(exit.status == .exited(0))
            await gate.open()
            await forward.stop()
            // The socket's path goes with its listener.
            let (_, rest) = try await local.run("sleep 0.1; ls run")
            #expect(rest == "")
        }
    }

    @Test("TCP and UDP reach an address without the host")
    func toAddress() async throws {
        try await LocalHost.with { local in
            let server = """
                import socket, threading, sys
                t = socket.create_server(('127.0.0.1', 0)); u = socket.socket(type=socket.SOCK_DGRAM)
                u.bind(('127.0.0.1', 0)); print(t.getsockname()[1], u.getsockname()[1], flush=True)
                def udp():
                    while True:
                        d, a = u.recvfrom(9999); u.sendto(b'udp ' + d, a)
                threading.Thread(target=udp, daemon=True).start()
                while True:
                    c, _ = t.accept(); d = b''
                    while True:
                        b = c.recv(65536)
                        if not b: break
                        d += b
                    c.sendall(b'tcp ' + str(len(d)).encode()); c.close()
                """
            let output = OutputLog()
            let task = Task {
                try await local.host.run(pythonRequest(server, local), ladder: .immediate) {
                    await output.append($0)
                }
            }
            await output.wait(for: "\n")
            let ports = await output.text.split { $0 == " " || $0 == "\n" }.compactMap {
                UInt16($0)
            }
            let tcp = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .address("127.0.0.1", port: ports[0]))
            ) { _ in }
            let udp = try await local.host.forward(
                ForwardRequest(listener: .udp(0), target: .address("127.0.0.1", port: ports[1]))
            ) { _ in }
            let (_, answer) = try await local.run(
                python("s.sendall(b'x' * 3000000); s.shutdown(1)", "127.0.0.1", tcp.port)
            )
            #expect(answer == "tcp 3000000")
            let client = """
                import socket
                s = socket.socket(type=socket.SOCK_DGRAM); s.settimeout(5)
                s.sendto(b'ping', ('127.0.0.1', \(udp.port))); print(s.recv(99).decode())
                """
            #expect(try await local.run(pythonRequest(client, local)).output == "udp ping\n")
            task.cancel()
            _ = try await task.value
        }
    }

    @Test("the host connects to a Unix socket inside the job, and is told when nobody listens")
    func fromHost() async throws {
        try await LocalHost.with { local in
            let path = "\(local.folder)/server.sock"
            let server = """
                import socket
                s = socket.socket(socket.AF_UNIX); s.bind('\(path)'); s.listen()
                print('ready', flush=True)
                c, _ = s.accept(); d = b''
                while True:
                    b = c.recv(65536)
                    if not b: break
                    d += b
                c.sendall(b'got ' + str(len(d)).encode()); c.close()
                """
            let connection = local.host.connection
            await #expect(throws: StepHostError.self) {
                _ = try await connection.channel(toSocket: path)
            }
            let output = OutputLog()
            let task = Task {
                try await local.host.run(pythonRequest(server, local), ladder: .immediate) {
                    await output.append($0)
                }
            }
            await output.wait(for: "ready\n")
            let channel = try await connection.channel(toSocket: path)
            #expect(await channel.write([UInt8](repeating: 7, count: 3_000_000)[...]))
            await channel.finishWriting()
            var answer: [UInt8] = []
            while let bytes = await channel.read() { answer += bytes }
            await channel.close()
            #expect(String(decoding: answer, as: UTF8.self) == "got 3000000")
            #expect(try await task.value.status == .exited(0))
        }
    }

    @Test("a connection to what does not answer at all is closed before the kernel gives up")
    func silentServer() async throws {
        try await LocalHost.with { local in
            let free = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .host)
            ) { _ in }
            await free.stop()
            let forward = try await local.host.forward(
                ForwardRequest(
                    listener: .tcp(0),
                    target: .address("127.0.0.1", port: free.port)
                )
            ) { _ in }
            // Whoever has too many waiting drops the packets of further clients.
            let script = """
                import socket
                server = socket.socket(); server.bind(('127.0.0.1', \(free.port))); server.listen(0)
                waiting = [socket.socket() for _ in range(8)]
                for one in waiting: one.setblocking(False); one.connect_ex(server.getsockname())
                client = socket.create_connection(('127.0.0.1', \(forward.port)))
                client.settimeout(60)
                try: print('end', client.recv(9))
                except ConnectionResetError: print('end', b'')
                """
            let (exit, output) = try await local.run("python3 -c \"\(script)\"")
            #expect(exit.status == .exited(0))
            #expect(output == "end b''\n")
        }
    }

    @Test("a connection waits for a server that does not listen yet, and the host is told")
    func lateServer() async throws {
        let held = AsyncStream.makeStream(of: Void.self)
        try await LocalHost.with { local in
            let free = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .host)
            ) { _ in }
            await free.stop()
            let forward = try await local.host.forward(
                ForwardRequest(
                    listener: .tcp(0),
                    target: .address("127.0.0.1", port: free.port)
                )
            ) { channel in
                #expect(await channel.read() == nil)
                held.continuation.yield()
            }
            let script = """
                import socket
                client = socket.create_connection(('127.0.0.1', \(forward.port)))
                client.sendall(b'word')
                client.settimeout(0.1)
                try: print('early', client.recv(9))
                except TimeoutError: pass
                client.settimeout(60)
                server = socket.create_server(('127.0.0.1', \(free.port)))
                served, _ = server.accept()
                served.sendall(b'heard ' + served.recv(9))
                print(client.recv(99).decode())
                # One that need not wait is not told.
                second = socket.create_connection(('127.0.0.1', \(forward.port)))
                server.accept()
                """
            let (exit, output) = try await local.run("python3 -c \"\(script)\"")
            #expect(exit.status == .exited(0))
            #expect(output == "heard word\n")
            held.continuation.finish()
            #expect(await held.stream.reduce(0) { count, _ in count + 1 } == 1)
        }
    }

    @Test("a port that is taken and an address that is none are told")
    func refusals() async throws {
        try await LocalHost.with { local in
            let first = try await local.host.forward(
                ForwardRequest(listener: .tcp(0), target: .host)
            ) { _ in }
            await #expect(
                throws: StepHostError.failed(
                    .forward(
                        "127.0.0.1:\(first.port)",
                        SystemError(code: 98, text: "Address already in use")
                    )
                )
            ) {
                _ = try await local.host.forward(
                    ForwardRequest(listener: .tcp(first.port), target: .host)
                ) { _ in }
            }
            await #expect(
                throws: StepHostError.failed(.refused("`redis` is no IP address"))
            ) {
                _ = try await local.host.forward(
                    ForwardRequest(listener: .tcp(0), target: .address("redis", port: 1))
                ) { _ in }
            }
        }
    }

    private func pythonRequest(_ script: String, _ local: LocalHost) -> ProcessRequest {
        ProcessRequest(
            arguments: ["python3", "-c", script],
            environment: ["PATH": LocalHost.defaultPath],
            workingDirectory: local.folder
        )
    }

    /// A command that connects, does `action`, and prints what it receives.
    private func python(_ action: String, _ address: String, _ port: UInt16) -> String {
        """
        python3 -c "
        import socket, sys
        s = socket.create_connection(('\(address)', \(port)))
        \(action)
        while True:
            b = s.recv(65536)
            if not b: break
            sys.stdout.write(b.decode())
        " 2>/dev/null
        """
    }
}
