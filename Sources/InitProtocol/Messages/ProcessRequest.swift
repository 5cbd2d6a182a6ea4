/// One process to start: everything is said, nothing is inherited.
package struct ProcessRequest: Equatable, Sendable {
    /// Program and arguments; a program without `/` is searched on the `PATH` of ``environment``.
    package var arguments: [String]
    /// The complete environment of the process.
    package var environment: [String: String]
    /// Where the process starts; a missing directory is an error, it is never created.
    package var workingDirectory: String
    /// Name, uid or `user:group` looked up in the container's own files; empty keeps init's user.
    package var user: String
    /// The files that are there when the process starts.
    package var placedFiles: [PlacedFile]
    /// The files whose contents come back with the exit, in this order.
    package var collectedFiles: [FileCollection]
    /// How long to wait for output that others still hold open after the process has ended.
    package var drain: DrainLimits
    /// Whether the error output is told apart; else both come in the order they were written in.
    package var separatesErrors = false

    /// Makes a request; only program and directory have no default.
    package init(
        arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: String,
        user: String = "",
        placedFiles: [PlacedFile] = [],
        collectedFiles: [FileCollection] = [],
        drain: DrainLimits = DrainLimits()
    ) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.user = user
        self.placedFiles = placedFiles
        self.collectedFiles = collectedFiles
        self.drain = drain
    }
}

/// A file to hand back with the exit of a process.
package struct FileCollection: Equatable, Sendable {
    /// Absolute path as the process sees it.
    package var path: String
    /// The largest size handed back, in bytes.
    package var limit: UInt64

    /// The largest size of files for which no other is named.
    package static let defaultLimit: UInt64 = 16 << 20

    /// Names a file and the size above which only its size is told.
    package init(path: String, limit: UInt64 = Self.defaultLimit) {
        self.path = path
        self.limit = limit
    }
}

/// How the end of the output is found when others keep the pipe open after the process's end.
///
/// GitHub waits five seconds for whoever it is. What left the process's session is a daemon, which
/// has nothing to say that belongs to the step.
package struct DrainLimits: Equatable, Sendable {
    /// The step ends after this much silence when only daemons hold the pipe.
    package var quiet: Duration
    /// The step ends after this time whoever holds the pipe.
    package var longest: Duration

    /// Makes limits; what was written before the process ended always arrives.
    package init(quiet: Duration = .milliseconds(200), longest: Duration = .seconds(5)) {
        self.quiet = quiet
        self.longest = longest
    }
}

extension ProcessRequest: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(arguments)
        writer.write(environment)
        writer.write(workingDirectory)
        writer.write(user)
        writer.write(placedFiles)
        writer.write(collectedFiles)
        writer.write(drain.quiet)
        writer.write(drain.longest)
        writer.write(separatesErrors)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        arguments = try reader.read()
        environment = try reader.read()
        workingDirectory = try reader.read()
        user = try reader.read()
        placedFiles = try reader.read()
        collectedFiles = try reader.read()
        drain = DrainLimits(quiet: try reader.read(), longest: try reader.read())
        separatesErrors = try reader.read()
    }
}

extension FileCollection: WireValue {
    /// Appends path and limit.
    func encode(to writer: inout WireWriter) {
        writer.write(path)
        writer.write(limit)
    }

    /// Takes path and limit.
    init(from reader: inout WireReader) throws(WireError) {
        path = try reader.read()
        limit = try reader.read()
    }
}
