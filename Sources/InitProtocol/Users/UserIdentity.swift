/// A user as the kernel needs it, with what the user files say beyond.
package struct UserIdentity: Equatable, Sendable {
    /// The name in `/etc/passwd`; empty for a number that is not listed.
    package var name: String
    /// The uid.
    package var userID: UInt32
    /// The primary gid.
    package var groupID: UInt32
    /// The supplementary gids.
    package var supplementaryGroups: [UInt32]
    /// The home directory; `/` for a number that is not listed.
    package var homeDirectory: String

    /// Describes one user.
    package init(
        name: String,
        userID: UInt32,
        groupID: UInt32,
        supplementaryGroups: [UInt32],
        homeDirectory: String
    ) {
        self.name = name
        self.userID = userID
        self.groupID = groupID
        self.supplementaryGroups = supplementaryGroups
        self.homeDirectory = homeDirectory
    }
}

extension UserIdentity: WireValue {
    /// Appends the fields in order.
    func encode(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(userID)
        writer.write(groupID)
        writer.write(supplementaryGroups)
        writer.write(homeDirectory)
    }

    /// Takes the fields in order.
    init(from reader: inout WireReader) throws(WireError) {
        name = try reader.read()
        userID = try reader.read()
        groupID = try reader.read()
        supplementaryGroups = try reader.read()
        homeDirectory = try reader.read()
    }
}
