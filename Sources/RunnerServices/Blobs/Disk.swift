import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the stores ask of the disk; a system call that fails is a `ServiceFailure`.
enum Disk {
    /// Runs work that waits for the disk on a thread outside Swift's own pool.
    static func work<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Makes a folder that only this user may look into, and those above it.
    static func makeFolder(_ path: String) throws(ServiceFailure) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw failure("make the folder", path)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw failure("make the folder", path)
        }
    }

    /// The names in a folder, sorted; none where there is no folder.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The bytes of a small file; nil when it is not there or has more than `limit`.
    static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
        guard let file = try? OpenBlob(path), file.size <= limit else { return nil }
        return try? file.bytes(0..<file.size)
    }

    /// Writes a small file and waits until it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(ServiceFailure) {
        let file = try BlobFile(creating: path)
        try file.append(bytes)
        try file.synchronise()
    }

    /// Moves a file or folder to a free name and waits until the move is on the disk.
    ///
    /// - Returns: false when the name is taken.
    static func move(_ source: String, to target: String) throws(ServiceFailure) -> Bool {
        guard rename(source, target) == 0 else {
            if errno == EEXIST || errno == ENOTEMPTY { return false }
            throw failure("move to", target)
        }
        let folder = target[..<(target.lastIndex(of: "/") ?? target.endIndex)]
        let descriptor = open(String(folder), O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 {
            fsync(descriptor)
            close(descriptor)
        }
        return true
    }

    /// Removes a file, or a folder with what it holds; nothing there is no error.
    ///
    /// - Returns: whether nothing is left.
    @discardableResult
    static func remove(_ path: String) -> Bool {
        if unlink(path) == 0 || errno == ENOENT { return true }
        for name in names(in: path) {
            remove("\(path)/\(name)")
        }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// Removes a folder that holds nothing.
    static func removeIfEmpty(_ path: String) { rmdir(path) }

    /// When a file was last marked by `touch` or written, in seconds since 1970.
    static func time(of path: String) -> Double? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    }

    /// Marks a file with a time.
    static func touch(_ path: String, _ time: Double) {
        let moment = timespec(
            tv_sec: Int(time),
            tv_nsec: Int((time - time.rounded(.down)) * 1e9)
        )
        _ = [moment, moment].withUnsafeBufferPointer {
            utimensat(AT_FDCWD, path, $0.baseAddress, 0)
        }
    }

    /// The failure of the last system call of this thread.
    static func failure(_ doing: String, _ path: String) -> ServiceFailure {
        if errno == ENOSPC || errno == EDQUOT {
            return ServiceFailure(
                .diskFull,
                "the disk that keeps artifacts and caches is full; see the run's report",
                path: path
            )
        }
        let reason = String(cString: strerror(errno)).lowercased()
        return ServiceFailure(.internal, "cannot \(doing) `\(path)`: \(reason)")
    }
}
