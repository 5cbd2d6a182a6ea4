/// What processing one of a step's environment files comes to.
///
/// Carried out after the step's process has ended, also when it failed.
package struct EnvironmentFileResult: Sendable {
    /// The pairs that take effect, in order; the last of one name wins.
    package let pairs: [(name: String, value: String)]
    /// Error annotations, in order.
    package let errors: [String]
    /// Whether the step fails.
    package let failsStep: Bool

    /// Variables that `GITHUB_ENV` must not set; names compare without case.
    package static let blockedVariables = ["NODE_OPTIONS"]

    /// Processes `GITHUB_ENV`, `GITHUB_OUTPUT` or `GITHUB_STATE`.
    package init(_ kind: EnvironmentFileKind, bytes: [UInt8]) {
        let file = EnvironmentFile(bytes)
        var (written, problem) = (file.pairs[...], file.problem)
        // Pairs are taken one by one: what stands before such a name has taken effect.
        // Source: actions/runner `ExecutionContext.SetOutput`
        if kind == .output, let nameless = written.firstIndex(where: \.name.isEmpty) {
            (written, problem) = (written[..<nameless], .namelessOutput)
        }
        var errors: [String] = []
        pairs = written.filter { pair in
            guard kind == .environment, let blocked = Self.blocked(pair.name) else { return true }
            errors.append("Can't store \(blocked) output parameter using '$GITHUB_ENV' command.")
            return false
        }
        if let problem {
            errors += [kind.failureMessage, problem.description]
        }
        self.errors = errors
        failsStep = problem != nil
    }

    private static func blocked(_ name: String) -> String? {
        blockedVariables.first { $0.lowercasedASCII == name.lowercasedASCII }
    }
}
