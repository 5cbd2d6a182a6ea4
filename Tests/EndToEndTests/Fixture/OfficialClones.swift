import HostProcesses

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The clones that `make test-official` is given.
///
/// What git itself cannot fetch from them is not at hand; whatever git can fetch and the program
/// cannot is the program's fault.
actor OfficialClones {
    /// The address, with `{owner}` and `{name}`.
    let mirror: String
    private var known: [String: String?] = [:]

    init(_ mirror: String) {
        self.mirror = mirror
    }

    /// What git says when a version of an action, such as `actions/cache/save@v4`, is not to be
    /// had; nil when it is.
    func refusal(_ action: String) async throws -> String? {
        let parts = action.split(separator: "@")
        let path = parts[0].split(separator: "/")
        guard parts.count == 2, path.count > 1 else { return "`\(action)` is no action" }
        let key = "\(path[0])/\(path[1])@\(parts[1])"
        if let answer = known[key] { return answer }
        let address = mirror.replacing("{owner}", with: path[0]).replacing("{name}", with: path[1])
        let folder = "\(FileManager.default.temporaryDirectory.path)/\(UUID().uuidString)"
        let outcome = try await HostCommand(
            "git",
            ["clone", "-q", "--bare", "--depth", "1", "--branch", "\(parts[1])", address, folder],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"]
        ).run()
        try? FileManager.default.removeItem(atPath: folder)
        let words = outcome.errorText.split(separator: "\n").last.map(String.init)
        let answer = outcome.status.isSuccess ? nil : "`\(key)`: \(words ?? "git failed")"
        known[key] = .some(answer)
        return answer
    }
}
