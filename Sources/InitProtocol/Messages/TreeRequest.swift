/// A tar stream to unpack under a directory; its bytes follow as a stream of the same id.
package struct UnpackRequest: Equatable, Sendable {
    /// The directory, created if missing.
    package var destination: String
    /// The owner of everything unpacked as a ``ProcessRequest/user``; empty keeps the archive's.
    package var owner: String
    /// The most bytes the files may have together.
    package var byteLimit: UInt64
    /// The most entries the archive may have.
    package var entryLimit: UInt64

    /// Makes a request with generous limits.
    package init(
        destination: String,
        owner: String = "",
        byteLimit: UInt64 = 64 << 30,
        entryLimit: UInt64 = 10_000_000
    ) {
        self.destination = destination
        self.owner = owner
        self.byteLimit = byteLimit
        self.entryLimit = entryLimit
    }
}

/// Files to hash as GitHub's `hashFiles` does.
package struct HashFilesRequest: Equatable, Sendable {
    /// The workspace: relative patterns start there and only files under it count.
    package var root: String
    /// The patterns, one per line as `hashFiles` joins its arguments.
    package var patterns: String
    /// Whether `--follow-symbolic-links` was given.
    package var followsSymbolicLinks: Bool
    /// What `~` in a pattern means.
    package var homeDirectory: String

    /// Makes a request.
    package init(
        root: String,
        patterns: String,
        followsSymbolicLinks: Bool = false,
        homeDirectory: String = "/root"
    ) {
        self.root = root
        self.patterns = patterns
        self.followsSymbolicLinks = followsSymbolicLinks
        self.homeDirectory = homeDirectory
    }
}

/// Which processes end with the job.
package struct TerminateRequest: Equatable, Sendable {
    /// Only processes with this `NAME=value` in their environment; empty means all of the job's.
    package var marker: String
    /// How long SIGTERM is given before SIGKILL; zero kills at once, as GitHub does.
    package var patience: Duration

    /// Makes a request.
    package init(marker: String = "", patience: Duration = .zero) {
        self.marker = marker
        self.patience = patience
    }
}

/// A process that ended because the job did.
package struct TerminatedProcess: Equatable, Sendable {
    /// Its id in the job's own counting.
    package var processID: Int32
    /// Its name as the kernel shows it, at most 15 bytes.
    package var name: String

    /// Pairs an id with a name.
    package init(processID: Int32, name: String) {
        self.processID = processID
        self.name = name
    }
}

extension UnpackRequest: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(destination)
        writer.write(owner)
        writer.write(byteLimit)
        writer.write(entryLimit)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        destination = try reader.read()
        owner = try reader.read()
        byteLimit = try reader.read()
        entryLimit = try reader.read()
    }
}

extension HashFilesRequest: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(root)
        writer.write(patterns)
        writer.write(followsSymbolicLinks)
        writer.write(homeDirectory)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        root = try reader.read()
        patterns = try reader.read()
        followsSymbolicLinks = try reader.read()
        homeDirectory = try reader.read()
    }
}

extension TerminateRequest: WireValue {
    /// Appends marker and patience.
    func encode(to writer: inout WireWriter) {
        writer.write(marker)
        writer.write(patience)
    }

    /// Takes marker and patience.
    init(from reader: inout WireReader) throws(WireError) {
        marker = try reader.read()
        patience = try reader.read()
    }
}

extension TerminatedProcess: WireValue {
    /// Appends id and name.
    func encode(to writer: inout WireWriter) {
        writer.write(processID)
        writer.write(name)
    }

    /// Takes id and name.
    init(from reader: inout WireReader) throws(WireError) {
        processID = try reader.read()
        name = try reader.read()
    }
}
