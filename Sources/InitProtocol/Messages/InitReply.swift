/// What `actlocal-init` tells the host; the frame's id is that of the request it answers.
package enum InitReply: Equatable, Sendable {
    /// Answers `hello`.
    case hello(InitFacts)
    /// Answers `ping`.
    case pong
    /// A process ended and all its output was sent.
    case exited(ProcessExit)
    /// The request could not be carried out.
    case failed(InitFailure)
    /// The request was carried out.
    case done
    /// Part of a file.
    case contents(FileContents)
    /// What a directory holds, by name in byte order.
    case entries([FileEntry])
    /// What is at a path; nil for nothing.
    case entry(FileEntry?)
    /// The result of a request that has a text for an answer.
    case text(String)
    /// The programs that were found, with their absolute paths.
    case programs([String: String])
    /// The processes that were ended.
    case terminated([TerminatedProcess])
    /// A user of the container.
    case user(UserIdentity)
    /// A forward listens; the port that was picked, 0 for a Unix socket.
    case listening(port: UInt16)
    /// A connection to the forward `listener` was accepted; it is the stream of this frame's id.
    case opened(listener: UInt32)
    /// Something about the stream of this id.
    case stream(StreamSignal)
}

extension InitReply {
    /// The reply as a frame of this operation; one too large to send becomes a failure.
    package func frame(id: UInt32) -> Frame {
        if case .stream(let signal) = self { return signal.frame(id: id) }
        var writer = WireWriter()
        encodeBody(to: &writer)
        guard writer.bytes.count <= Frame.payloadLimit else {
            return InitReply.failed(.refused("the answer is too large to send")).frame(id: id)
        }
        return Frame(tag: tag, id: id, payload: writer.bytes[...])
    }

    /// Understands a frame that came from init.
    package init(_ frame: Frame) throws(WireError) {
        if let signal = try StreamSignal(frame) {
            self = .stream(signal)
            return
        }
        var reader = WireReader(frame.payload)
        switch frame.tag {
        case 0x81: self = .hello(try reader.read())
        case 0x82: self = .pong
        case 0x84: self = .exited(try reader.read())
        case 0x85: self = .failed(try reader.read())
        case 0x86: self = .done
        case 0x87: self = .contents(try reader.read())
        case 0x88: self = .entries(try reader.read())
        case 0x89: self = .entry(try reader.read())
        case 0x8A: self = .text(try reader.read())
        case 0x8B: self = .programs(try reader.read())
        case 0x8C: self = .terminated(try reader.read())
        case 0x8D: self = .user(try reader.read())
        case 0x8E: self = .listening(port: try reader.read())
        case 0x8F: self = .opened(listener: try reader.read())
        default: throw .unknownTag(frame.tag)
        }
        try reader.finish()
    }

    private var tag: UInt8 {
        switch self {
        case .hello: 0x81
        case .pong: 0x82
        case .exited: 0x84
        case .failed: 0x85
        case .done: 0x86
        case .contents: 0x87
        case .entries: 0x88
        case .entry: 0x89
        case .text: 0x8A
        case .programs: 0x8B
        case .terminated: 0x8C
        case .user: 0x8D
        case .listening: 0x8E
        case .opened: 0x8F
        case .stream(let signal): signal.tag
        }
    }

    private func encodeBody(to writer: inout WireWriter) {
        switch self {
        case .hello(let facts): writer.write(facts)
        case .exited(let exit): writer.write(exit)
        case .failed(let failure): writer.write(failure)
        case .contents(let contents): writer.write(contents)
        case .entries(let entries): writer.write(entries)
        case .entry(let entry): writer.write(entry)
        case .text(let text): writer.write(text)
        case .programs(let programs): writer.write(programs)
        case .terminated(let processes): writer.write(processes)
        case .user(let identity): writer.write(identity)
        case .listening(let port): writer.write(port)
        case .opened(let listener): writer.write(listener)
        case .pong, .done, .stream: break
        }
    }
}
