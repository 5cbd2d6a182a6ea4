/// What `actlocal-init` tells about itself and its container when the host says hello.
package struct InitFacts: Equatable, Sendable {
    /// The version of this protocol that init speaks.
    package var version: UInt16
    /// Its process id as it sees it; 1 in a job container.
    package var processID: Int32
    /// The user it runs as.
    package var userID: UInt32
    /// The group it runs as.
    package var groupID: UInt32
    /// Its own environment: in a container that of the image and the create call.
    package var environment: [String: String]
    /// Its own working directory.
    package var workingDirectory: String
    /// The machine's architecture as `uname -m` shows it.
    package var machine: String

    /// The version spoken by this build.
    package static let currentVersion: UInt16 = 4

    /// Whether it is the first process of its container, whose end is the container's.
    package var isFirstProcess: Bool { processID == 1 }

    /// Gathers the facts.
    package init(
        version: UInt16 = InitFacts.currentVersion,
        processID: Int32,
        userID: UInt32,
        groupID: UInt32,
        environment: [String: String],
        workingDirectory: String,
        machine: String
    ) {
        self.version = version
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.machine = machine
    }
}

extension InitFacts: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(version)
        writer.write(processID)
        writer.write(userID)
        writer.write(groupID)
        writer.write(environment)
        writer.write(workingDirectory)
        writer.write(machine)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        version = try reader.read()
        processID = try reader.read()
        userID = try reader.read()
        groupID = try reader.read()
        environment = try reader.read()
        workingDirectory = try reader.read()
        machine = try reader.read()
    }
}
