#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whole files of ours, read and written at once.
enum SmallFile {
    /// The bytes of a file; nil when it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        let file = OpenFile(path, O_RDONLY)
        var status = stat()
        guard file.isOpen, fstat(file.descriptor, &status) == 0 else { return nil }
        // The files of /proc say they are empty.
        let room = max(Int(status.st_size), 4096)
        var bytes: [UInt8] = []
        while true {
            let chunk = FileContent.take(room, from: file.descriptor)
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if chunk.isEmpty || bytes.count == Int(status.st_size) { return bytes }
        }
    }

    /// Writes a new file, or all of an old one anew.
    static func write(_ bytes: some Collection<UInt8>, to path: String) throws(WorkspaceError) {
        let file = OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
        guard file.isOpen else { throw .unwritable(path: path, reason: .current) }
        let failure = [UInt8](bytes).withUnsafeBytes { FileContent.put($0, to: file.descriptor) }
        if let failure { throw .unwritable(path: path, reason: failure) }
    }

    /// Writes a file so that others see the old bytes or all the new ones.
    static func replace(_ bytes: [UInt8], at path: String) throws(WorkspaceError) {
        try write(bytes, to: path + ".new")
        guard rename(path + ".new", path) == 0 else {
            throw .unwritable(path: path, reason: .current)
        }
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws(WorkspaceError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        let failure = SystemFailure.current
        guard failure.code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex
        else { throw .unwritable(path: path, reason: failure) }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw .unwritable(path: path, reason: .current)
        }
    }

    /// The names in a folder without `.` and `..`, sorted; empty when it cannot be read.
    static func names(in folder: String) -> [String] {
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
