/// The users and groups of a container, as its own `/etc/passwd` and `/etc/group` list them.
///
/// Resolution is that of Docker's `--user`: a name or number, optionally `:` and a group.
///
/// - Source: <https://docs.docker.com/reference/cli/docker/container/run/#user>
package struct UserDatabase: Sendable {
    private struct User {
        var name: String
        var userID: UInt32
        var groupID: UInt32
        var homeDirectory: String
    }

    private struct Group {
        var name: String
        var groupID: UInt32
        var members: [Substring]
    }

    private let users: [User]
    private let groups: [Group]

    /// Reads both files' texts, skipping lines that are no entries.
    package init(passwd: String, group: String) {
        users = UserDatabase.entries(passwd).compactMap { fields in
            guard fields.count >= 6, let uid = UInt32(fields[2]), let gid = UInt32(fields[3])
            else { return nil }
            return User(
                name: String(fields[0]),
                userID: uid,
                groupID: gid,
                homeDirectory: String(fields[5])
            )
        }
        groups = UserDatabase.entries(group).compactMap { fields in
            guard fields.count >= 3, let gid = UInt32(fields[2]) else { return nil }
            let members = fields.count > 3 ? fields[3].split(separator: ",") : []
            return Group(name: String(fields[0]), groupID: gid, members: members)
        }
    }

    /// The user that `specification` (`name`, `uid`, `user:group`) means; nil for an unknown name.
    ///
    /// A listed user has the supplementary groups that list it, unless a group is named. A number
    /// that is not listed stands for itself with group 0.
    package func identity(for specification: String) -> UserIdentity? {
        let parts = specification.split(
            separator: ":",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard let first = parts.first, !first.isEmpty, var identity = user(named: first) else {
            return nil
        }
        guard parts.count == 2, !parts[1].isEmpty else { return identity }
        guard let groupID = group(named: parts[1]) else { return nil }
        identity.groupID = groupID
        identity.supplementaryGroups = []
        return identity
    }

    private func user(named text: Substring) -> UserIdentity? {
        let number = UInt32(text)
        let found =
            users.first { $0.name == text }
            ?? number.flatMap { id in
                users.first { $0.userID == id }
            }
        if let found {
            return UserIdentity(
                name: found.name,
                userID: found.userID,
                groupID: found.groupID,
                supplementaryGroups: groups.filter { $0.members.contains { $0 == found.name } }
                    .map(\.groupID),
                homeDirectory: found.homeDirectory
            )
        }
        return number.map {
            UserIdentity(
                name: "",
                userID: $0,
                groupID: 0,
                supplementaryGroups: [],
                homeDirectory: "/"
            )
        }
    }

    private func group(named text: Substring) -> UInt32? {
        groups.first { $0.name == text }?.groupID ?? UInt32(text)
    }

    private static func entries(_ text: String) -> [[Substring]] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: ":", omittingEmptySubsequences: false)
        }
    }
}
