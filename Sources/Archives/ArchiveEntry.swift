/// One thing in an archive, beside a file's bytes.
package struct ArchiveEntry: Sendable, Hashable {
    /// What an entry is.
    package enum Kind: Sendable, Hashable {
        /// A file of so many bytes.
        case file(size: Int)
        /// A folder.
        case folder
        /// A symbolic link with its target as written.
        case link(target: String)
        /// Another name for an earlier entry of the archive.
        case hardLink(to: String)
        /// A device, pipe or socket, which is never extracted.
        case special
    }

    /// The path with `/` between its parts, relative.
    package var path: String
    /// What it is.
    package var kind: Kind
    /// Permission bits, at most 0o7777.
    package var mode: UInt32
    /// When it last changed, in seconds since 1970.
    package var modified: Int
    /// The owner's number.
    package var user: UInt32
    /// The owning group's number.
    package var group: UInt32

    /// An entry that belongs to root and dates from 1970 unless said otherwise.
    package init(
        path: String,
        kind: Kind,
        mode: UInt32 = 0o644,
        modified: Int = 0,
        user: UInt32 = 0,
        group: UInt32 = 0
    ) {
        self.path = path
        self.kind = kind
        self.mode = mode
        self.modified = modified
        self.user = user
        self.group = group
    }
}
