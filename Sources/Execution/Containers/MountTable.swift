/// What is mounted where in a container, as the kernel tells it.
///
/// Shape: a line each, such as `136 117 0:41 /folder /target rw,relatime - overlay …`.
/// Source: <https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html>
struct MountTable: Sendable {
    /// Where this process reads its own.
    static let path = "/proc/self/mountinfo"
    /// The most bytes of it that are read.
    static let limit = 4 << 20

    /// One mount.
    struct Entry: Sendable, Hashable {
        /// The file system, such as `0:41`.
        let device: Substring
        /// The folder of that file system that is mounted.
        let root: Substring

        /// Whether this is the same folder of the same file system as another mount, or below it.
        func isInside(_ other: Entry) -> Bool {
            guard device == other.device else { return false }
            return other.root == "/" || root == other.root || root.hasPrefix(other.root + "/")
        }
    }

    private var entries: [Substring: Entry] = [:]

    /// Reads the kernel's table; of several mounts at one place the last is seen.
    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count > 5 else { continue }
            entries[fields[4]] = Entry(device: fields[2], root: fields[3])
        }
    }

    /// What is mounted at a path, which has no blank or backslash.
    subscript(target: String) -> Entry? { entries[target[...]] }
}
