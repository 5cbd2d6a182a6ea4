/// One entry of a tar archive.
package struct TarEntry: Equatable, Sendable {
    /// What kind of thing an entry is.
    package enum Kind: Equatable, Sendable {
        /// A regular file; its bytes follow.
        case file
        /// A directory.
        case directory
        /// A symbolic link to this target, as written.
        case symbolicLink(String)
        /// Another name of the file that this earlier entry made.
        case hardLink(String)
        /// A device, pipe or other thing, with the archive's letter for it.
        case other(UInt8)
    }

    /// The path as the archive has it.
    package var path: String
    /// What kind of thing it is.
    package var kind: Kind
    /// Permission bits.
    package var mode: UInt32
    /// The bytes that follow, of a file.
    package var size: UInt64
    /// Owner's uid.
    package var userID: UInt32
    /// Owner's gid.
    package var groupID: UInt32
    /// Last modification, in nanoseconds since 1970.
    package var modified: Int64

    /// Makes an entry; owner and time are zero unless given.
    package init(
        path: String,
        kind: Kind,
        mode: UInt32,
        size: UInt64 = 0,
        userID: UInt32 = 0,
        groupID: UInt32 = 0,
        modified: Int64 = 0
    ) {
        self.path = path
        self.kind = kind
        self.mode = mode
        self.size = size
        self.userID = userID
        self.groupID = groupID
        self.modified = modified
    }

    /// The size of a block; headers and contents are padded to it.
    package static let blockSize = 512

    /// The bytes of padding after the contents.
    package var paddingCount: Int { Int((512 - size % 512) % 512) }
}

/// What makes bytes no tar archive this program unpacks.
package enum TarError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A header's checksum does not fit it.
    case checksum
    /// A number in a header is none.
    case number(String)
    /// The archive ended inside an entry.
    case truncated
    /// A header for names or attributes is larger than any real one.
    case longHeader(UInt64)
    /// The entry is in a form that is not understood.
    case unsupported(String)

    /// The wording for people.
    package var description: String {
        switch self {
        case .checksum: "a header is damaged"
        case .number(let field): "the \(field) of an entry is no number"
        case .truncated: "it ends in the middle of an entry"
        case .longHeader(let size): "a header of \(size) bytes is too large"
        case .unsupported(let what): "it holds \(what), which is not supported"
        }
    }
}
