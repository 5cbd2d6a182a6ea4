/// Something to do with a path inside the job.
package enum FileRequest: Equatable, Sendable {
    /// Replaces a file atomically, creating the directories above it.
    case write(path: String, contents: [UInt8], FileAttributes)
    /// Hands back at most `limit` bytes from `offset` on.
    case read(path: String, offset: UInt64, limit: UInt32)
    /// Creates a directory and those above it; one that exists keeps its attributes.
    case makeDirectory(path: String, FileAttributes)
    /// Removes a file or a whole tree; nothing there is no error.
    case remove(path: String)
    /// Moves a directory to a place that is free or an empty directory, copying across devices.
    case install(from: String, to: String)
    /// Gives a path, or with `recursive` everything under it, to a ``ProcessRequest/user``.
    case changeOwner(path: String, owner: String, recursive: Bool)
    /// Names what a directory holds.
    case list(path: String)
    /// Says what is at a path, through symbolic links or not.
    case status(path: String, followsLinks: Bool)
}

/// How a file or directory that init creates looks to others.
package struct FileAttributes: Equatable, Sendable {
    /// Permission bits, such as `0o644`; the umask does not touch them.
    package var mode: UInt32
    /// The owner as a ``ProcessRequest/user``; empty keeps init's own.
    package var owner: String

    /// Makes attributes.
    package init(mode: UInt32, owner: String = "") {
        self.mode = mode
        self.owner = owner
    }

    /// `rw-r--r--` of init's own user.
    package static let file = FileAttributes(mode: 0o644)
    /// `rwxr-xr-x` of init's own user.
    package static let directory = FileAttributes(mode: 0o755)
}

/// What is at a path.
package struct FileEntry: Equatable, Sendable {
    /// What kind of thing it is.
    package enum Kind: UInt8, Equatable, Sendable {
        /// A regular file.
        case file
        /// A directory.
        case directory
        /// A symbolic link that was not followed.
        case symbolicLink
        /// A device, pipe or socket.
        case other
    }

    /// The name within its directory, or the path asked for.
    package var name: String
    /// What kind of thing it is.
    package var kind: Kind
    /// Permission bits.
    package var mode: UInt32
    /// Size in bytes.
    package var size: UInt64
    /// Owner's uid.
    package var userID: UInt32
    /// Owner's gid.
    package var groupID: UInt32
    /// Last modification, in nanoseconds since 1970.
    package var modified: Int64

    /// Describes one path.
    package init(
        name: String,
        kind: Kind,
        mode: UInt32,
        size: UInt64,
        userID: UInt32,
        groupID: UInt32,
        modified: Int64
    ) {
        self.name = name
        self.kind = kind
        self.mode = mode
        self.size = size
        self.userID = userID
        self.groupID = groupID
        self.modified = modified
    }
}

/// A part of a file and the size of the whole.
package struct FileContents: Equatable, Sendable {
    /// The bytes from the offset asked for.
    package var bytes: ArraySlice<UInt8>
    /// The size of the whole file in bytes.
    package var size: UInt64

    /// Pairs a part with the size of the whole.
    package init(bytes: ArraySlice<UInt8>, size: UInt64) {
        self.bytes = bytes
        self.size = size
    }
}
