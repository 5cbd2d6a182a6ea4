#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the file system says of a file, enough to see that it did not change.
///
/// The layout is what a snapshot's record holds on disk: 40 bytes without gaps.
struct FileStamp: Sendable, Hashable {
    /// What kind of thing a path names.
    enum Kind: Sendable {
        /// A regular file, a symbolic link, a folder, something else, or nothing at all.
        case file, link, folder, other, absent
    }

    /// The number of the file on its device.
    var inode: UInt64 = 0
    /// Bytes.
    var size: Int64 = 0
    /// When the content changed, in nanoseconds since 1970.
    var modified: Int64 = 0
    /// When the content or the attributes changed, in nanoseconds since 1970.
    var changed: Int64 = 0
    /// Type and permissions as `st_mode` has them; 0 when there is no such file.
    var mode: UInt32 = 0
    /// 1 when the file may have changed after it was copied without a trace in its times.
    var unsettled: UInt32 = 0

    /// A path that names nothing.
    static let absent = FileStamp()

    /// What kind of thing it is.
    var kind: Kind {
        switch mode & UInt32(S_IFMT) {
        case UInt32(S_IFREG): .file
        case UInt32(S_IFLNK): .link
        case UInt32(S_IFDIR): .folder
        case 0: .absent
        default: .other
        }
    }

    /// Whether its owner may execute it.
    var isExecutable: Bool { mode & 0o100 != 0 }

    /// Whether both stand for the same unchanged file.
    func isSame(as other: FileStamp) -> Bool {
        inode == other.inode && size == other.size && modified == other.modified
            && changed == other.changed && mode == other.mode
    }

    /// Whether the file changed so late that a change right after `moment` could go unseen.
    ///
    /// File systems stamp with the clock of the last timer tick, up to 10 ms old; some keep only
    /// whole seconds.
    func isFresh(at moment: Int64) -> Bool {
        let isCoarse = modified % 1_000_000_000 == 0 && changed % 1_000_000_000 == 0
        return max(modified, changed) > moment - (isCoarse ? 2_000_000_000 : 20_000_000)
    }

    /// Nanoseconds since 1970 now, with `clock_gettime(2)`.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension FileStamp {
    /// Reads the answer of `stat(2)`.
    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        mode = UInt32(status.st_mode)
    }
}

extension FileStamp {
    /// Lends the time of the last change for both times that `futimens(2)` sets.
    func withTimes(_ body: (UnsafePointer<timespec>?) -> Void) {
        let time = timespec(
            tv_sec: Int(modified / 1_000_000_000),
            tv_nsec: Int(modified % 1_000_000_000)
        )
        withUnsafeTemporaryAllocation(of: timespec.self, capacity: 2) { times in
            times.initialize(repeating: time)
            body(UnsafePointer(times.baseAddress))
        }
    }
}
