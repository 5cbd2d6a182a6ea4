/// How a process ended and what it used.
package struct ProcessExit: Equatable, Sendable {
    /// Exit code or signal.
    package var status: ProcessStatus
    /// From start to exit, without the wait for its output's end.
    package var wallTime: Duration
    /// User and system time of the process and the children it waited for.
    package var cpuTime: Duration
    /// Largest resident size of the process or one of its waited-for children, in bytes.
    package var peakMemory: UInt64
    /// Whether a stop was asked for while it ran.
    package var wasKilled: Bool
    /// Whether a process it left behind still holds its output open.
    package var leftOutputOpen: Bool
    /// The files the request asked for, in its order.
    package var files: [CollectedFile]

    /// Makes a report of a process that has ended.
    package init(
        status: ProcessStatus,
        wallTime: Duration = .zero,
        cpuTime: Duration = .zero,
        peakMemory: UInt64 = 0,
        wasKilled: Bool = false,
        leftOutputOpen: Bool = false,
        files: [CollectedFile] = []
    ) {
        self.status = status
        self.wallTime = wallTime
        self.cpuTime = cpuTime
        self.peakMemory = peakMemory
        self.wasKilled = wasKilled
        self.leftOutputOpen = leftOutputOpen
        self.files = files
    }
}

/// The end of a process as the kernel tells it.
package enum ProcessStatus: Equatable, Sendable {
    /// The process ended by itself with this code, 0 to 255.
    case exited(Int32)
    /// A signal of this number ended the process.
    case signaled(Int32)

    /// The code a shell would report: 128 plus the number for a signal.
    package var exitCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}

/// One file as it was when its process had ended.
package struct CollectedFile: Equatable, Sendable {
    /// The path as requested.
    package var path: String
    /// What was found there.
    package var content: CollectedContent

    /// Pairs a path with what was found there.
    package init(path: String, content: CollectedContent) {
        self.path = path
        self.content = content
    }
}

/// What was found at the path of a file to hand back.
package enum CollectedContent: Equatable, Sendable {
    /// Nothing is there.
    case missing
    /// The file's bytes.
    case bytes([UInt8])
    /// The file is larger than its limit; its size in bytes.
    case tooLarge(UInt64)
    /// Something is there that cannot be read as a file; the reason.
    case unreadable(String)
}

extension ProcessExit: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        switch status {
        case .exited(let code):
            writer.write(UInt8(0))
            writer.write(code)
        case .signaled(let signal):
            writer.write(UInt8(1))
            writer.write(signal)
        }
        writer.write(wallTime)
        writer.write(cpuTime)
        writer.write(peakMemory)
        writer.write(wasKilled)
        writer.write(leftOutputOpen)
        writer.write(files)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        let kind = try reader.readByte()
        let number = try reader.read(Int32.self)
        switch kind {
        case 0: status = .exited(number)
        case 1: status = .signaled(number)
        default: throw .unknownCase("status", kind)
        }
        wallTime = try reader.read()
        cpuTime = try reader.read()
        peakMemory = try reader.read()
        wasKilled = try reader.read()
        leftOutputOpen = try reader.read()
        files = try reader.read()
    }
}

extension CollectedFile: WireValue {
    /// Appends path and content.
    func encode(to writer: inout WireWriter) {
        writer.write(path)
        switch content {
        case .missing:
            writer.write(UInt8(0))
        case .bytes(let bytes):
            writer.write(UInt8(1))
            writer.writeBytes(bytes)
        case .tooLarge(let size):
            writer.write(UInt8(2))
            writer.write(size)
        case .unreadable(let reason):
            writer.write(UInt8(3))
            writer.write(reason)
        }
    }

    /// Takes path and content.
    init(from reader: inout WireReader) throws(WireError) {
        path = try reader.read()
        let kind = try reader.readByte()
        switch kind {
        case 0: content = .missing
        case 1: content = .bytes(Array(try reader.readBytes()))
        case 2: content = .tooLarge(try reader.read())
        case 3: content = .unreadable(try reader.read())
        default: throw .unknownCase("content", kind)
        }
    }
}
