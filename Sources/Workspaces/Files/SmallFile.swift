#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whole files of ours, read and written at once.
package enum SmallFile {
    /// The bytes of a file, or the first of them; nil when it cannot be read.
    package static func read(_ path: String, atMost limit: Int = .max) -> [UInt8]? {
        let file = OpenFile(path, O_RDONLY)
        var status = stat()
        guard file.isOpen, fstat(file.descriptor, &status) == 0 else { return nil }
        // The files of /proc say they are empty.
        let room = min(max(Int(status.st_size), 4096), limit)
        var bytes: [UInt8] = []
        while true {
            let chunk = FileContent.take(room, from: file.descriptor)
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if chunk.isEmpty || bytes.count == Int(status.st_size) || bytes.count >= limit {
                return bytes
            }
        }
    }

    /// The bytes that a file has, and when it was written, in seconds since 1970; nil when there is
    /// none.
    package static func facts(of path: String) -> (size: Int, written: Double)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let written = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
        return (Int(status.st_size), written)
    }

    /// Writes a new file, or all of an old one anew.
    static func write(
        _ bytes: some Collection<UInt8>,
        to path: String,
        mode: UInt32 = 0o644
    ) throws(WorkspaceError) {
        let file = OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode_t(mode))
        guard file.isOpen else { throw .unwritable(path: path, reason: .current) }
        let failure = [UInt8](bytes).withUnsafeBytes { FileContent.put($0, to: file.descriptor) }
        if let failure { throw .unwritable(path: path, reason: failure) }
    }

    /// Writes a file so that others see the old bytes or all the new ones.
    package static func replace(
        _ bytes: [UInt8],
        at path: String,
        mode: UInt32 = 0o644
    ) throws(WorkspaceError) {
        try write(bytes, to: path + ".new", mode: mode)
        guard rename(path + ".new", path) == 0 else {
            throw .unwritable(path: path, reason: .current)
        }
    }

    /// Makes a folder and those above it.
    package static func makeFolder(
        _ path: String,
        mode: UInt32 = 0o755
    ) throws(WorkspaceError) {
        if mkdir(path, mode_t(mode)) == 0 || errno == EEXIST { return }
        let failure = SystemFailure.current
        guard failure.code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex
        else { throw .unwritable(path: path, reason: failure) }
        try makeFolder(String(path[..<slash]), mode: mode)
        guard mkdir(path, mode_t(mode)) == 0 || errno == EEXIST else {
            throw .unwritable(path: path, reason: .current)
        }
    }

    /// Makes a folder in one that is there.
    ///
    /// - Returns: whether there was none.
    package static func makeNewFolder(_ path: String, mode: UInt32) throws(WorkspaceError) -> Bool {
        if mkdir(path, mode_t(mode)) == 0 { return true }
        guard errno == EEXIST else { throw .unwritable(path: path, reason: .current) }
        return false
    }

    /// Removes a file.
    ///
    /// - Returns: whether there is none now.
    @discardableResult
    package static func remove(_ path: String) -> Bool { unlink(path) == 0 || errno == ENOENT }

    /// Removes a folder that holds nothing.
    package static func removeIfEmpty(_ path: String) { rmdir(path) }

    /// The names in a folder without `.` and `..`, sorted; empty when it cannot be read.
    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = entry.pointee.text
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

extension dirent {
    /// The entry's name; bytes that are not UTF-8 become U+FFFD.
    var text: String {
        withUnsafeBytes(of: d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The entry's name as the system has it, ended by a NUL byte.
    var bytes: [CChar] {
        withUnsafeBytes(of: d_name) { bytes in
            bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        }
    }
}
