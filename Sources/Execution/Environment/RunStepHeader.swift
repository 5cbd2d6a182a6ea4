/// The group that opens the log of a `run` step.
///
/// - Source: actions/runner `ScriptHandler.PrintActionDetails`.
package struct RunStepHeader: Sendable, Hashable {
    /// The group's title: `Run ` and the script's first line that is not blank.
    package let title: String
    /// The lines inside the group, not masked yet: the script, the shell, the environment.
    package let lines: [String]

    /// Describes a step.
    ///
    /// - Parameters:
    ///   - script: The script, evaluated.
    ///   - shell: How it is run; nil where the shell is not there, which ends GitHub's header.
    ///   - shellPath: Where the command was found; nil inside a job container, where it is not
    ///     looked for.
    ///   - environment: The `env` context, in order.
    package init(
        script: String,
        shell: ShellTemplate?,
        shellPath: String?,
        environment: [(name: String, value: String)]
    ) {
        title = "Run \(Self.firstLine(of: script))"
        var lines = Self.lines(of: script).map { "\u{1B}[36;1m\($0)\u{1B}[0m" }
        if let shell {
            lines.append("shell: \(shellPath ?? shell.command) \(shell.arguments)")
        }
        if shell != nil, !environment.isEmpty {
            lines.append("env:")
            lines += environment.map { "  \($0.name): \($0.value)" }
        }
        self.lines = lines
    }

    /// The script's first line that is not blank, without the white space before it.
    package static func firstLine(of script: String) -> String {
        let start = script.utf8.drop { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
        let line = start.prefix { $0 != .carriageReturn && $0 != .lineFeed }
        return String(decoding: line, as: UTF8.self)
    }

    private static func lines(of script: String) -> [String] {
        var endings = LineEndings(loneCarriageReturn: .stays)
        var bytes = endings.normalise(Array(script.utf8)[...]) + endings.finish()
        while bytes.last == .lineFeed {
            bytes.removeLast()
        }
        return bytes.split(separator: .lineFeed, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
