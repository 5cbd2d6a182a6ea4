import Synchronization

/// Where the runner finds the shells of a job's scripts.
///
/// `bash` and `sh` stay where they were found; any other program is looked for each time.
///
/// - Source: actions/runner `ScriptHandler`, `WhichUtil.Which`.
final class ShellPaths: Sendable {
    private let host: any StepHost
    /// The paths of `bash` and `sh`, by the PATH they were found on.
    private let known = Mutex<[String: [String: String]]>([:])

    /// Looks for shells in a job.
    init(_ host: any StepHost) {
        self.host = host
    }

    /// The absolute path of a shell; nil when it is not there.
    func path(
        of shell: String,
        searchPath: String
    ) async throws(StepHostError) -> String? {
        guard !shell.contains("/") else { return shell }
        if let found = known.withLock({ $0[searchPath]?[shell] }) { return found }
        let found = try await host.find(shell, searchPath: searchPath)
        if let found, shell == "bash" || shell == "sh" {
            known.withLock { $0[searchPath, default: [:]][shell] = found }
        }
        return found
    }
}
