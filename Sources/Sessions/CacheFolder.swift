import Diagnostics
import RunEvents
import Workspaces

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that a run keeps snapshots and jobs in, which nobody else may look into.
enum CacheFolder {
    /// Makes the folder and its `jobs`, closed to other users.
    ///
    /// - Parameters:
    ///   - folder: The folder, absolute.
    ///   - isMounted: Whether an engine mounts it, whose options know no `:` and `,`.
    /// - Throws: `SetupError` with the status 4.
    static func prepare(_ folder: String, isMounted: Bool) throws(SetupError) {
        if isMounted, folder.contains(where: { ":,\\\n\"".contains($0) }) {
            throw refusal(folder, "an engine cannot mount a path with `:`, `,`, `\\` or quotes")
        }
        for path in [folder, folder + "/jobs"] {
            do throws(WorkspaceError) {
                try SmallFile.makeFolder(path, mode: 0o700)
            } catch .unwritable(_, let reason) {
                throw refusal(folder, "\(reason)")
            } catch {
                throw refusal(folder, error.description)
            }
            guard close(path), access(path, W_OK | X_OK) == 0 else {
                throw refusal(folder, "\(SystemFailure(code: errno))")
            }
        }
    }

    /// Takes what others may do away from a folder of ours.
    private static func close(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            errno = ENOTDIR
            return false
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 != 0 else { return true }
        return chmod(path, status.st_mode & 0o700) == 0
    }

    private static func refusal(_ folder: String, _ reason: String) -> SetupError {
        let diagnostic = Diagnostic(
            .project,
            "the cache folder `\(folder)` cannot be used: \(reason)",
            at: nil,
            help: "set `XDG_CACHE_HOME` to a folder that can be written and mounted"
        )
        return SetupError(diagnostic, exitStatus: ExitStatus.unavailable)
    }
}
