/// What the host asks of `actlocal-init`; the frame's id names the operation and its answers.
package enum InitRequest: Equatable, Sendable {
    /// Opens the conversation; answered by `hello`.
    case hello(version: UInt16)
    /// Goes on over a Unix socket, to which init says `key` first; answered by `done`, the last
    /// that comes the old way. Nothing else may be under way.
    case move(path: String, key: String)
    /// Asks for a sign of life; answered by `pong`.
    case ping
    /// Starts a process: its output as a stream, then `exited`; or `failed`.
    case run(ProcessRequest)
    /// Starts a process in the place of init, as process 1, while a copy of init goes on serving;
    /// answered by `done` once it runs. It writes to init's error output, ends the container with
    /// itself, and leaves its files.
    case takeOver(ProcessRequest)
    /// Ends the process of this id by a ladder; its `exited` follows in its time.
    case stop(KillLadder)
    /// Ends what the job left running; answered by `terminated`.
    case terminate(TerminateRequest)
    /// Works on a path; answered by `done`, `contents`, `entries` or `entry`.
    case file(FileRequest)
    /// Hashes files; answered by `text`, empty when no file matched.
    case hashFiles(HashFilesRequest)
    /// Unpacks the tar stream that follows under the same id; answered by `done`.
    case unpack(UnpackRequest)
    /// Sends a path as a tar stream under the same id, then `done`.
    case pack(path: String)
    /// Looks programs up on a PATH; answered by `programs` with those found.
    case find(programs: [String], path: String)
    /// Looks up a ``ProcessRequest/user``; answered by `user`.
    case lookUp(user: String)
    /// Listens and forwards until `stopForwarding`; answered by `listening`.
    case forward(ForwardRequest)
    /// Closes the listener of this id; connections already made go on. Answered by `done`.
    case stopForwarding
    /// Connects to a Unix socket; answered by `done`, and the connection is the stream of this id.
    case connect(path: String)
    /// Something about the stream of this id.
    case stream(StreamSignal)
}

extension InitRequest {
    /// The request as a frame of this operation.
    package func frame(id: UInt32) -> Frame {
        if case .stream(let signal) = self { return signal.frame(id: id) }
        var writer = WireWriter()
        encodeBody(to: &writer)
        return Frame(tag: tag, id: id, payload: writer.bytes[...])
    }

    /// Understands a frame that came from the host.
    package init(_ frame: Frame) throws(WireError) {
        if let signal = try StreamSignal(frame) {
            self = .stream(signal)
            return
        }
        var reader = WireReader(frame.payload)
        switch frame.tag {
        case 0x01: self = .hello(version: try reader.read())
        case 0x02: self = .ping
        case 0x03: self = .run(try reader.read())
        case 0x04: self = .stop(try reader.read())
        case 0x05: self = .terminate(try reader.read())
        case 0x06: self = .file(try reader.read())
        case 0x07: self = .hashFiles(try reader.read())
        case 0x08: self = .unpack(try reader.read())
        case 0x09: self = .pack(path: try reader.read())
        case 0x0A: self = .find(programs: try reader.read(), path: try reader.read())
        case 0x0B: self = .lookUp(user: try reader.read())
        case 0x0C: self = .forward(try reader.read())
        case 0x0D: self = .stopForwarding
        case 0x0E: self = .connect(path: try reader.read())
        case 0x0F: self = .takeOver(try reader.read())
        case 0x10: self = .move(path: try reader.read(), key: try reader.read())
        default: throw .unknownTag(frame.tag)
        }
        try reader.finish()
    }

    private var tag: UInt8 {
        switch self {
        case .hello: 0x01
        case .ping: 0x02
        case .run: 0x03
        case .stop: 0x04
        case .terminate: 0x05
        case .file: 0x06
        case .hashFiles: 0x07
        case .unpack: 0x08
        case .pack: 0x09
        case .find: 0x0A
        case .lookUp: 0x0B
        case .forward: 0x0C
        case .stopForwarding: 0x0D
        case .connect: 0x0E
        case .takeOver: 0x0F
        case .move: 0x10
        case .stream(let signal): signal.tag
        }
    }

    private func encodeBody(to writer: inout WireWriter) {
        switch self {
        case .hello(let version): writer.write(version)
        case .run(let request), .takeOver(let request): writer.write(request)
        case .stop(let ladder): writer.write(ladder)
        case .terminate(let request): writer.write(request)
        case .file(let request): writer.write(request)
        case .hashFiles(let request): writer.write(request)
        case .unpack(let request): writer.write(request)
        case .pack(let path): writer.write(path)
        case .find(let programs, let path):
            writer.write(programs)
            writer.write(path)
        case .lookUp(let user): writer.write(user)
        case .forward(let request): writer.write(request)
        case .connect(let path): writer.write(path)
        case .move(let path, let key):
            writer.write(path)
            writer.write(key)
        case .ping, .stopForwarding, .stream: break
        }
    }
}
